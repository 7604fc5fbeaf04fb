import Button from '@atlaskit/button/new';
import ModalDialog, { ModalBody, ModalFooter, ModalHeader, ModalTitle } from '@atlaskit/modal-dialog';
import { Stack } from '@atlaskit/primitives';
import { useMutation, useQuery } from '@tanstack/react-query';
import type { RolloutView, RuleSetting } from '../../../../../../src/contract/admin-page';
import type { Rollout } from '../../../../../../src/domain/rollout/policy';
import { adminPageApi } from '../../../api';
import { ErrorMessage } from '../../../components/error-message';
import { Loading } from '../../../components/loading';
import { PreviewResult } from './preview-result';
import { TunedRules, tunedOtherwise } from './tuned-rules';

/** What the draft would do, before it is saved. */
export function PreviewDialog({
  saved,
  rollout,
  rules,
  onSaved,
  onClose,
}: {
  saved: RolloutView;
  /** The draft. */
  rollout: Rollout;
  rules: readonly RuleSetting[];
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
    mutationFn: () => adminPageApi('saveRollout', { rollout, basedOn: saved.version }),
    onSuccess: onSaved,
  });
  const tunedIds = tunedOtherwise(saved.rollout, rollout);
  const tuned = rules.filter(({ id, enabled }) => enabled && tunedIds.includes(id));
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
          <TunedRules rules={tuned} rollout={rollout} />
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
