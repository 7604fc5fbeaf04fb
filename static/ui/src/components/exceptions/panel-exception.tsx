import Button from '@atlaskit/button/new';
import { ModalTransition } from '@atlaskit/modal-dialog';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { FindingPanel } from '../../../../../src/contract/issue-panel';
import { issuePanelApi } from '../../api';
import { flagFailure, flagSuccess } from '../../flags';
import { ExceptionNote } from './exception-note';
import { RequestDialog } from './request-dialog';

interface Props {
  panel: FindingPanel;
  /** Which of the findings that share the issue. */
  chosen: { findingId: string | undefined };
}

/** The exception of an issue's finding, with the way to take it back. */
export function PanelException({ panel, chosen }: Props) {
  const queryClient = useQueryClient();
  const withdraw = useMutation({
    mutationFn: () => issuePanelApi('withdrawException', chosen),
    onSuccess: ({ panel: after }) => {
      queryClient.setQueryData(['panel', chosen], after);
      flagSuccess('The exception is taken back');
    },
    onError: (error) => flagFailure('The exception could not be taken back', error),
  });
  if (panel.exception === null) return null;
  return (
    <ExceptionNote
      exception={panel.exception}
      onWithdraw={panel.mayWithdraw && !withdraw.isPending ? () => withdraw.mutate() : null}
    />
  );
}

/** Opens the dialog to ask; nothing where there is nothing to ask for. */
export function AskForException({ panel, chosen }: Props) {
  const queryClient = useQueryClient();
  const [isOpen, setIsOpen] = useState(false);
  const canAsk = panel.exception === null && panel.finding.state !== 'resolved';
  return (
    <>
      {canAsk && (
        <Button spacing="compact" onClick={() => setIsOpen(true)}>
          Ask for an exception
        </Button>
      )}
      <ModalTransition>
        {isOpen && (
          <RequestDialog
            onClose={() => setIsOpen(false)}
            request={async (input) => {
              const { panel: after } = await issuePanelApi('requestException', { ...chosen, ...input });
              queryClient.setQueryData(['panel', chosen], after);
              flagSuccess('The exception is asked for', 'The security team decides about it.');
            }}
          />
        )}
      </ModalTransition>
    </>
  );
}
