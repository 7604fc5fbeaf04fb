import { z } from 'zod';
import { fail, pass } from '../../domain/judgement';
import { defineRule } from '../define';
import { s3Bucket } from './resources';

export default defineRule({
  id: 's3-bucket-acl-disabled',
  title: 'Buckets disable ACLs',
  service: 's3',
  severity: 'medium',
  pillar: 'security',
  resource: s3Bucket,
  parameters: z.object({}),
  permissions: ['s3:ListAllMyBuckets', 's3:GetBucketOwnershipControls'],
  references: { fsbp: ['S3.12'] },
  guidance: {
    why: 'With ACLs in force every single object can be public or belong to somebody else, whatever the policy of the bucket says, and nobody sees that in one place. Disabled, the bucket owner owns everything and policies alone decide.',
    console: [
      'Open the S3 console, choose Buckets and the bucket.',
      'Open the Permissions tab, look at "Access control list (ACL)" and write down grants to others.',
      'Put those grants into the bucket policy.',
      'Choose Edit under "Object Ownership", then "ACLs disabled (recommended)", and "Save changes".',
    ],
    cli: ({ resourceId, region }) => `aws s3api get-bucket-acl --bucket ${resourceId} --region ${region}

# back to private first, or S3 refuses
aws s3api put-bucket-acl --bucket ${resourceId} --region ${region} --acl private
aws s3api put-bucket-ownership-controls --bucket ${resourceId} --region ${region} \\
  --ownership-controls 'Rules=[{ObjectOwnership=BucketOwnerEnforced}]'`,
    terraform: ({ resourceId }) => `resource "aws_s3_bucket_ownership_controls" "bucket" {
  bucket = "${resourceId}"
  rule {
    object_ownership = "BucketOwnerEnforced"
  }
}`,
    before:
      'Writers that send an ACL other than bucket-owner-full-control get an error then: old SDK code, tools that upload with public-read. Server access logs have the field aclRequired for requests that needed an ACL: look there for two weeks before the change, which can be taken back.',
    links: [
      {
        title: 'Controlling ownership of objects and disabling ACLs for your bucket',
        url: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html',
      },
      {
        title: 'Prerequisites for disabling ACLs',
        url: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-ownership-migrating-acls-prerequisites.html',
      },
    ],
  },
  async judge(bucket) {
    const ownership = await bucket.ownership();
    if (ownership === 'BucketOwnerEnforced') return pass('ACLs are disabled');
    return fail('ACLs of the bucket and its objects are in force', { objectOwnership: ownership });
  },
});
