import { z } from 'zod';
import { fail, pass } from '../../domain/judgement';
import { defineRule } from '../define';
import { flagsAsEvidence, isFull } from './public-access-block';
import { s3AccessPoint } from './resources';

export default defineRule({
  id: 's3-access-point-public-block',
  title: 'Access points block public access',
  service: 's3',
  severity: 'critical',
  pillar: 'security',
  resource: s3AccessPoint,
  parameters: z.object({}),
  permissions: ['s3:ListAccessPoints', 's3:GetAccessPoint'],
  references: { fsbp: ['S3.19'] },
  guidance: {
    why: 'An access point is a second door to a bucket with a policy of its own, and this one may be opened to the public while the bucket itself looks closed. Whether it blocks public access is settled when it is made and cannot be changed.',
    console: [
      'Open the S3 console, choose "Access Points" and the region, and look which bucket and which clients this one serves.',
      'Choose "Create access point" for the same bucket, with "Block all public access" ticked, as it is by default.',
      'Copy the policy without its public statements, and move the clients to the new alias.',
      'Choose the old access point and Delete.',
    ],
    cli: ({
      resourceId,
      region,
      accountId,
    }) => `aws s3control get-access-point --account-id ${accountId} --name ${resourceId} --region ${region}

aws s3control create-access-point --account-id ${accountId} --name ${resourceId}-private --bucket <bucket> --region ${region} \\
  --public-access-block-configuration BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true

aws s3control delete-access-point --account-id ${accountId} --name ${resourceId} --region ${region}`,
    terraform: ({
      resourceId,
    }) => `resource "aws_s3_access_point" "private" { # takes the place of ${resourceId}
  bucket = aws_s3_bucket.data.id
  name   = "${resourceId}-private"
  public_access_block_configuration {
    block_public_acls       = true
    ignore_public_acls      = true
    block_public_policy     = true
    restrict_public_buckets = true
  }
}`,
    before:
      'Clients name the access point by its ARN or alias, which are new for the new one, so look for both in code and in IAM policies. The block of the account and of the bucket count as well: where one of them is full, nothing is public today, and there is time for the move.',
    links: [
      {
        title: 'Managing public access to access points',
        url: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-bpa-settings.html',
      },
      {
        title: 'Creating access points',
        url: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/creating-access-points.html',
      },
    ],
  },
  async judge(accessPoint) {
    const block = await accessPoint.publicAccessBlock();
    if (isFull(block)) return pass('The access point blocks public access');
    return fail(`The access point ${accessPoint.id} of ${accessPoint.bucket} does not block public access`, {
      bucket: accessPoint.bucket,
      networkOrigin: accessPoint.networkOrigin,
      blockPublicAccess: flagsAsEvidence(block),
    });
  },
});
