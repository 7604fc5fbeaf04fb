import { z } from 'zod';
import { fail, pass, unknown } from '../../domain/judgement';
import { DAY_MS } from '../../domain/time';
import { dayOf, daysParameter } from '../days';
import { defineRule } from '../define';
import { reportFlag, reportTime } from './report-values';
import { iamAccessKey } from './resources';
import { userNameOf } from './user-name';

export default defineRule({
  id: 'iam-access-key-unused',
  title: 'Active access keys idle beyond the limit are disabled',
  service: 'iam',
  severity: 'medium',
  pillar: 'security',
  resource: iamAccessKey,
  parameters: z.object({
    max_age_days: daysParameter(
      45,
      'Days without use (since its creation, if it was never used) after which an active key counts.',
    ),
  }),
  permissions: ['iam:GenerateCredentialReport', 'iam:GetCredentialReport'],
  references: { cis: ['7.0:2.11', '6.0:2.11', '5.0:1.11'], fsbp: ['IAM.8', 'IAM.22'] },
  guidance: {
    why: "Nothing of yours needs this key any more, so the next use of it is likely to be somebody else's. Keys of people who left and of jobs that were switched off are the ones whose leak nobody notices.",
    console: [
      'Open the IAM console, choose Users and the user, then "Security credentials".',
      'Under "Access keys" compare "Last used" with what the owner says.',
      'Actions, Deactivate; wait for a month-end or whatever your slowest job needs.',
      'Actions, Delete; delete the user as well if nothing is left of it.',
    ],
    cli: ({ resourceId }) => {
      const user = userNameOf(resourceId);
      return `# ${resourceId}
aws iam list-access-keys --user-name ${user}
aws iam get-access-key-last-used --access-key-id <key-id>

aws iam update-access-key --user-name ${user} --access-key-id <key-id> --status Inactive
# when nothing broke
aws iam delete-access-key --user-name ${user} --access-key-id <key-id>`;
    },
    terraform: ({
      resourceId,
    }) => `# in the state of ${userNameOf(resourceId)}: deactivate first, remove the block later
resource "aws_iam_access_key" "idle" {
  user   = "${userNameOf(resourceId)}"
  status = "Inactive"
}`,
    before:
      'Quarterly and yearly jobs, and disaster recovery, use their keys rarely: ask the owner. Deactivating can be undone in a second, deleting cannot. AWS notes the last use within some hours, not at once.',
    links: [
      {
        title: 'Manage access keys for IAM users',
        url: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html',
      },
      {
        title: 'Find unused AWS credentials',
        url: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_finding-unused.html',
      },
    ],
  },
  judge(key, { params, now }) {
    const active = reportFlag(key.active);
    if (active === false) return pass('The key is inactive');
    const evidence = {
      active: key.active,
      lastUsed: key.lastUsed,
      lastRotated: key.lastRotated,
      maxAgeDays: params.max_age_days,
    };
    const used = reportTime(key.lastUsed);
    const since = used === 'none' ? reportTime(key.lastRotated) : used;
    if (active === null || since === null || since === 'none') {
      return unknown('The credential report does not say when the key was last used', evidence);
    }
    if (now - since <= params.max_age_days * DAY_MS) {
      return pass(
        used === 'none' ? `Never used, but made on ${dayOf(since)}` : `Last used on ${dayOf(since)}`,
      );
    }
    const which = `Active access key ${key.slot} of ${key.userName}`;
    return fail(
      used === 'none'
        ? `${which} was made on ${dayOf(since)} and never used`
        : `${which} was last used on ${dayOf(since)}, longer ago than ${params.max_age_days} days`,
      evidence,
    );
  },
});
