import { z } from 'zod';
import { partitionOf } from '../../domain/account';
import { fail, pass } from '../../domain/judgement';
import { defineRule } from '../define';
import { shorten } from '../policy/evidence';
import { iamSupportAccess } from './resources';
import { who } from './who';

export default defineRule({
  id: 'iam-support-role',
  title: 'Some principal can handle cases with AWS Support',
  service: 'iam',
  severity: 'low',
  pillar: 'operational-excellence',
  resource: iamSupportAccess,
  parameters: z.object({}),
  permissions: ['iam:GetAccountAuthorizationDetails'],
  references: { cis: ['7.0:2.15', '6.0:2.16', '5.0:1.16'] },
  guidance: {
    why: 'In an incident nobody but root or an administrator could open or read a case with AWS Support. The people on call lose the time that matters, or work with more rights than they need.',
    console: [
      'Open the IAM console, choose Roles and "Create role".',
      'Trust the accounts or the identity provider of the people on call.',
      'Search for the AWS managed policy AWSSupportAccess, tick it and choose Next.',
      'Name the role and choose "Create role"; write its name into the incident runbook.',
    ],
    cli: ({ accountId, resourceArn }) => `# account ${accountId}
aws iam create-role --role-name aws-support --assume-role-policy-document file://trust-of-people-on-call.json
aws iam attach-role-policy --role-name aws-support --policy-arn arn:${partitionOf(resourceArn)}:iam::aws:policy/AWSSupportAccess`,
    terraform: ({ accountId, resourceArn }) => `# account ${accountId}
resource "aws_iam_role" "support" {
  name               = "aws-support"
  assume_role_policy = data.aws_iam_policy_document.people_on_call.json
}

resource "aws_iam_role_policy_attachment" "support" {
  role       = aws_iam_role.support.name
  policy_arn = "arn:${partitionOf(resourceArn)}:iam::aws:policy/AWSSupportAccess"
}`,
    before:
      'Nothing changes for what exists. The role lets its users read all cases of the account, in which logs and names of customers may have been pasted: give it to the people on call only.',
    links: [
      {
        title: 'Manage access to AWS Support',
        url: 'https://docs.aws.amazon.com/awssupport/latest/user/accessing-support.html',
      },
      {
        title: 'AWSSupportAccess',
        url: 'https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSSupportAccess.html',
      },
    ],
  },
  async judge(access) {
    const holders = await access.holders();
    if (holders.length === 0)
      return fail(
        'AWSSupportAccess is attached to nobody: only administrators can open cases with AWS Support',
        {
          holders: [],
        },
      );
    return pass(`AWSSupportAccess is attached to ${who(holders)}`, {
      holders: shorten(holders.map(({ arn }) => arn)),
    });
  },
});
