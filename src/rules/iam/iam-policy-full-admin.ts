import { z } from 'zod';
import { partitionOf } from '../../domain/account';
import { fail, pass } from '../../domain/judgement';
import { defineRule } from '../define';
import { nameOf, shorten } from '../policy/evidence';
import { covers } from '../policy/glob';
import { grantsEverything } from './grants-everything';
import { type Attached, iamManagedPolicy } from './resources';
import { who } from './who';

export default defineRule({
  id: 'iam-policy-full-admin',
  title: 'No attached managed policy grants every action on every resource',
  service: 'iam',
  severity: 'high',
  pillar: 'security',
  resource: iamManagedPolicy,
  parameters: z.object({
    allowed_principals: z
      .array(z.string().trim().min(1, 'must not be empty'))
      .default([])
      .describe(
        'Users, groups and roles that may be administrators, by name or ARN; * stands for any characters (AWSReservedSSO_AdministratorAccess_*).',
      ),
  }),
  permissions: ['iam:GetAccountAuthorizationDetails'],
  references: { cis: ['7.0:2.14', '6.0:2.15', '5.0:1.15'], fsbp: ['IAM.1'] },
  guidance: {
    why: 'Whoever takes over one of the principals that this policy is attached to owns the account: they can read all data, create users, switch the logs off and lock you out. Few people and hardly any programs need more than a small part of it.',
    console: [
      'Open the IAM console, choose Policies and the policy, then "Entities attached".',
      'For each entity look at "Last Accessed" in its own page: the services that it really uses.',
      'Attach policies for those services (for a role: "Generate policy based on CloudTrail events").',
      "Detach this policy; keep it on a few break-glass roles and name those in the rule's allowed_principals.",
    ],
    cli: ({ resourceId, resourceArn }) => `# who has ${resourceId}
aws iam list-entities-for-policy --policy-arn ${resourceArn}

# what a role of those really uses
aws iam generate-service-last-accessed-details --arn <role-arn>
aws iam get-service-last-accessed-details --job-id <job-id> --query 'ServicesLastAccessed[?TotalAuthenticatedEntities>\`0\`].ServiceNamespace'

# after a narrower policy is attached
aws iam detach-role-policy --role-name <role> --policy-arn ${resourceArn}
aws iam detach-user-policy --user-name <user> --policy-arn ${resourceArn}
aws iam detach-group-policy --group-name <group> --policy-arn ${resourceArn}`,
    terraform: ({ resourceArn }) => `# in place of ${resourceArn}: only what the application does
data "aws_iam_policy_document" "application" {
  statement {
    actions   = ["s3:GetObject", "s3:PutObject"]
    resources = ["arn:${partitionOf(resourceArn)}:s3:::my-application-data/*"]
  }
}

resource "aws_iam_role_policy" "application" {
  name   = "application"
  role   = var.role_name
  policy = data.aws_iam_policy_document.application.json
}`,
    before:
      'Attach the narrower policy first and watch for AccessDenied in CloudTrail. Do not detach the last administrator: check that you can still sign in with another principal that may change IAM.',
    links: [
      {
        title: 'Refine permissions using last accessed information',
        url: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_last-accessed.html',
      },
      {
        title: 'IAM Access Analyzer policy generation',
        url: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-policy-generation.html',
      },
    ],
  },
  async judge(policy, { params }) {
    const { users, groups, roles } = policy.attachments;
    const attached = [...users, ...groups, ...roles];
    if (attached.length === 0) return pass('The policy is attached to nobody');

    const isAllowed = ({ name, arn }: Attached) =>
      params.allowed_principals.some((allowed) => covers(allowed, name) || covers(allowed, arn));
    const others = attached.filter((principal) => !isAllowed(principal));
    if (others.length === 0) return pass('Only allowed principals have the policy');

    const { Statement: statements } = await policy.document();
    const admin = statements.filter(grantsEverything);
    const [first] = admin;
    if (first === undefined) return pass('No statement grants every action on every resource');
    return fail(
      `Statement ${nameOf(first, statements)} grants every action on every resource to ${who(others)}`,
      {
        statements: shorten(admin),
        attachedTo: shorten(others.map((principal) => principal.arn)),
        awsManaged: policy.awsManaged,
      },
    );
  },
});
