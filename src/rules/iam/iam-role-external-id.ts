import { z } from 'zod';
import { fail, pass } from '../../domain/judgement';
import { defineRule } from '../define';
import { shorten } from '../policy/evidence';
import { outsideAccounts } from '../policy/outside-accounts';
import { trustedAccountsParameter } from '../policy/trusted-accounts';
import { iamRole } from './resources';
import { assumableBy, provesWhoAsks } from './third-party-trust';

export default defineRule({
  id: 'iam-role-external-id',
  title: 'Roles trusted by outside accounts require an external id or MFA',
  service: 'iam',
  severity: 'medium',
  pillar: 'security',
  resource: iamRole,
  parameters: z.object({ trusted_accounts: trustedAccountsParameter() }),
  permissions: ['iam:GetAccountAuthorizationDetails'],
  references: {},
  guidance: {
    why: 'A vendor that works for many customers assumes this role for whoever gives it the ARN: another customer of theirs can give yours. An external id that the vendor ties to you, or MFA where people sign in, stops that.',
    console: [
      'Ask the vendor for the external id that they use for you alone.',
      'Open the IAM console, choose Roles and the role, then "Trust relationships", and "Edit trust policy".',
      'In the statement of their account add the condition StringEquals with sts:ExternalId.',
      'Choose "Update policy" and see in the vendor\'s product that the connection works; an account that is yours goes into the parameter trusted_accounts of this rule instead.',
    ],
    cli: ({ resourceId }) => `aws iam get-role --role-name ${resourceId} --query Role.AssumeRolePolicyDocument

# trust.json has "Condition": {"StringEquals": {"sts:ExternalId": "<id-from-the-vendor>"}}
aws iam update-assume-role-policy --role-name ${resourceId} --policy-document file://trust.json`,
    terraform: ({ resourceId }) => `data "aws_iam_policy_document" "vendor" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "AWS"
      identifiers = [var.vendor_account_id]
    }
    condition {
      test     = "StringEquals"
      variable = "sts:ExternalId"
      values   = [var.external_id]
    }
  }
}

resource "aws_iam_role" "vendor" {
  name               = "${resourceId}"
  assume_role_policy = data.aws_iam_policy_document.vendor.json
}`,
    before:
      'The vendor has to send the external id from the moment the condition is there, else its access stops: agree on a time. An id that you invent and the vendor lets any customer type in protects nothing.',
    links: [
      {
        title: 'Access to accounts owned by third parties',
        url: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html',
      },
      {
        title: 'The confused deputy problem',
        url: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html',
      },
    ],
  },
  async judge(role, { params, account }) {
    const trust = assumableBy(await role.trustPolicy());
    const outside = outsideAccounts(trust, { own: account.id, trusted: params.trusted_accounts });
    if (outside.length === 0) return pass('The role trusts no account that is not trusted anyway');
    const bare = outside.filter(({ statement }) => !provesWhoAsks(statement));
    if (bare.length === 0) return pass('Accounts from outside have to send an external id or use MFA');
    const accounts = [...new Set(bare.map((access) => access.account))];
    return fail(`${role.id} can be assumed from ${accounts.join(', ')} without an external id or MFA`, {
      accounts: shorten(accounts),
      statements: shorten([...new Set(bare.map(({ statement }) => statement))]),
    });
  },
});
