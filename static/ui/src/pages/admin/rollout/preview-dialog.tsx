import Button from '@atlaskit/button/new';
import ModalDialog, { ModalBody, ModalFooter, ModalHeader, ModalTitle } from '@atlaskit/modal-dialog';
import { Stack } from '@atlaskit/primitives';
import { useMutation, useQuery } from '@tanstack/react-query';
import type { RolloutView } from '../../../../../../src/contract/admin-page';
import type { Rollout } from '../../../../../../src/domain/rollout/policy';
import { adminPageApi } from '../../../api';
import { ErrorMessage } from '../../../components/error-message';
import { Loading } from '../../../components/loading';
import { PreviewResult } from './preview-result';

/** What the draft would do, before it is saved. */
export function PreviewDialog({
  rollout,
  basedOn,
  onSaved,
  onClose,
}: {
  rollout: Rollout;
  basedOn: number;
  onSaved: (saved: RolloutView) => void;
  onClose: () => void;
}) {
  const preview = useQuery({
    queryKey: ['preview', rollout],
    queryFn: () => adminPageApi('previewRollout', { rollout }),
    // What it says is true of this moment only.
    gcTime: 0,
    staleTime: 0,
    retry: false,
  });
  const save = useMutation({
    mutationFn: () => adminPageApi('saveRollout', { rollout, basedOn }),
    onSuccess: onSaved,
  });
  return (
    <ModalDialog onClose={onClose} width="x-large" shouldScrollInViewport>
      <ModalHeader hasCloseButton>
        <ModalTitle>What saving would do</ModalTitle>
      </ModalHeader>
      <ModalBody>
        <Stack space="space.200">
          {save.isError && <ErrorMessage error={save.error} />}
          {preview.isPending && <Loading label="Planning, without writing anything" />}
          {preview.isError && <ErrorMessage error={preview.error} retry={() => void preview.refetch()} />}
          {preview.isSuccess && <PreviewResult preview={preview.data} />}
        </Stack>
      </ModalBody>
      <ModalFooter>
        <Button appearance="subtle" onClick={onClose}>
          Back to the draft
        </Button>
        <Button
          appearance="primary"
          isDisabled={!preview.isSuccess}
          isLoading={save.isPending}
          onClick={() => save.mutate()}
        >
          Save the rollout
        </Button>
      </ModalFooter>
    </ModalDialog>
  );
}
