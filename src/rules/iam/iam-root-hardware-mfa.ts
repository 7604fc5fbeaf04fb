import { z } from 'zod';
import { fail, pass, unknown } from '../../domain/judgement';
import { defineRule } from '../define';
import { iamRootUser } from './resources';
import { judgeRootWithoutMfa } from './root-without-mfa';

export default defineRule({
  id: 'iam-root-hardware-mfa',
  title: 'Root user MFA should be a hardware device',
  service: 'iam',
  severity: 'high',
  pillar: 'security',
  resource: iamRootUser,
  parameters: z.object({}),
  permissions: ['iam:GetAccountSummary', 'iam:ListVirtualMFADevices', 'iam:ListOrganizationsFeatures'],
  references: { cis: ['7.0:2.6', '6.0:2.5', '5.0:1.5'], fsbp: ['IAM.6'] },
  guidance: {
    why: "The second factor of root is an authenticator app, whose secret lives on somebody's phone and can be copied, backed up to a cloud or read out by a phishing page. A hardware key answers AWS's own address only and cannot be copied.",
    console: [
      'Sign in to the account as the root user and choose the account name, then "Security credentials".',
      'Under "Multi-factor authentication (MFA)" choose "Assign MFA device", then "Passkey or security key", and register a hardware key.',
      'Register a second hardware key as a spare and keep the two in different safes.',
      'Select the virtual device, choose Remove, and sign in once with the key to see that it works.',
    ],
    cli: ({ accountId }) => `# the authenticator app that is root's second factor in ${accountId}
aws iam list-virtual-mfa-devices --assignment-status Assigned \\
  --query "VirtualMFADevices[?ends_with(User.Arn,':root')].[SerialNumber,EnableDate]"

# once a hardware key is registered, as root
aws iam deactivate-mfa-device --serial-number <serial-number>
aws iam delete-virtual-mfa-device --serial-number <serial-number>`,
    terraform: ({
      accountId,
    }) => `# a security key of the root user of ${accountId} can only be registered by hand; a member account can do without root credentials
resource "aws_iam_organizations_features" "root" {
  enabled_features = ["RootCredentialsManagement"]
}`,
    before:
      'Register both hardware keys before the app is removed; up to eight devices can be assigned at once. The AWS Console mobile app and some regions of the China partition know other kinds of devices: try the sign-in that your emergency plan describes.',
    links: [
      {
        title: 'Enable a passkey or security key for the root user',
        url: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/enable-fido-mfa-for-root.html',
      },
      {
        title: 'Root user best practices',
        url: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/root-user-best-practices.html',
      },
    ],
  },
  async judge(root) {
    const { AccountMFAEnabled: mfa } = await root.accountSummary();
    if (mfa === undefined) return unknown('The account summary does not say whether root has MFA');
    if (mfa === 0) return judgeRootWithoutMfa(root);
    const virtual = await root.virtualMfaDevice();
    if (virtual === null) return pass('The root user has MFA, and not by an authenticator app');
    return fail('The MFA of the root user is an authenticator app, not a hardware device', {
      virtualMfaDevice: virtual,
    });
  },
});
