import { z } from 'zod';
import { partitionOf } from '../../domain/account';
import { fail, pass, unknown } from '../../domain/judgement';
import { DAY_MS } from '../../domain/time';
import { dayOf, daysParameter } from '../days';
import { defineRule } from '../define';
import { reportTime } from './report-values';
import { iamRootUser } from './resources';

export default defineRule({
  id: 'iam-root-recent-use',
  title: 'Root user was not used recently',
  service: 'iam',
  severity: 'high',
  pillar: 'security',
  resource: iamRootUser,
  parameters: z.object({
    max_age_days: daysParameter(
      30,
      'Days since the last use of the root password or a root access key within which root counts as in use.',
    ),
  }),
  permissions: ['iam:GenerateCredentialReport', 'iam:GetCredentialReport'],
  references: { cis: ['7.0:2.7', '6.0:2.6', '5.0:1.6'] },
  guidance: {
    why: 'Nothing can limit what the root user does, and one name for everybody hides who did it. Daily work as root means that its credentials lie around where work is done.',
    console: [
      'Open the CloudTrail console in us-east-1, choose "Event history" and filter by "User name" root, to see who did what.',
      'Give those people a role for it, through IAM Identity Center or a federated administrator role.',
      'In the organization choose IAM, "Root access management", to do the few root tasks of member accounts in short sessions.',
      'Change the root password, delete root access keys, and lock the second factor away.',
    ],
    cli: ({ accountId, resourceArn }) => `# what root did in ${accountId} of late
aws cloudtrail lookup-events --region us-east-1 --lookup-attributes AttributeKey=Username,AttributeValue=root \\
  --query 'Events[].[EventTime,EventName]' --output table

# from the management account: a short session for the one task, in place of the root password
aws sts assume-root --target-principal ${accountId} \\
  --task-policy-arn arn=arn:${partitionOf(resourceArn)}:iam::aws:policy/root-task/S3UnlockBucketPolicy`,
    terraform: ({ accountId }) => `# a role for what was done as root of ${accountId}
resource "aws_iam_role" "administrator" {
  name                 = "administrator"
  max_session_duration = 3600
  assume_role_policy   = data.aws_iam_policy_document.trusted_with_mfa.json
}

resource "aws_cloudwatch_event_rule" "root_used" {
  name          = "root-user-was-used"
  event_pattern = jsonencode({ detail = { userIdentity = { type = ["Root"] } } })
}`,
    before:
      'A few tasks do need root, such as changing the support plan or closing the account: note the day and the reason, and take an exception for it. The finding closes by itself once the last use is longer ago than max_age_days.',
    links: [
      {
        title: 'Tasks that require root user credentials',
        url: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/root-user-tasks.html',
      },
      {
        title: 'Perform a privileged task on a member account',
        url: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_root-user-privileged-task.html',
      },
    ],
  },
  async judge(root, { params, now }) {
    const report = await root.report();
    const evidence = {
      password_last_used: report.password_last_used,
      access_key_1_last_used_date: report.access_key_1_last_used_date,
      access_key_2_last_used_date: report.access_key_2_last_used_date,
      maxAgeDays: params.max_age_days,
    };
    const uses = [
      { what: 'its password', at: reportTime(report.password_last_used) },
      { what: 'access key 1', at: reportTime(report.access_key_1_last_used_date) },
      { what: 'access key 2', at: reportTime(report.access_key_2_last_used_date) },
    ];
    const recent = uses.flatMap(({ what, at }) =>
      typeof at === 'number' && now - at <= params.max_age_days * DAY_MS ? [{ what, at }] : [],
    );
    const last = recent.sort((one, other) => other.at - one.at)[0];
    if (last !== undefined)
      return fail(`The root user was used on ${dayOf(last.at)} with ${last.what}`, evidence);
    if (uses.some(({ at }) => at === null))
      return unknown('The credential report does not say when the root user was last used', evidence);
    return pass(`The root user was not used within ${params.max_age_days} days`, evidence);
  },
});
