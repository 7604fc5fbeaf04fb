import { z } from 'zod';
import { fail, pass } from '../../domain/judgement';
import { defineRule } from '../define';
import { shorten } from '../policy/evidence';
import { grantsEverything } from './grants-everything';
import { escalationsOf, statementsFor } from './privilege-escalation';
import { iamCustomerPolicy } from './resources';
import { who } from './who';

export default defineRule({
  id: 'iam-policy-privilege-escalation',
  title: 'Customer policies do not permit privilege escalation',
  service: 'iam',
  severity: 'high',
  pillar: 'security',
  resource: iamCustomerPolicy,
  parameters: z.object({}),
  permissions: ['iam:GetAccountAuthorizationDetails'],
  references: {},
  guidance: {
    why: 'The policy looks limited, but what it allows is enough to get every other permission of the account in a step or two. Whoever takes over one of its holders is an administrator soon after.',
    console: [
      'Open the IAM console, choose Policies and the policy, or for an inline policy the principal that it is part of.',
      'Choose Edit and look for the actions that the evidence names.',
      'Name the resources: the roles that may be passed, the users and policies that may be changed, in place of the star.',
      'For iam:PassRole add the condition iam:PassedToService; for changing principals add iam:PermissionsBoundary, so that what they make stays within a boundary.',
      'Choose Next and "Save changes", then try the change with the policy simulator.',
    ],
    cli: ({ resourceId, resourceArn }) => `# ${resourceId}
aws iam simulate-principal-policy --policy-source-arn <arn-of-a-holder> --action-names iam:PassRole iam:CreatePolicyVersion iam:AttachRolePolicy

# for a managed policy: who has it, and a version that names its resources
aws iam list-entities-for-policy --policy-arn ${resourceArn}
aws iam create-policy-version --policy-arn ${resourceArn} --policy-document file://narrower.json --set-as-default`,
    terraform: ({ resourceId }) => `# ${resourceId}: the role that may be handed over, and to which service
data "aws_iam_policy_document" "narrower" {
  statement {
    actions   = ["iam:PassRole"]
    resources = [aws_iam_role.application.arn]
    condition {
      test     = "StringEquals"
      variable = "iam:PassedToService"
      values   = ["lambda.amazonaws.com"]
    }
  }
}`,
    before:
      'Deployment pipelines are the usual holders: list the roles that their stacks pass and make, and name those by a prefix or path. Roll out on a test account first, since a missing iam:PassRole shows only when a stack is changed.',
    links: [
      {
        title: 'Grant permissions to pass a role to an AWS service',
        url: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html',
      },
      {
        title: 'Permissions boundaries for IAM entities',
        url: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html',
      },
    ],
  },
  async judge(policy) {
    if (policy.holders.length === 0) return pass('The policy is attached to nobody');
    const document = await policy.document();
    if (document.Statement.some(grantsEverything)) {
      return pass(
        `The policy grants everything, so there is nothing to escalate to; ${policy.isInline ? 'iam-policy-inline-admin' : 'iam-policy-full-admin'} judges that`,
      );
    }
    const ways = escalationsOf(document);
    const [first] = ways;
    if (first === undefined) return pass('The policy opens no known way to more permissions');
    const statements = [...new Set(ways.flatMap((way) => statementsFor(document, way)))];
    return fail(`${first.actions.join(' with ')} lets ${who(policy.holders)} ${first.how}`, {
      ways: shorten(ways.map(({ actions, how }) => `${actions.join(' + ')}: ${how}`)),
      statements: shorten(statements),
      holders: shorten(policy.holders.map(({ arn }) => arn)),
    });
  },
});
