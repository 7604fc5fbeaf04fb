import { z } from 'zod';
import { fail, pass } from '../../domain/judgement';
import { defineRule } from '../define';
import { flagsAsEvidence, flagsOff, union } from './public-access-block';
import { s3Bucket } from './resources';

export default defineRule({
  id: 's3-bucket-public-access-block',
  title: 'Each bucket has Block Public Access in force',
  service: 's3',
  severity: 'high',
  pillar: 'security',
  resource: s3Bucket,
  parameters: z.object({
    exempt_tag: z
      .string()
      .default('')
      .describe(
        'Buckets with this tag are accepted as they are: a tag key (public-website) or key=value (exposure=public). Empty: none.',
      ),
  }),
  permissions: [
    's3:ListAllMyBuckets',
    's3:GetAccountPublicAccessBlock',
    's3:GetBucketPublicAccessBlock',
    's3:GetBucketTagging',
  ],
  references: { cis: ['7.0:3.1.4', '6.0:3.1.4', '5.0:2.1.4'], fsbp: ['S3.8'] },
  guidance: {
    why: 'A bucket without all four flags is one policy edit or one upload with a public ACL away from being readable by strangers, and scanners find such buckets within hours. The flags make that edit fail, whoever makes it.',
    console: [
      'Open the S3 console and choose the bucket.',
      'Open the Permissions tab and choose Edit under "Block public access (bucket settings)".',
      'Tick "Block all public access" and choose Save changes.',
      'Type "confirm".',
    ],
    cli: ({
      resourceId,
      region,
    }) => `aws s3api get-public-access-block --bucket ${resourceId} --region ${region}

aws s3api put-public-access-block --bucket ${resourceId} --region ${region} \\
  --public-access-block-configuration BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true`,
    terraform: ({ resourceId }) => `resource "aws_s3_bucket_public_access_block" "bucket" {
  bucket                  = "${resourceId}"
  block_public_acls       = true
  ignore_public_acls      = true
  block_public_policy     = true
  restrict_public_buckets = true
}`,
    before:
      'Find out whether anybody reads the bucket anonymously: look for requests without a requester in the server access logs or CloudTrail data events. Uploads that send a public ACL (--acl public-read) start to fail with AccessDenied.',
    links: [
      {
        title: 'Configuring block public access settings for your S3 buckets',
        url: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/configuring-block-public-access-bucket.html',
      },
      {
        title: 'Blocking public access to your Amazon S3 storage',
        url: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html',
      },
    ],
  },
  async judge(bucket, { params }) {
    const account = await bucket.accountPublicAccessBlock();
    if (flagsOff(account).length === 0) return pass('All four flags are on for the whole account');

    const own = await bucket.publicAccessBlock();
    const off = flagsOff(union(account, own));
    if (off.length === 0) return pass('All four flags are in force on the bucket');

    if (params.exempt_tag !== '' && hasTag(await bucket.bucketTags(), params.exempt_tag)) {
      return pass(`Exempt by the tag ${params.exempt_tag}`, { exemptTag: params.exempt_tag });
    }
    return fail(`Block Public Access is not fully in force on the bucket: ${off.join(', ')} off`, {
      accountPublicAccessBlock: flagsAsEvidence(account),
      bucketPublicAccessBlock: flagsAsEvidence(own),
    });
  },
});

/** Whether the tags hold `key` or `key=value`. */
function hasTag(tags: Record<string, string>, wanted: string): boolean {
  const split = wanted.indexOf('=');
  if (split === -1) return Object.hasOwn(tags, wanted);
  return tags[wanted.slice(0, split)] === wanted.slice(split + 1);
}
