import { z } from 'zod';
import { fail, pass } from '../../domain/judgement';
import { defineRule } from '../define';
import { shorten } from '../policy/evidence';
import { iamUserPermissions } from './resources';

export default defineRule({
  id: 'iam-user-direct-policies',
  title: 'IAM users get permissions only through groups',
  service: 'iam',
  severity: 'low',
  pillar: 'security',
  resource: iamUserPermissions,
  parameters: z.object({}),
  permissions: ['iam:GetAccountAuthorizationDetails'],
  references: { cis: ['7.0:2.13', '6.0:2.14', '5.0:1.14'], fsbp: ['IAM.2'] },
  guidance: {
    why: 'Permissions that hang on single users are not reviewed together and stay with people who change their job. Groups and roles say what a job needs, and joining or leaving one is all that a change takes.',
    console: [
      'Open the IAM console, choose Users and the user, then Permissions, and note the policies that say "Directly" or "Inline".',
      'Choose "User groups" and the group for that job, or create one, and attach the policies to it.',
      'Back at the user choose "Add permissions", then "Add user to group".',
      'Select the direct policies and choose Remove.',
    ],
    cli: ({ resourceId }) => `aws iam list-attached-user-policies --user-name ${resourceId}
aws iam list-user-policies --user-name ${resourceId}

aws iam add-user-to-group --group-name <group> --user-name ${resourceId}
aws iam detach-user-policy --user-name ${resourceId} --policy-arn <policy-arn>
aws iam delete-user-policy --user-name ${resourceId} --policy-name <inline-policy>`,
    terraform: ({
      resourceId,
    }) => `# in place of aws_iam_user_policy and aws_iam_user_policy_attachment of ${resourceId}
resource "aws_iam_user_group_membership" "job" {
  user   = "${resourceId}"
  groups = [aws_iam_group.developers.name]
}

resource "aws_iam_group_policy_attachment" "job" {
  group      = aws_iam_group.developers.name
  policy_arn = var.policy_arn
}`,
    before:
      'Add the user to the group first, then take the direct policies away, so that nothing is missing in between. A user is in at most ten groups; for a program a role is better than any user.',
    links: [
      { title: 'IAM user groups', url: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_groups.html' },
      {
        title: 'Managed policies and inline policies',
        url: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-vs-inline.html',
      },
    ],
  },
  judge({ id, attached, inline }) {
    const names = [...attached, ...inline];
    if (names.length === 0) return pass('The user has no policies of its own');
    const which = names.length === 1 ? 'a policy' : `${names.length} policies`;
    return fail(`${id} has ${which} of its own, outside groups`, {
      attached: shorten(attached),
      inline: shorten(inline),
    });
  },
});
