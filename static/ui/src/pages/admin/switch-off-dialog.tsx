import Button from '@atlaskit/button/new';
import ModalDialog, { ModalBody, ModalFooter, ModalHeader, ModalTitle } from '@atlaskit/modal-dialog';
import { Text } from '@atlaskit/primitives';
import type { RuleSetting } from '../../../../../src/contract/admin-page';

/** Says what switching a rule off does before it is done. */
export function SwitchOffDialog({
  rule,
  onConfirm,
  onClose,
}: {
  rule: RuleSetting;
  onConfirm: () => void;
  onClose: () => void;
}) {
  const { title, openFindings } = rule;
  const findings = openFindings === 1 ? '1 open finding' : `${openFindings} open findings`;
  return (
    <ModalDialog onClose={onClose} width="small">
      <ModalHeader hasCloseButton>
        <ModalTitle appearance="warning">{`Switch “${title}” off?`}</ModalTitle>
      </ModalHeader>
      <ModalBody>
        <Text>
          {`${findings} of it will be resolved as switched off, and their issues closed with a comment that says so. Switching it on again finds them anew, with a new due date.`}
        </Text>
      </ModalBody>
      <ModalFooter>
        <Button appearance="subtle" onClick={onClose}>
          Cancel
        </Button>
        <Button appearance="warning" onClick={onConfirm}>
          Switch off
        </Button>
      </ModalFooter>
    </ModalDialog>
  );
}
