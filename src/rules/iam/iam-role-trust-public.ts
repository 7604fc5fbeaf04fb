import { z } from 'zod';
import { fail, pass } from '../../domain/judgement';
import { defineRule } from '../define';
import { nameOf, shorten } from '../policy/evidence';
import { iamRole } from './resources';
import { openFederation, publicTrust } from './trust';

export default defineRule({
  id: 'iam-role-trust-public',
  title: 'Role trust policies do not let any AWS account assume them',
  service: 'iam',
  severity: 'critical',
  pillar: 'security',
  resource: iamRole,
  parameters: z.object({}),
  permissions: ['iam:GetAccountAuthorizationDetails'],
  references: {},
  guidance: {
    why: 'Anybody with an AWS account of their own, or with a login at the identity provider, can assume this role and has everything that it may do. No password, no key and no mistake of your people is needed for it.',
    console: [
      'Open the IAM console, choose Roles and the role, then "Trust relationships", and "Edit trust policy".',
      'Put the accounts or roles that need it in place of the star in Principal.',
      'For your own organization keep the star if you must, with the condition StringEquals aws:PrincipalOrgID.',
      'For GitHub, GitLab or Terraform add StringLike on the sub claim with your own organization and repository.',
      'Choose "Update policy", then look in CloudTrail at AssumeRole events of this role from accounts that are not yours.',
    ],
    cli: ({ resourceId }) => `aws iam get-role --role-name ${resourceId} --query Role.AssumeRolePolicyDocument

# trust.json names the principals that need it
aws iam update-assume-role-policy --role-name ${resourceId} --policy-document file://trust.json

# who assumed it of late
aws cloudtrail lookup-events --region us-east-1 --lookup-attributes AttributeKey=ResourceName,AttributeValue=${resourceId}`,
    terraform: ({ resourceId }) => `data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "AWS"
      identifiers = [var.trusted_role_arn]
    }
  }
}

resource "aws_iam_role" "closed" {
  name               = "${resourceId}"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}`,
    before:
      'The events of the last 90 days in CloudTrail tell who assumes the role: name them all before the star goes. Sessions that strangers already have go on for up to twelve hours; "Revoke sessions" on the role ends them.',
    links: [
      {
        title: 'How to use trust policies with IAM roles',
        url: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_update-role-trust-policy.html',
      },
      {
        title: 'Secure-by-default identity provider controls',
        url: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_oidc_secure-by-default.html',
      },
    ],
  },
  async judge(role) {
    const trust = await role.trustPolicy();
    const open = publicTrust(trust);
    const federated = openFederation(trust);
    const [statement] = open;
    const [login] = federated;
    const evidence = {
      statements: shorten([...new Set([...open, ...federated.map((one) => one.statement)])]),
    };
    if (statement !== undefined)
      return fail(
        `Statement ${nameOf(statement, trust.Statement)} lets anybody with an AWS account assume ${role.id}`,
        evidence,
      );
    if (login !== undefined)
      return fail(
        `Statement ${nameOf(login.statement, trust.Statement)} lets any user of ${login.provider} assume ${role.id}`,
        evidence,
      );
    return pass('The trust policy names who may assume the role');
  },
});
