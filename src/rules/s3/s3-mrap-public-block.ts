import { z } from 'zod';
import { fail, pass } from '../../domain/judgement';
import { defineRule } from '../define';
import { flagsAsEvidence, isFull } from './public-access-block';
import { s3MultiRegionAccessPoint } from './resources';

export default defineRule({
  id: 's3-mrap-public-block',
  title: 'Multi-Region access points block public access',
  service: 's3',
  severity: 'high',
  pillar: 'security',
  resource: s3MultiRegionAccessPoint,
  parameters: z.object({}),
  permissions: ['s3:ListMultiRegionAccessPoints'],
  references: { fsbp: ['S3.24'] },
  guidance: {
    why: 'The Multi-Region access point answers on the internet for buckets in several regions, and its own policy may open all of them at once. Its block against that is settled when it is made and cannot be changed.',
    console: [
      'Open the S3 console and choose "Multi-Region Access Points".',
      'Choose "Create Multi-Region Access Point" with the same buckets and "Block all public access" ticked, as it is by default.',
      'Move the clients to the new alias and wait until nothing uses the old one.',
      'Choose the old one and Delete.',
    ],
    cli: ({ resourceId, accountId }) => `# the API of Multi-Region access points is in us-west-2
aws s3control get-multi-region-access-point --account-id ${accountId} --name ${resourceId} --region us-west-2

aws s3control create-multi-region-access-point --account-id ${accountId} --region us-west-2 --details \\
  '{"Name":"${resourceId}-private","Regions":[{"Bucket":"<bucket-a>"},{"Bucket":"<bucket-b>"}],"PublicAccessBlock":{"BlockPublicAcls":true,"IgnorePublicAcls":true,"BlockPublicPolicy":true,"RestrictPublicBuckets":true}}'`,
    terraform: ({
      resourceId,
    }) => `resource "aws_s3control_multi_region_access_point" "private" { # takes the place of ${resourceId}
  details {
    name = "${resourceId}-private"
    region {
      bucket = aws_s3_bucket.a.id
    }
    region {
      bucket = aws_s3_bucket.b.id
    }
    public_access_block {
      block_public_acls       = true
      ignore_public_acls      = true
      block_public_policy     = true
      restrict_public_buckets = true
    }
  }
}`,
    before:
      'The new one has another alias and takes up to a day to be made everywhere; replication rules between the buckets stay. Clients sign with SigV4A, so test one from each region before the old one goes.',
    links: [
      {
        title: 'Blocking public access with Amazon S3 Multi-Region Access Points',
        url: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/multi-region-access-point-block-public-access.html',
      },
      {
        title: 'Creating Multi-Region Access Points',
        url: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/CreatingMultiRegionAccessPoints.html',
      },
    ],
  },
  judge(accessPoint) {
    const block = accessPoint.publicAccessBlock;
    if (isFull(block)) return pass('The Multi-Region access point blocks public access');
    return fail(`The Multi-Region access point ${accessPoint.id} does not block public access`, {
      buckets: accessPoint.buckets,
      blockPublicAccess: flagsAsEvidence(block),
    });
  },
});
