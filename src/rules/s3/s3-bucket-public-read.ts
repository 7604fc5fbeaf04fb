import { z } from 'zod';
import { fail, pass } from '../../domain/judgement';
import { firstFailure } from '../certain';
import { defineRule } from '../define';
import { publicGrants } from '../policy/public-access';
import { blockInForce, failureByAcl, failureByPolicy } from './public-access';
import { flagsAsEvidence, neutralisesEverything } from './public-access-block';
import { type S3Bucket, s3Bucket } from './resources';
import { WRITE_ACTIONS } from './write-actions';

/** What reads an object, its versions and metadata, or lists what is in the bucket. */
const READ_ACTIONS = [
  's3:GetObject',
  's3:GetObjectVersion',
  's3:GetObjectAcl',
  's3:GetObjectVersionAcl',
  's3:GetObjectAttributes',
  's3:GetObjectVersionAttributes',
  's3:GetObjectTagging',
  's3:GetObjectVersionTagging',
  's3:GetObjectTorrent',
  's3:ListBucket',
  's3:ListBucketVersions',
  's3:ListBucketMultipartUploads',
  's3:ListMultipartUploadParts',
];

export default defineRule({
  id: 's3-bucket-public-read',
  title: 'Buckets are not readable by the public',
  service: 's3',
  severity: 'critical',
  pillar: 'security',
  resource: s3Bucket,
  parameters: z.object({}),
  permissions: [
    's3:ListAllMyBuckets',
    's3:GetAccountPublicAccessBlock',
    's3:GetBucketPublicAccessBlock',
    's3:GetBucketPolicyStatus',
    's3:GetBucketPolicy',
    's3:GetBucketAcl',
    's3:GetBucketOwnershipControls',
  ],
  references: { fsbp: ['S3.2'] },
  guidance: {
    why: 'Anybody on the internet can download or list what is in this bucket, without an AWS account and without leaving more than a line in an access log. Public buckets are found by automated scanners, and most large leaks of personal data from S3 began this way.',
    console: [
      'Open the S3 console, choose the bucket and open the Permissions tab.',
      'Under "Bucket policy", remove the statement named in the evidence, or name the principals that need it in place of "*".',
      'Under "Access control list (ACL)", remove List and Read from "Everyone" and from "Authenticated users group".',
      'Under "Block public access (bucket settings)", tick "Block all public access" and save.',
    ],
    cli: ({
      resourceId,
      region,
    }) => `aws s3api get-bucket-policy-status --bucket ${resourceId} --region ${region}
aws s3api get-bucket-policy --bucket ${resourceId} --region ${region} --query Policy --output text
aws s3api get-bucket-acl --bucket ${resourceId} --region ${region}

# stops public reading at once, whatever policy and ACL say
aws s3api put-public-access-block --bucket ${resourceId} --region ${region} \\
  --public-access-block-configuration BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true

# then remove what made it public
aws s3api put-bucket-acl --bucket ${resourceId} --region ${region} --acl private`,
    terraform: ({ resourceId }) => `resource "aws_s3_bucket_public_access_block" "bucket" {
  bucket                  = "${resourceId}"
  block_public_acls       = true
  ignore_public_acls      = true
  block_public_policy     = true
  restrict_public_buckets = true
}

# switches ACLs off for good
resource "aws_s3_bucket_ownership_controls" "bucket" {
  bucket = "${resourceId}"
  rule {
    object_ownership = "BucketOwnerEnforced"
  }
}`,
    before:
      'If the bucket serves a website or downloads on purpose, put CloudFront with origin access control in front of it first, or readers get 403. If it was not on purpose, keep the access logs: they show what was taken.',
    links: [
      {
        title: 'Blocking public access to your Amazon S3 storage',
        url: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html',
      },
      {
        title: 'Restricting access to an Amazon S3 origin with CloudFront',
        url: 'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html',
      },
    ],
  },
  async judge(bucket) {
    const block = await blockInForce(bucket);
    if (neutralisesEverything(block)) return pass('Block Public Access keeps the public out');

    const failure = await firstFailure([
      async () => (block.restrictPublicBuckets ? null : failureByPublicPolicy(bucket)),
      async () =>
        block.ignorePublicAcls ? null : failureByAcl(bucket, ['READ', 'FULL_CONTROL'], 'read and list'),
    ]);
    if (failure === null) return pass('Neither the policy nor the ACL lets the public read');
    return { ...failure, evidence: { ...failure.evidence, blockPublicAccess: flagsAsEvidence(block) } };
  },
});

/** S3 itself says first whether the policy is public at all; only then is it read to see what it gives away. */
async function failureByPublicPolicy(bucket: S3Bucket) {
  const { isPublic } = await bucket.policyStatus();
  if (!isPublic) return null;
  const failure = await failureByPolicy(bucket, READ_ACTIONS, 'read');
  if (failure !== null) return failure;

  const policy = await bucket.policy();
  if (policy !== null && publicGrants(policy, WRITE_ACTIONS).length > 0) return null;
  // S3 counts the policy as public for a reason that is not understood here: that is no ground to call it safe.
  return fail('S3 counts the bucket policy as public', { policyStatus: { isPublic } });
}
