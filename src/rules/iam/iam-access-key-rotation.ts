import { z } from 'zod';
import { fail, pass, unknown } from '../../domain/judgement';
import { DAY_MS } from '../../domain/time';
import { dayOf, daysParameter } from '../days';
import { defineRule } from '../define';
import { reportFlag, reportTime } from './report-values';
import { iamAccessKey } from './resources';
import { userNameOf } from './user-name';

export default defineRule({
  id: 'iam-access-key-rotation',
  title: 'Active access keys are younger than the rotation limit',
  service: 'iam',
  severity: 'medium',
  pillar: 'security',
  resource: iamAccessKey,
  parameters: z.object({
    max_age_days: daysParameter(90, 'Days after which an active access key has to be replaced.'),
  }),
  permissions: ['iam:GenerateCredentialReport', 'iam:GetCredentialReport'],
  references: { cis: ['7.0:2.12', '6.0:2.13', '5.0:1.13'], fsbp: ['IAM.3'] },
  guidance: {
    why: 'The older a key is, the more laptops, backups, CI systems and chat histories hold a copy of it, and each copy still works. Regular replacement limits how long a leaked copy is of use, and proves that you could replace it in a hurry.',
    console: [
      'Open the IAM console, choose Users and the user, then "Security credentials".',
      'Under "Access keys" choose "Create access key" and give the new key to the application, best through a secrets manager.',
      'Watch "Last used" of the old key until it stands still for some days.',
      'Old key: Actions, Deactivate. When nothing broke: Actions, Delete.',
    ],
    cli: ({ resourceId }) => {
      const user = userNameOf(resourceId);
      return `# ${resourceId}
aws iam list-access-keys --user-name ${user}
aws iam create-access-key --user-name ${user}

# when the application uses the new key
aws iam get-access-key-last-used --access-key-id <old-key-id>
aws iam update-access-key --user-name ${user} --access-key-id <old-key-id> --status Inactive
aws iam delete-access-key --user-name ${user} --access-key-id <old-key-id>`;
    },
    terraform: ({
      resourceId,
    }) => `# better than a new key for ${userNameOf(resourceId)}: a role, which has none
resource "aws_iam_role" "application" {
  name               = "application"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["ec2.amazonaws.com"] # where the application runs
    }
  }
}`,
    before:
      'A user can have two keys: the new one works beside the old one, so nothing has to stop. Deactivate before deleting; the old key may sit in a place that runs once a month.',
    links: [
      {
        title: 'Update access keys',
        url: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id-credentials-access-keys-update.html',
      },
      {
        title: 'Security best practices in IAM: use temporary credentials',
        url: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html',
      },
    ],
  },
  judge(key, { params, now }) {
    const active = reportFlag(key.active);
    if (active === false) return pass('The key is inactive');
    const rotated = reportTime(key.lastRotated);
    const evidence = { active: key.active, lastRotated: key.lastRotated, maxAgeDays: params.max_age_days };
    if (active === null || rotated === null || rotated === 'none') {
      return unknown('The credential report does not say when the key was made', evidence);
    }
    if (now - rotated <= params.max_age_days * DAY_MS) return pass(`The key was made on ${dayOf(rotated)}`);
    return fail(
      `Active access key ${key.slot} of ${key.userName} was made on ${dayOf(rotated)}, longer ago than ${params.max_age_days} days`,
      evidence,
    );
  },
});
