import { z } from 'zod';
import { fail, pass, unknown } from '../../domain/judgement';
import { firstFailure } from '../certain';
import { defineRule } from '../define';
import { judgePublicRead, judgePublicWrite } from '../s3/public-judgement';
import { trailBucket } from './resources';

export default defineRule({
  id: 'cloudtrail-bucket-public',
  title: "The trail's log bucket is not public",
  service: 'cloudtrail',
  severity: 'critical',
  pillar: 'security',
  resource: trailBucket,
  parameters: z.object({}),
  permissions: [
    'cloudtrail:DescribeTrails',
    's3:ListAllMyBuckets',
    's3:GetAccountPublicAccessBlock',
    's3:GetBucketPublicAccessBlock',
    's3:GetBucketPolicyStatus',
    's3:GetBucketPolicy',
    's3:GetBucketAcl',
    's3:GetBucketOwnershipControls',
  ],
  references: { fsbp: ['CloudTrail.6'] },
  guidance: {
    why: 'The bucket holds the record of everything that is done in the account, and the public can read or change it. To an attacker it is a map of roles, keys and services, and the one place in which traces have to be wiped.',
    console: [
      'Open the S3 console, choose Buckets and the bucket that the evidence names.',
      'Open the Permissions tab and tick "Block all public access" under "Block public access (bucket settings)".',
      'Remove public statements from the policy; the two for cloudtrail.amazonaws.com stay.',
      'Look in the server access logs who read it, and treat what the logs tell as known.',
    ],
    cli: ({ resourceId, resourceArn }) => `# the bucket of ${resourceId}
BUCKET=$(aws cloudtrail describe-trails --trail-name-list ${resourceArn} --query 'trailList[0].S3BucketName' --output text)

aws s3api put-public-access-block --bucket $BUCKET \\
  --public-access-block-configuration BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true`,
    terraform: ({ resourceId }) => `resource "aws_s3_bucket_public_access_block" "trail" { # of ${resourceId}
  bucket                  = var.log_bucket
  block_public_acls       = true
  ignore_public_acls      = true
  block_public_policy     = true
  restrict_public_buckets = true
}`,
    before:
      'CloudTrail itself writes as a service and is not stopped by the block. Whoever reads the logs without credentials of yours loses them, and nobody should; a SIEM that reads with a role in another account is not the public and goes on.',
    links: [
      {
        title: 'Amazon S3 bucket policy for CloudTrail',
        url: 'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html',
      },
      {
        title: 'Blocking public access to your Amazon S3 storage',
        url: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html',
      },
    ],
  },
  async judge(subject) {
    const bucket = await subject.bucket();
    if (bucket === null) {
      return unknown(
        `The bucket ${subject.bucketName} belongs to another account, which alone can say who reads it`,
        {
          bucket: subject.bucketName,
        },
      );
    }
    const failing = await firstFailure(
      [judgePublicWrite, judgePublicRead].map((judgeIt) => async () => {
        const judgement = await judgeIt(bucket);
        return judgement.status === 'fail' ? judgement : null;
      }),
    );
    if (failing === null) return pass(`The bucket ${subject.bucketName} is not public`);
    return fail(`The log bucket ${subject.bucketName} is public. ${failing.message}`, {
      bucket: subject.bucketName,
      ...failing.evidence,
    });
  },
});
