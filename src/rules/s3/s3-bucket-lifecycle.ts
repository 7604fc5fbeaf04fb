import type { LifecycleRule } from '@aws-sdk/client-s3';
import { z } from 'zod';
import { fail, pass } from '../../domain/judgement';
import { defineRule } from '../define';
import { s3Bucket } from './resources';

export default defineRule({
  id: 's3-bucket-lifecycle',
  title: 'Buckets expire or tier data and abort stale uploads',
  service: 's3',
  severity: 'low',
  pillar: 'cost-optimisation',
  resource: s3Bucket,
  parameters: z.object({
    abort_days: z
      .number()
      .int()
      .min(1)
      .max(365)
      .default(7)
      .describe('Days after which uploads that broke off have to be removed.'),
  }),
  permissions: ['s3:ListAllMyBuckets', 's3:GetLifecycleConfiguration'],
  references: { fsbp: ['S3.13'] },
  guidance: {
    why: 'Without a lifecycle rule everything that was ever written stays and is paid for, old versions and logs of years ago included. Parts of uploads that broke off are paid for too, though no listing shows them.',
    console: [
      'Open the S3 console, choose Buckets and the bucket.',
      'Open the Management tab and choose "Create lifecycle rule".',
      'Apply it to all objects and tick "Delete expired object delete markers or incomplete multipart uploads", after 7 days.',
      'Tick what else fits: expire old versions, move to another storage class, expire logs; then "Create rule".',
    ],
    cli: ({
      resourceId,
      region,
    }) => `aws s3api list-multipart-uploads --bucket ${resourceId} --region ${region} --query 'Uploads[].[Key,Initiated]' --output table

# replaces the rules that exist: carry them over
aws s3api put-bucket-lifecycle-configuration --bucket ${resourceId} --region ${region} --lifecycle-configuration \\
  '{"Rules":[{"ID":"tidy","Status":"Enabled","Filter":{},"AbortIncompleteMultipartUpload":{"DaysAfterInitiation":7}}]}'`,
    terraform: ({ resourceId }) => `resource "aws_s3_bucket_lifecycle_configuration" "bucket" {
  bucket = "${resourceId}"
  rule {
    id     = "tidy"
    status = "Enabled"
    filter {}
    abort_incomplete_multipart_upload {
      days_after_initiation = 7
    }
  }
}`,
    before:
      'Ending uploads that broke off a week ago harms nobody, save a migration that uploads for longer. A rule that expires objects cannot be taken back for what it deleted: try it on a prefix first, and mind retention duties and Object Lock.',
    links: [
      {
        title: 'Managing the lifecycle of objects',
        url: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lifecycle-mgmt.html',
      },
      {
        title: 'Configuring a bucket lifecycle configuration to delete incomplete multipart uploads',
        url: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpu-abort-incomplete-mpu-lifecycle-config.html',
      },
    ],
  },
  async judge(bucket, { params }) {
    const rules = (await bucket.lifecycle()).filter(({ Status }) => Status === 'Enabled');
    if (rules.length === 0) return fail('The bucket has no lifecycle rule', { enabledRules: 0 });
    const aborts = rules
      .filter(concernsEveryObject)
      .flatMap((rule) => rule.AbortIncompleteMultipartUpload?.DaysAfterInitiation ?? []);
    const soonest = Math.min(...aborts);
    if (soonest <= params.abort_days) return pass(`Broken uploads are removed after ${soonest} days`);
    return fail(
      aborts.length === 0
        ? 'Uploads that broke off are never removed from the bucket'
        : `Uploads that broke off are removed after ${soonest} days only`,
      { enabledRules: rules.length, abortDays: aborts },
    );
  },
});

/** A rule without a filter, or with an empty one, is for the whole bucket. */
function concernsEveryObject({ Filter, Prefix }: LifecycleRule): boolean {
  const { Prefix: within = '', Tag, ObjectSizeGreaterThan, ObjectSizeLessThan, And } = Filter ?? {};
  const isNarrow = [Tag, ObjectSizeGreaterThan, ObjectSizeLessThan, And].some((part) => part !== undefined);
  return !isNarrow && within === '' && (Prefix ?? '') === '';
}
