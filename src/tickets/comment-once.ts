import { commentDocument, type IssueComment, isSameComment } from './comment-texts';
import type { IssueTracker } from './ports';

/** Adds the comment unless an earlier try did. `issue` is its id or its key. */
export async function commentOnce(
  { tracker }: { tracker: Pick<IssueTracker, 'commentTexts' | 'addComment'> },
  issue: string,
  comment: IssueComment,
): Promise<void> {
  const present = await tracker.commentTexts(issue);
  if (present.some((text) => isSameComment(text, comment))) return;
  await tracker.addComment(issue, commentDocument(comment));
}
