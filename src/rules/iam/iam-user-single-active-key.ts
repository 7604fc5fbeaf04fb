import { z } from 'zod';
import { fail, pass, unknown } from '../../domain/judgement';
import { defineRule } from '../define';
import { reportFlag } from './report-values';
import { iamUser } from './resources';

export default defineRule({
  id: 'iam-user-single-active-key',
  title: 'An IAM user has at most one active access key',
  service: 'iam',
  severity: 'low',
  pillar: 'security',
  resource: iamUser,
  parameters: z.object({}),
  permissions: ['iam:GenerateCredentialReport', 'iam:GetCredentialReport'],
  references: { cis: ['6.0:2.12', '5.0:1.12'] },
  guidance: {
    why: 'Two active keys are meant for the hours of a rotation; for longer they are two secrets to lose, of which one is usually forgotten. With one key it is clear what a leak would break.',
    console: [
      'Open the IAM console, choose Users and the user, then "Security credentials".',
      'Under "Access keys" compare "Last used" of the two, with service and region.',
      'Move whatever still uses the older key to the newer one.',
      'Choose the older key, Actions, Deactivate; after some quiet days Actions, Delete.',
    ],
    cli: ({
      resourceId,
    }) => `aws iam list-access-keys --user-name ${resourceId} --query 'AccessKeyMetadata[].[AccessKeyId,Status,CreateDate]'
aws iam get-access-key-last-used --access-key-id <older-key-id>

aws iam update-access-key --user-name ${resourceId} --access-key-id <older-key-id> --status Inactive
aws iam delete-access-key --user-name ${resourceId} --access-key-id <older-key-id>`,
    terraform: ({ resourceId }) => `# leave one of the two resources of ${resourceId}
resource "aws_iam_access_key" "current" {
  user = "${resourceId}"
}`,
    before:
      'Look when each key was last used before touching either: a job that runs monthly may hold the older one. A deactivated key works again the moment it is activated.',
    links: [
      {
        title: 'Update access keys',
        url: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id-credentials-access-keys-update.html',
      },
      {
        title: 'GetAccessKeyLastUsed',
        url: 'https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccessKeyLastUsed.html',
      },
    ],
  },
  judge({ id, report }) {
    const first = reportFlag(report.access_key_1_active);
    const second = reportFlag(report.access_key_2_active);
    if (first === false || second === false) return pass('The user has at most one active access key');
    const evidence = {
      access_key_1_active: report.access_key_1_active,
      access_key_1_last_rotated: report.access_key_1_last_rotated,
      access_key_1_last_used_date: report.access_key_1_last_used_date,
      access_key_2_active: report.access_key_2_active,
      access_key_2_last_rotated: report.access_key_2_last_rotated,
      access_key_2_last_used_date: report.access_key_2_last_used_date,
    };
    if (first === null || second === null)
      return unknown('The credential report does not say which access keys are active', evidence);
    return fail(`${id} has two active access keys`, evidence);
  },
});
