import Button from '@atlaskit/button/new';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { jiraApi } from '../../api/jira';
import { Dialog } from '../../components/dialog';
import { flagOf, showFlag } from '../../host/flags';
import { navigate, paths } from '../../router';

/** Deletes the issue after asking once more: it does not come back. */
export function DeleteIssue({ issueKey, projectKey }: { issueKey: string; projectKey: string | undefined }) {
  const [asking, setAsking] = useState(false);
  const [isDeleting, setDeleting] = useState(false);
  const queries = useQueryClient();
  const remove = async () => {
    setDeleting(true);
    try {
      await jiraApi.remove(issueKey);
      navigate(projectKey === undefined ? paths.projects : paths.project(projectKey));
      queries.removeQueries({ queryKey: ['jira', 'issue', issueKey] });
      await queries.invalidateQueries({ queryKey: ['jira', 'search'] });
      showFlag(flagOf('success', `${issueKey} is deleted`));
    } catch (error) {
      setAsking(false);
      setDeleting(false);
      showFlag(
        flagOf(
          'error',
          `${issueKey} was not deleted`,
          error instanceof Error ? error.message : String(error),
        ),
      );
    }
  };
  return (
    <>
      <Button appearance="subtle" onClick={() => setAsking(true)}>
        Delete issue
      </Button>
      {asking && (
        <Dialog title={`Delete ${issueKey}?`} onClose={() => setAsking(false)}>
          <p>The issue, its comments and its history are deleted. This cannot be undone.</p>
          <div className="form-actions">
            <Button appearance="subtle" onClick={() => setAsking(false)}>
              Cancel
            </Button>
            <Button appearance="danger" isLoading={isDeleting} onClick={() => void remove()}>
              Delete
            </Button>
          </div>
        </Dialog>
      )}
    </>
  );
}
