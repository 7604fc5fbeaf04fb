import { z } from 'zod';
import { fail, pass } from '../../domain/judgement';
import { defineRule } from '../define';
import { iamPasswordPolicy } from './resources';

export default defineRule({
  id: 'iam-password-policy-reuse',
  title: 'Password policy blocks reuse of earlier passwords',
  service: 'iam',
  severity: 'low',
  pillar: 'security',
  resource: iamPasswordPolicy,
  parameters: z.object({
    min_remembered: z
      .number()
      .int()
      .min(1)
      .max(24, 'must be at most 24, the most that AWS remembers')
      .default(24)
      .describe('Earlier passwords of an IAM user that must be remembered at least.'),
  }),
  permissions: ['iam:GetAccountPasswordPolicy'],
  references: { cis: ['7.0:2.9', '6.0:2.8', '5.0:1.8'], fsbp: ['IAM.7'] },
  guidance: {
    why: 'Who has to change a password that leaked and may go back to an earlier one has changed nothing. Remembering the last 24 makes a change a real one.',
    console: [
      'Open the IAM console and choose "Account settings".',
      'Under "Password policy" choose Edit, then Custom.',
      'Tick "Prevent password reuse" and enter 24.',
      'Choose "Save changes"; everything else on the page keeps the value it shows.',
    ],
    cli: ({ accountId }) => `# account ${accountId}
aws iam get-account-password-policy --query PasswordPolicy

# sets all of the policy at once: add the options that yours has beyond these
aws iam update-account-password-policy --password-reuse-prevention 24 --minimum-password-length 14 \\
  --require-symbols --require-numbers --require-uppercase-characters --require-lowercase-characters \\
  --allow-users-to-change-password`,
    terraform: ({
      accountId,
    }) => `# account ${accountId}; what is left out of this resource goes back to AWS's default
resource "aws_iam_account_password_policy" "account" {
  password_reuse_prevention      = 24
  minimum_password_length        = 14
  allow_users_to_change_password = true
}`,
    before:
      'Nobody is asked to change a password by this: it holds from the next change on. The call replaces the whole policy, so that an option which is left out is switched off.',
    links: [
      {
        title: 'Set an account password policy for IAM users',
        url: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_passwords_account-policy.html',
      },
      {
        title: 'PasswordPolicy',
        url: 'https://docs.aws.amazon.com/IAM/latest/APIReference/API_PasswordPolicy.html',
      },
    ],
  },
  async judge(account, { params }) {
    const policy = await account.passwordPolicy();
    if (policy === null) {
      return fail('The account has no password policy, so every earlier password may be used again', {
        passwordPolicy: null,
        minRemembered: params.min_remembered,
      });
    }
    // AWS leaves the number out when reuse is not prevented.
    const { PasswordReusePrevention: remembered = 0 } = policy;
    const evidence = {
      PasswordReusePrevention: policy.PasswordReusePrevention ?? null,
      minRemembered: params.min_remembered,
    };
    if (remembered >= params.min_remembered)
      return pass(`The last ${remembered} passwords are remembered`, evidence);
    return fail(
      remembered === 0
        ? 'Earlier passwords may be used again at once'
        : `Only the last ${remembered} passwords are remembered, fewer than ${params.min_remembered}`,
      evidence,
    );
  },
});
