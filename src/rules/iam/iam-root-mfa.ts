import { z } from 'zod';
import { partitionOf } from '../../domain/account';
import { pass, unknown } from '../../domain/judgement';
import { defineRule } from '../define';
import { iamRootUser } from './resources';
import { judgeRootWithoutMfa } from './root-without-mfa';

export default defineRule({
  id: 'iam-root-mfa',
  title: 'Root user must have MFA switched on',
  service: 'iam',
  severity: 'critical',
  pillar: 'security',
  resource: iamRootUser,
  parameters: z.object({}),
  permissions: ['iam:GetAccountSummary', 'iam:ListOrganizationsFeatures'],
  references: { cis: ['7.0:2.5', '6.0:2.4', '5.0:1.4'], fsbp: ['IAM.9'] },
  guidance: {
    why: 'The root password alone, or control of the mailbox that can reset it, is enough to take the account with everything in it. A second factor, or having no root credentials at all, takes that single point away.',
    console: [
      'Sign in to the account as the root user.',
      'Choose the account name at the top right, then "Security credentials".',
      'Under "Multi-factor authentication (MFA)" choose "Assign MFA device".',
      'Choose a passkey or security key (a hardware key that is kept in a safe), follow the steps, and register a second one as a spare.',
      'In an organization: rather remove root credentials of member accounts centrally, under IAM, "Root access management".',
    ],
    cli: ({ accountId, resourceArn }) => `# 0 means that the root user of ${accountId} has no MFA
aws iam get-account-summary --query 'SummaryMap.[AccountMFAEnabled,AccountPasswordPresent,AccountAccessKeysPresent]'

# in an organization, from the management account: do away with root credentials of ${accountId}
aws iam enable-organizations-root-credentials-management
aws sts assume-root --target-principal ${accountId} \\
  --task-policy-arn arn=arn:${partitionOf(resourceArn)}:iam::aws:policy/root-task/IAMDeleteRootUserCredentials
# with the credentials of that session
aws iam delete-login-profile`,
    terraform: ({
      accountId,
    }) => `# MFA of the root user of ${accountId} can only be assigned by root itself; member accounts can do without root credentials
resource "aws_iam_organizations_features" "root" {
  enabled_features = ["RootCredentialsManagement"]
}`,
    before:
      'Nothing that runs uses the root sign-in. Keep two devices, in two places, and write down who may fetch them: who loses the only one has to prove ownership of the account to AWS support.',
    links: [
      {
        title: 'Multi-factor authentication for the AWS account root user',
        url: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/enable-mfa-for-root.html',
      },
      {
        title: 'Centrally manage root access for member accounts',
        url: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_root-user.html',
      },
    ],
  },
  async judge(root) {
    const { AccountMFAEnabled: mfa } = await root.accountSummary();
    if (mfa === undefined) return unknown('The account summary does not say whether root has MFA');
    return mfa > 0 ? pass('The root user has MFA') : judgeRootWithoutMfa(root);
  },
});
