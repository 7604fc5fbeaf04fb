import type { Json } from '../../../src/domain/json';
import { checkDocument } from '../adf';
import type { Caller, Site } from '../context';
import { fieldErrors } from '../errors';
import type { Comment, Issue } from '../store/model';

/**
 * Checks a comment's document.
 * @throws JiraError 400 in Jira's words
 */
export function readCommentBody(raw: unknown): Json {
  if (raw === undefined || raw === null || raw === '') {
    throw fieldErrors({ comment: 'Comment body can not be empty!' });
  }
  return checkDocument(raw, () => fieldErrors({ comment: 'Comment body is not valid!' }));
}

/** Adds to the (draft of an) issue; the caller puts the issue. */
export function addComment(
  site: Site,
  caller: Caller,
  issue: Issue,
  body: Json,
  properties: { key: string; value: Json }[],
): Comment {
  const now = site.now();
  const comment: Comment = {
    id: site.store.nextId(),
    authorId: caller.accountId,
    updateAuthorId: caller.accountId,
    body,
    created: now,
    updated: now,
    properties,
  };
  issue.comments.push(comment);
  issue.updated = now;
  return comment;
}
