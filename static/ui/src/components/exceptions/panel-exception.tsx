import Button from '@atlaskit/button/new';
import { ModalTransition } from '@atlaskit/modal-dialog';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { FindingPanel } from '../../../../../src/contract/issue-panel';
import { issuePanelApi } from '../../api';
import { flagFailure, flagSuccess } from '../../flags';
import { ExceptionNote } from './exception-note';
import { RequestDialog } from './request-dialog';

/** The exception of an issue's finding, with the way to take it back. */
export function PanelException({ panel }: { panel: FindingPanel }) {
  const queryClient = useQueryClient();
  const withdraw = useMutation({
    mutationFn: () => issuePanelApi('withdrawException', {}),
    onSuccess: ({ panel: after }) => {
      queryClient.setQueryData(['panel'], after);
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
export function AskForException({ panel }: { panel: FindingPanel }) {
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
              const { panel: after } = await issuePanelApi('requestException', input);
              queryClient.setQueryData(['panel'], after);
              flagSuccess('The exception is asked for', 'The security team decides about it.');
            }}
          />
        )}
      </ModalTransition>
    </>
  );
}
