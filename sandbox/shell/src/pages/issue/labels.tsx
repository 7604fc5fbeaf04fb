import Button from '@atlaskit/button/new';
import Textfield from '@atlaskit/textfield';
import { type FormEvent, useState } from 'react';
import { jiraApi } from '../../api/jira';
import { useIssueChange } from './use-issue-change';

/** The labels, edited as words with spaces between: a label has none in it. */
export function Labels({ issueKey, labels }: { issueKey: string; labels: string[] }) {
  const [draft, setDraft] = useState<string | null>(null);
  const change = useIssueChange(
    (next: string) => jiraApi.edit(issueKey, { labels: next.split(/\s+/).filter((label) => label !== '') }),
    'The labels were not changed',
    () => setDraft(null),
  );
  if (draft === null) {
    return (
      <span className="labels">
        {labels.map((label) => (
          <span key={label} className="label">
            {label}
          </span>
        ))}
        <Button appearance="subtle" spacing="compact" onClick={() => setDraft(labels.join(' '))}>
          Edit labels
        </Button>
      </span>
    );
  }
  const submit = (event: FormEvent) => {
    event.preventDefault();
    change.mutate(draft);
  };
  return (
    <form className="inline-form" onSubmit={submit}>
      <Textfield
        aria-label="Labels"
        value={draft}
        autoFocus
        onChange={(event) => setDraft(event.currentTarget.value)}
      />
      <Button type="submit" appearance="primary" spacing="compact" isLoading={change.isPending}>
        Save
      </Button>
      <Button appearance="subtle" spacing="compact" onClick={() => setDraft(null)}>
        Cancel
      </Button>
    </form>
  );
}
