import Button from '@atlaskit/button/new';
import DynamicTable from '@atlaskit/dynamic-table';
import Lozenge from '@atlaskit/lozenge';
import ModalDialog, { ModalBody, ModalFooter, ModalHeader, ModalTitle } from '@atlaskit/modal-dialog';
import { Stack } from '@atlaskit/primitives';
import SectionMessage from '@atlaskit/section-message';
import { useQuery } from '@tanstack/react-query';
import type { AccountView, ConnectionStatus } from '../../../../../src/contract/admin-page';
import { adminPageApi } from '../../api';
import { ErrorMessage } from '../../components/error-message';
import { ForeignText } from '../../components/foreign-text';
import { Loading } from '../../components/loading';

const COLORS: Record<ConnectionStatus, 'success' | 'danger' | 'neutral'> = {
  ok: 'success',
  failed: 'danger',
  skipped: 'neutral',
};

const HEAD = {
  cells: [
    { key: 'name', content: 'Step or permission', width: 40 },
    { key: 'status', content: 'Result', width: 14 },
    { key: 'detail', content: 'What to know', width: 46 },
  ],
};

/** Assumes the role and tries each permission that the enabled rules need. */
export function ConnectionDialog({ account, onClose }: { account: AccountView; onClose: () => void }) {
  const test = useQuery({
    queryKey: ['connection', account.id],
    queryFn: () => adminPageApi('testConnection', { accountId: account.id }),
    gcTime: 0,
    retry: false,
  });
  return (
    <ModalDialog onClose={onClose} width="large" shouldScrollInViewport>
      <ModalHeader hasCloseButton>
        <ModalTitle>
          Connection to <ForeignText text={account.name} />
        </ModalTitle>
      </ModalHeader>
      <ModalBody>
        {test.isFetching && <Loading label="Testing the connection" />}
        {test.isError && !test.isFetching && <ErrorMessage error={test.error} />}
        {test.isSuccess && !test.isFetching && (
          <Stack space="space.150">
            <SectionMessage
              appearance={test.data.ok ? 'success' : 'error'}
              title={test.data.ok ? 'The account can be read' : 'Something cannot be read'}
            >
              <p>
                {test.data.ok
                  ? 'The role was assumed and every permission tried answered.'
                  : 'What a failed row covers is reported as unknown until it is mended. Deploy the current role template to the account.'}
              </p>
            </SectionMessage>
            <DynamicTable
              label="Result per permission"
              head={HEAD}
              rows={test.data.steps.map((step) => ({
                key: step.name,
                cells: [
                  { key: 'name', content: step.name },
                  {
                    key: 'status',
                    content: <Lozenge appearance={COLORS[step.status]}>{step.status}</Lozenge>,
                  },
                  { key: 'detail', content: <ForeignText text={step.detail} /> },
                ],
              }))}
            />
          </Stack>
        )}
      </ModalBody>
      <ModalFooter>
        <Button appearance="subtle" isDisabled={test.isFetching} onClick={() => void test.refetch()}>
          Test again
        </Button>
        <Button appearance="primary" onClick={onClose}>
          Close
        </Button>
      </ModalFooter>
    </ModalDialog>
  );
}
