import Button from '@atlaskit/button/new';
import DropdownMenu, { DropdownItem, DropdownItemGroup } from '@atlaskit/dropdown-menu';
import ChevronDown from '@atlaskit/icon/core/chevron-down';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { type IssueStatus, jiraApi, type Transition } from '../../api/jira';
import { StatusLozenge } from '../../components/status-lozenge';
import { TransitionDialog } from './transition-dialog';
import { useIssueChange } from './use-issue-change';

/** The issue's status, and the transitions that this person may make from it. */
export function StatusMenu({ issueKey, status }: { issueKey: string; status: IssueStatus }) {
  const [asking, setAsking] = useState<Transition | null>(null);
  const transitions = useQuery({
    queryKey: ['jira', 'transitions', issueKey, status.name],
    queryFn: () => jiraApi.transitions(issueKey),
  });
  const change = useIssueChange(
    ({ id, fields }: { id: string; fields: Record<string, unknown> }) =>
      jiraApi.transition(issueKey, id, fields),
    'The status was not changed',
    () => setAsking(null),
  );
  const choose = (transition: Transition) => {
    const needsAnswers = Object.values(transition.fields).some(({ required }) => required);
    if (needsAnswers) setAsking(transition);
    else change.mutate({ id: transition.id, fields: {} });
  };
  return (
    <div className="status">
      <span data-testid="issue-status">
        <StatusLozenge status={status} />
      </span>
      <DropdownMenu<HTMLButtonElement>
        trigger={({ triggerRef, ...props }) => (
          <Button
            {...props}
            ref={triggerRef}
            spacing="compact"
            iconAfter={ChevronDown}
            isDisabled={!transitions.isSuccess || transitions.data.length === 0}
            isLoading={change.isPending}
          >
            Change status
          </Button>
        )}
        shouldRenderToParent
      >
        <DropdownItemGroup>
          {(transitions.data ?? []).map((transition) => (
            <DropdownItem
              key={transition.id}
              onClick={() => choose(transition)}
              elemAfter={<StatusLozenge status={transition.to} />}
            >
              {transition.name}
            </DropdownItem>
          ))}
        </DropdownItemGroup>
      </DropdownMenu>
      {asking !== null && (
        <TransitionDialog
          transition={asking}
          isSaving={change.isPending}
          onSubmit={(fields) => change.mutate({ id: asking.id, fields })}
          onClose={() => setAsking(null)}
        />
      )}
    </div>
  );
}
