import Button from '@atlaskit/button/new';
import DownloadIcon from '@atlaskit/icon/core/download';
import ModalDialog, { ModalBody, ModalFooter, ModalHeader, ModalTitle } from '@atlaskit/modal-dialog';
import { Box, Stack, Text } from '@atlaskit/primitives';
import { useQuery } from '@tanstack/react-query';
import type { AccountView } from '../../../../../src/contract/admin-page';
import { adminPageApi } from '../../api';
import { CodeBlock } from '../../components/code-block';
import { ErrorMessage } from '../../components/error-message';
import { ForeignText } from '../../components/foreign-text';
import { Loading } from '../../components/loading';
import { saveFile } from '../../save-file';

/** The CloudFormation template of the account's read-only role, with this installation's ExternalId in it. */
export function RoleTemplateDialog({ account, onClose }: { account: AccountView; onClose: () => void }) {
  const template = useQuery({
    queryKey: ['role-template', account.id],
    queryFn: () => adminPageApi('getRoleTemplate', { accountId: account.id }),
    gcTime: 0,
  });
  return (
    <ModalDialog onClose={onClose} width="large" shouldScrollInViewport>
      <ModalHeader hasCloseButton>
        <ModalTitle>
          Role template for <ForeignText text={account.name} />
        </ModalTitle>
      </ModalHeader>
      <ModalBody>
        {template.isPending && <Loading label="Loading the template" />}
        {template.isError && <ErrorMessage error={template.error} retry={() => void template.refetch()} />}
        {template.isSuccess && (
          <Stack space="space.150">
            <Text>
              Create this stack in the account {account.id}, in any one region. The role can read what the
              rules that are on need, settings and no data; only this installation can assume it, with the
              ExternalId that the template carries. Deploy it again after switching on rules that were off.
            </Text>
            <CodeBlock
              label="deploy command"
              text={`aws cloudformation deploy --template-file ${template.data.fileName} --stack-name cloud-findings-read-only --capabilities CAPABILITY_NAMED_IAM`}
            />
            <Box>
              <CodeBlock label="template" text={template.data.template} />
            </Box>
          </Stack>
        )}
      </ModalBody>
      <ModalFooter>
        <Button appearance="subtle" onClick={onClose}>
          Close
        </Button>
        <Button
          appearance="primary"
          iconBefore={DownloadIcon}
          isDisabled={!template.isSuccess}
          onClick={() => {
            if (template.isSuccess)
              saveFile(template.data.fileName, template.data.template, 'application/yaml');
          }}
        >
          Download
        </Button>
      </ModalFooter>
    </ModalDialog>
  );
}
