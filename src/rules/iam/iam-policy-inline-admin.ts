import { z } from 'zod';
import { partitionOf } from '../../domain/account';
import { fail, pass } from '../../domain/judgement';
import { defineRule } from '../define';
import { nameOf, shorten } from '../policy/evidence';
import { grantsEverything } from './grants-everything';
import { holderArn, inlineParts } from './inline-policy-id';
import { iamInlinePolicy } from './resources';

export default defineRule({
  id: 'iam-policy-inline-admin',
  title: 'No inline policy grants every action on every resource',
  service: 'iam',
  severity: 'high',
  pillar: 'security',
  resource: iamInlinePolicy,
  parameters: z.object({}),
  permissions: ['iam:GetAccountAuthorizationDetails'],
  references: { fsbp: ['IAM.1'] },
  guidance: {
    why: 'Whoever takes over the one principal that this policy is written into owns the account with all of its data. Inline policies appear in no list of policies, so that administrators made this way go unnoticed in reviews.',
    console: [
      'Open the IAM console, choose Roles, Users or "User groups" as the ARN says, and the one that has the policy.',
      'Look at "Last Accessed" for the services that it really uses.',
      'Under Permissions expand the inline policy, choose Edit, and put those actions and resources in place of the stars.',
      'For people who must be administrators Remove it and attach AdministratorAccess to a break-glass role, where reviews see it.',
    ],
    cli: ({ resourceId, resourceArn }) => `# ${resourceId}
aws iam get-${inlineParts(resourceId).kind}-policy --${inlineParts(resourceId).kind}-name ${inlineParts(resourceId).holder} --policy-name ${inlineParts(resourceId).policy}

# what it really uses
aws iam generate-service-last-accessed-details --arn ${holderArn(resourceArn)}

aws iam put-${inlineParts(resourceId).kind}-policy --${inlineParts(resourceId).kind}-name ${inlineParts(resourceId).holder} --policy-name ${inlineParts(resourceId).policy} \\
  --policy-document file://narrower.json`,
    terraform: ({
      resourceId,
      resourceArn,
    }) => `# ${resourceId}: the actions that are used, on the resources that are used
resource "aws_iam_${inlineParts(resourceId).kind}_policy" "narrow" {
  name = "${inlineParts(resourceId).policy}"
  ${inlineParts(resourceId).kind} = "${inlineParts(resourceId).holder}"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = ["s3:GetObject", "s3:PutObject"]
      Resource = "arn:${partitionOf(resourceArn)}:s3:::my-application-data/*"
    }]
  })
}`,
    before:
      'Put the narrower text in place while somebody watches CloudTrail for AccessDenied; keep the old text at hand to put it back. Do not narrow the last administrator: check that another principal may change IAM.',
    links: [
      {
        title: 'Add and remove IAM identity permissions',
        url: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_manage-attach-detach.html',
      },
      {
        title: 'Refine permissions using last accessed information',
        url: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_last-accessed.html',
      },
    ],
  },
  async judge(policy) {
    const { Statement: statements } = await policy.document();
    const admin = statements.filter(grantsEverything);
    const [first] = admin;
    if (first === undefined) return pass('No statement grants every action on every resource');
    return fail(
      `Statement ${nameOf(first, statements)} of ${policy.name} grants every action on every resource to ${policy.holder.name}`,
      { statements: shorten(admin), partOf: policy.holder.arn },
    );
  },
});
