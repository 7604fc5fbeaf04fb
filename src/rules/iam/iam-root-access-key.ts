import { z } from 'zod';
import { partitionOf } from '../../domain/account';
import { fail, pass, unknown } from '../../domain/judgement';
import { defineRule } from '../define';
import { iamRootUser } from './resources';

export default defineRule({
  id: 'iam-root-access-key',
  title: 'Root user must not own access keys',
  service: 'iam',
  severity: 'critical',
  pillar: 'security',
  resource: iamRootUser,
  parameters: z.object({}),
  permissions: ['iam:GetAccountSummary'],
  references: { cis: ['7.0:2.4', '6.0:2.3', '5.0:1.3'], fsbp: ['IAM.4'] },
  guidance: {
    why: 'An access key of the root user can do everything in the account, closing it included, and no IAM policy, boundary or MFA prompt limits it. If it leaks from a script or a laptop the whole account is lost at once.',
    console: [
      'Sign in to the account as the root user.',
      'Choose the account name at the top right, then "Security credentials".',
      'Under "Access keys" choose the key, Actions, Deactivate; keep it deactivated for a few days.',
      'When nothing broke: Actions, Delete.',
      'In an organization: remove root credentials of member accounts centrally, under IAM, "Root access management".',
    ],
    cli: ({ accountId, resourceArn }) => `# 1 means that the root user of ${accountId} owns an access key
aws iam get-account-summary --query SummaryMap.AccountAccessKeysPresent

# in an organization, from the management account: a short session as root of ${accountId}
aws sts assume-root --target-principal ${accountId} \\
  --task-policy-arn arn=arn:${partitionOf(resourceArn)}:iam::aws:policy/root-task/IAMDeleteRootUserCredentials
# with the credentials of that session
aws iam list-access-keys
aws iam delete-access-key --access-key-id <access-key-id>`,
    terraform: ({
      accountId,
    }) => `# Terraform cannot delete a root key of ${accountId}; it can keep member accounts free of root credentials
resource "aws_iam_organizations_features" "root" {
  enabled_features = ["RootCredentialsManagement", "RootSessions"]
}`,
    before:
      'Find out what uses the key: the credential report shows when it was last used, in which region and service. Give that job a role first; deactivate before you delete, because a deleted key cannot be brought back.',
    links: [
      {
        title: 'Root user best practices for your AWS account',
        url: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/root-user-best-practices.html',
      },
      {
        title: 'Delete access keys for the root user',
        url: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_root-user_manage_delete-key.html',
      },
    ],
  },
  async judge(root) {
    const { AccountAccessKeysPresent: present } = await root.accountSummary();
    if (present === undefined)
      return unknown('The account summary does not say whether root owns access keys');
    if (present === 0) return pass('The root user owns no access key');
    return fail('The root user owns an active access key', { AccountAccessKeysPresent: present });
  },
});
