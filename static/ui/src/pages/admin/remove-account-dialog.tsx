import Button from '@atlaskit/button/new';
import ModalDialog, { ModalBody, ModalFooter, ModalHeader, ModalTitle } from '@atlaskit/modal-dialog';
import { Stack, Text } from '@atlaskit/primitives';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { AccountView } from '../../../../../src/contract/admin-page';
import { adminPageApi } from '../../api';
import { ErrorMessage } from '../../components/error-message';
import { ForeignText } from '../../components/foreign-text';
import { flagSuccess } from '../../flags';

/** Says what removing an account does before it is done. */
export function RemoveAccountDialog({ account, onClose }: { account: AccountView; onClose: () => void }) {
  const queryClient = useQueryClient();
  const remove = useMutation({
    mutationFn: () => adminPageApi('removeAccount', { accountId: account.id }),
    onSuccess: async () => {
      flagSuccess(`${account.name} is removed`);
      await queryClient.invalidateQueries({ queryKey: ['overview'] });
      onClose();
    },
  });
  return (
    <ModalDialog onClose={onClose} width="small">
      <ModalHeader hasCloseButton>
        <ModalTitle appearance="danger">
          Remove <ForeignText text={account.name} />?
        </ModalTitle>
      </ModalHeader>
      <ModalBody>
        <Stack space="space.150">
          {remove.isError && <ErrorMessage error={remove.error} />}
          <Text>
            <ForeignText text={account.name} /> ({account.id}) will no longer be scanned. Its{' '}
            {account.openFindings} open findings are resolved with the reason “account removed”, and their
            issues are closed with a comment that says so.
          </Text>
        </Stack>
      </ModalBody>
      <ModalFooter>
        <Button appearance="subtle" onClick={onClose}>
          Cancel
        </Button>
        <Button appearance="danger" isLoading={remove.isPending} onClick={() => remove.mutate()}>
          Remove account
        </Button>
      </ModalFooter>
    </ModalDialog>
  );
}
