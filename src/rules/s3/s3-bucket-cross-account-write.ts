import { z } from 'zod';
import { fail, pass } from '../../domain/judgement';
import { defineRule } from '../define';
import { nameOf, shorten } from '../policy/evidence';
import { outsideAccounts } from '../policy/outside-accounts';
import { actionsOf } from '../policy/public-access';
import { trustedAccountsParameter } from '../policy/trusted-accounts';
import { s3Bucket } from './resources';

/**
 * What changes who gets in, or locks others out.
 * Source: https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html (S3.6)
 */
const CONTROL_ACTIONS = [
  's3:PutBucketPolicy',
  's3:DeleteBucketPolicy',
  's3:PutBucketAcl',
  's3:PutObjectAcl',
  's3:PutEncryptionConfiguration',
];

export default defineRule({
  id: 's3-bucket-cross-account-write',
  title: 'Bucket policies give outside accounts no control actions',
  service: 's3',
  severity: 'high',
  pillar: 'security',
  resource: s3Bucket,
  parameters: z.object({ trusted_accounts: trustedAccountsParameter() }),
  permissions: ['s3:ListAllMyBuckets', 's3:GetBucketPolicy'],
  references: { fsbp: ['S3.6'] },
  guidance: {
    why: 'Somebody outside of the account may change who gets in: the policy, the ACLs or the encryption of the bucket. With that they need no other permission, since they can give themselves all of them and lock you out.',
    console: [
      'Open the S3 console, choose Buckets and the bucket.',
      'Open the Permissions tab and choose Edit under "Bucket policy".',
      'In the statement named in the evidence take out the control actions, and leave what the other account really needs (s3:GetObject, s3:PutObject).',
      'Choose "Save changes"; an account that is yours or a partner\'s goes into the parameter trusted_accounts instead.',
    ],
    cli: ({
      resourceId,
      region,
    }) => `aws s3api get-bucket-policy --bucket ${resourceId} --region ${region} --query Policy --output text > policy.json

# policy.json: without s3:PutBucketPolicy, s3:DeleteBucketPolicy, s3:PutBucketAcl, s3:PutObjectAcl, s3:PutEncryptionConfiguration
aws s3api put-bucket-policy --bucket ${resourceId} --region ${region} --policy file://policy.json`,
    terraform: ({ resourceId, resourceArn }) => `data "aws_iam_policy_document" "partner" {
  statement {
    actions   = ["s3:GetObject", "s3:PutObject"] # no control actions
    resources = ["${resourceArn}/*"]
    principals {
      type        = "AWS"
      identifiers = var.partner_role_arns
    }
  }
}

resource "aws_s3_bucket_policy" "bucket" {
  bucket = "${resourceId}"
  policy = data.aws_iam_policy_document.partner.json
}`,
    before:
      'Tools that look after buckets from a central account (backup, log delivery, a platform team) may rely on these actions: CloudTrail names the caller of PutBucketPolicy and PutBucketAcl in the last 90 days. Uploads with the ACL bucket-owner-full-control need s3:PutObjectAcl, which goes away once ACLs are disabled.',
    links: [
      {
        title: 'Bucket owner granting cross-account bucket permissions',
        url: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/example-walkthroughs-managing-access-example2.html',
      },
      {
        title: 'Policies and permissions in Amazon S3',
        url: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-policy-language-overview.html',
      },
    ],
  },
  async judge(bucket, { params, account }) {
    const policy = await bucket.policy();
    if (policy === null) return pass('The bucket has no policy');
    const controlling = outsideAccounts(policy, { own: account.id, trusted: params.trusted_accounts })
      .map((access) => ({ ...access, actions: actionsOf(access.statement, CONTROL_ACTIONS) }))
      .filter(({ actions }) => actions.length > 0);
    const [first] = controlling;
    if (first === undefined) return pass('No outside account may change who gets in');
    return fail(
      `Statement ${nameOf(first.statement, policy.Statement)} of the bucket policy gives ${first.account} ${first.actions[0]}`,
      {
        accounts: shorten([...new Set(controlling.map((access) => access.account))]),
        statements: shorten([...new Set(controlling.map(({ statement }) => statement))]),
      },
    );
  },
});
