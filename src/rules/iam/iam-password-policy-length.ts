import { z } from 'zod';
import { fail, pass, unknown } from '../../domain/judgement';
import { defineRule } from '../define';
import { iamPasswordPolicy } from './resources';

export default defineRule({
  id: 'iam-password-policy-length',
  title: 'Password policy requires enough characters',
  service: 'iam',
  severity: 'medium',
  pillar: 'security',
  resource: iamPasswordPolicy,
  parameters: z.object({
    min_length: z
      .number()
      .int()
      .min(6, 'must be at least 6, the least that AWS takes')
      .max(128, 'must be at most 128, the most that AWS takes')
      .default(14)
      .describe('Characters that a console password of an IAM user must have at least.'),
  }),
  permissions: ['iam:GetAccountPasswordPolicy'],
  references: { cis: ['7.0:2.8', '6.0:2.7', '5.0:1.7'], fsbp: ['IAM.7'] },
  guidance: {
    why: 'Short passwords of IAM users fall to guessing and to cracking of leaked hashes; each further character multiplies the effort. Without a policy of your own AWS asks for no more than eight characters.',
    console: [
      'Open the IAM console and choose "Account settings".',
      'Choose Edit under "Password policy", then Custom.',
      'Set "Enforce minimum password length" to 14 or more and choose "Save changes".',
    ],
    cli: ({ accountId }) => `# account ${accountId}
aws iam get-account-password-policy

# replaces the whole policy: repeat what yours already asks for
aws iam update-account-password-policy --minimum-password-length 14 \\
  --require-symbols --require-numbers --require-uppercase-characters --require-lowercase-characters \\
  --allow-users-to-change-password --password-reuse-prevention 24`,
    terraform: ({ accountId }) => `# account ${accountId}
resource "aws_iam_account_password_policy" "account" {
  minimum_password_length        = 14
  require_lowercase_characters   = true
  require_uppercase_characters   = true
  require_numbers                = true
  require_symbols                = true
  allow_users_to_change_password = true
  password_reuse_prevention      = 24
}`,
    before:
      'Passwords in use go on working; the new length is asked for at the next change. Users who may not change their own password need --allow-users-to-change-password.',
    links: [
      {
        title: 'Set an account password policy for IAM users',
        url: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_passwords_account-policy.html',
      },
      {
        title: 'UpdateAccountPasswordPolicy',
        url: 'https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateAccountPasswordPolicy.html',
      },
    ],
  },
  async judge(account, { params }) {
    const policy = await account.passwordPolicy();
    if (policy === null) {
      return fail("The account has no password policy, so AWS's default of 8 characters applies", {
        passwordPolicy: null,
        minLength: params.min_length,
      });
    }
    const { MinimumPasswordLength: length } = policy;
    if (length === undefined) return unknown('The password policy does not say how long a password must be');
    if (length >= params.min_length) return pass(`Passwords have at least ${length} characters`);
    return fail(`Passwords may be as short as ${length} characters, fewer than ${params.min_length}`, {
      MinimumPasswordLength: length,
      minLength: params.min_length,
    });
  },
});
