import Avatar from '@atlaskit/avatar';
import Button from '@atlaskit/button/new';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import { jiraApi } from '../../api/jira';
import { AdfDocument } from '../../components/adf';
import { Failure, Loading } from '../../components/feedback';
import { momentOf } from '../../components/field-value';
import { useIssueChange } from './use-issue-change';

/** What people and the app said about the issue, oldest first, and room to say more. */
export function Comments({ issueKey }: { issueKey: string }) {
  const comments = useQuery({
    queryKey: ['jira', 'comments', issueKey],
    queryFn: () => jiraApi.comments(issueKey),
  });
  return (
    <section aria-labelledby="comments">
      <h2 id="comments">Comments</h2>
      {comments.isPending && <Loading label="Loading comments" />}
      {comments.isError && <Failure error={comments.error} retry={() => void comments.refetch()} />}
      {comments.isSuccess && comments.data.length === 0 && (
        <p className="subtle">Nobody has commented yet.</p>
      )}
      <ol className="comments">
        {(comments.data ?? []).map(({ id, author, created, body }) => (
          <li key={id}>
            <Avatar size="medium" name={author.displayName} borderColor="transparent" />
            <div>
              <p className="comment-author">
                <strong>{author.displayName}</strong> <span className="subtle">{momentOf(created)}</span>
              </p>
              <AdfDocument value={body} />
            </div>
          </li>
        ))}
      </ol>
      <NewComment issueKey={issueKey} />
    </section>
  );
}

function NewComment({ issueKey }: { issueKey: string }) {
  const [text, setText] = useState('');
  const id = useId();
  const add = useIssueChange(
    (comment: string) => jiraApi.addComment(issueKey, comment),
    'The comment was not added',
    () => setText(''),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    add.mutate(text);
  };
  return (
    <form className="stacked-form" onSubmit={submit}>
      <label htmlFor={id}>Add a comment</label>
      <textarea id={id} rows={3} value={text} required onChange={(event) => setText(event.target.value)} />
      <div className="form-actions">
        <Button type="submit" appearance="primary" isLoading={add.isPending} isDisabled={text.trim() === ''}>
          Comment
        </Button>
      </div>
    </form>
  );
}
