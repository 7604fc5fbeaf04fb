import { z } from 'zod';
import { defineRule } from '../define';
import { judgePublicRead } from './public-judgement';
import { s3Bucket } from './resources';

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
  judge: judgePublicRead,
});
