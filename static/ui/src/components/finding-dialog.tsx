import Button from '@atlaskit/button/new';
import ModalDialog, { ModalBody, ModalFooter, ModalHeader, ModalTitle } from '@atlaskit/modal-dialog';
import { useQuery } from '@tanstack/react-query';
import type { FindingDetail, FindingRow } from '../../../../src/contract/findings';
import { ErrorMessage } from './error-message';
import { FindingDetailView } from './finding-detail';
import { Loading } from './loading';

/** One finding in full, above the table it was picked from. */
export function FindingDialog({
  finding,
  load,
  onClose,
}: {
  finding: FindingRow;
  load: (findingId: string) => Promise<FindingDetail>;
  onClose: () => void;
}) {
  const detail = useQuery({ queryKey: ['finding', finding.id], queryFn: () => load(finding.id) });
  return (
    <ModalDialog onClose={onClose} width="large" shouldScrollInViewport>
      <ModalHeader hasCloseButton>
        <ModalTitle>{finding.ruleTitle}</ModalTitle>
      </ModalHeader>
      <ModalBody>
        {detail.isPending && <Loading label="Loading the finding" />}
        {detail.isError && <ErrorMessage error={detail.error} retry={() => void detail.refetch()} />}
        {detail.isSuccess && <FindingDetailView finding={detail.data} showIssue />}
      </ModalBody>
      <ModalFooter>
        <Button appearance="primary" onClick={onClose}>
          Close
        </Button>
      </ModalFooter>
    </ModalDialog>
  );
}
