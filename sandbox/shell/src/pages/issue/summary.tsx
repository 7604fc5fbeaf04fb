import Button from '@atlaskit/button/new';
import Heading from '@atlaskit/heading';
import Textfield from '@atlaskit/textfield';
import { type FormEvent, useState } from 'react';
import { jiraApi } from '../../api/jira';
import { useIssueChange } from './use-issue-change';

/** The summary, with the means to change it. */
export function Summary({ issueKey, summary }: { issueKey: string; summary: string }) {
  const [draft, setDraft] = useState<string | null>(null);
  const change = useIssueChange(
    (next: string) => jiraApi.edit(issueKey, { summary: next }),
    'The summary was not changed',
    () => setDraft(null),
  );
  if (draft === null) {
    return (
      <div className="summary">
        <Heading size="large" as="h1">
          {summary}
        </Heading>
        <Button appearance="subtle" spacing="compact" onClick={() => setDraft(summary)}>
          Edit summary
        </Button>
      </div>
    );
  }
  const submit = (event: FormEvent) => {
    event.preventDefault();
    change.mutate(draft);
  };
  return (
    <form className="inline-form" onSubmit={submit}>
      <Textfield
        aria-label="Summary"
        value={draft}
        autoFocus
        onChange={(event) => setDraft(event.currentTarget.value)}
      />
      <Button type="submit" appearance="primary" isLoading={change.isPending}>
        Save
      </Button>
      <Button appearance="subtle" onClick={() => setDraft(null)}>
        Cancel
      </Button>
    </form>
  );
}
