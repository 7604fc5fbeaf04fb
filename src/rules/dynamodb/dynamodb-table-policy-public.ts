import { z } from 'zod';
import { fail, pass } from '../../domain/judgement';
import { accountOf } from '../arn';
import { defineRule } from '../define';
import { shorten } from '../policy/evidence';
import { judgePublicPolicy } from '../policy/judge-public-policy';
import { outsideAccounts } from '../policy/outside-accounts';
import { trustedAccountsParameter } from '../policy/trusted-accounts';
import { dynamoDbTable } from './resources';

export default defineRule({
  id: 'dynamodb-table-policy-public',
  title: 'Table policies admit no outside principal',
  service: 'dynamodb',
  severity: 'high',
  pillar: 'security',
  resource: dynamoDbTable,
  parameters: z.object({ trusted_accounts: trustedAccountsParameter() }),
  permissions: ['dynamodb:ListTables', 'dynamodb:GetResourcePolicy'],
  references: {},
  guidance: {
    why: 'The policy of the table hands its items to somebody outside of the account, whose keys, staff and audits are not yours. Such a grant works without any role in this account, so a review of its roles does not find it.',
    console: [
      'Open the DynamoDB console in the region of the table, choose Tables and the table.',
      'Open the Permissions tab and find "Resource-based policy for table".',
      'Choose "Edit table policy" and take the account named in the evidence out of the statement, or choose "Delete policy".',
      'Where the account is a partner, add it to the parameter trusted_accounts of this rule instead.',
    ],
    cli: ({ resourceId, resourceArn, region }) => `# ${resourceId}
aws dynamodb get-resource-policy --resource-arn ${resourceArn} --region ${region} --query Policy --output text

# policy.json: without the outside principals
aws dynamodb put-resource-policy --resource-arn ${resourceArn} --region ${region} --policy file://policy.json

# or no policy at all: roles of this account need none
aws dynamodb delete-resource-policy --resource-arn ${resourceArn} --region ${region}`,
    terraform: ({
      resourceId,
      resourceArn,
    }) => `resource "aws_dynamodb_resource_policy" "table" { # ${resourceId}
  resource_arn = "${resourceArn}"
  policy       = data.aws_iam_policy_document.table.json
}

data "aws_iam_policy_document" "table" {
  statement {
    actions   = ["dynamodb:GetItem", "dynamodb:Query"]
    resources = ["${resourceArn}"]
    principals {
      type        = "AWS"
      identifiers = ["${accountOf(resourceArn)}"]
    }
  }
}`,
    before:
      'Data-plane calls show in CloudTrail only where data events of the table are on; without them ask the owners who reads the table from which account. A policy change takes effect within seconds, and a reader who lost access gets AccessDeniedException.',
    links: [
      {
        title: 'Using resource-based policies for DynamoDB',
        url: 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/access-control-resource-based.html',
      },
      {
        title: 'Cross-account access with resource-based policies in DynamoDB',
        url: 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/rbac-cross-account-access.html',
      },
    ],
  },
  async judge(table, { params, account }) {
    const policy = await table.policy();
    const judgement = judgePublicPolicy(policy, 'table');
    if (judgement.status === 'fail' || policy === null) return judgement;
    const outside = outsideAccounts(policy, { own: account.id, trusted: params.trusted_accounts });
    if (outside.length === 0) return pass('The table policy admits no account that is not trusted');
    const accounts = [...new Set(outside.map((access) => access.account))];
    return fail(`The table policy admits ${accounts.join(', ')}`, {
      accounts: shorten(accounts),
      statements: shorten([...new Set(outside.map(({ statement }) => statement))]),
    });
  },
});
