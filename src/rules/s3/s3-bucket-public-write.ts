import { z } from 'zod';
import { partitionOf } from '../../domain/account';
import { defineRule } from '../define';
import { judgePublicWrite } from './public-judgement';
import { s3Bucket } from './resources';

export default defineRule({
  id: 's3-bucket-public-write',
  title: 'Buckets are not writable by the public',
  service: 's3',
  severity: 'critical',
  pillar: 'security',
  resource: s3Bucket,
  parameters: z.object({}),
  permissions: [
    's3:ListAllMyBuckets',
    's3:GetAccountPublicAccessBlock',
    's3:GetBucketPublicAccessBlock',
    's3:GetBucketPolicy',
    's3:GetBucketAcl',
    's3:GetBucketOwnershipControls',
  ],
  references: { cis: ['7.0:2.21'], fsbp: ['S3.3'] },
  guidance: {
    why: 'Strangers can put files into this bucket, overwrite or delete yours, or change who may reach them. Attackers use such buckets to host malware in your name, to poison what your applications load from them, and to delete data for ransom.',
    console: [
      'Open the S3 console, choose the bucket and open the Permissions tab.',
      'Under "Bucket policy", remove the statement named in the evidence, or name the principals that need it in place of "*".',
      'Under "Access control list (ACL)", remove Write from "Everyone" and from "Authenticated users group", for objects and for the bucket ACL.',
      'Under "Block public access (bucket settings)", tick "Block all public access" and save.',
      'Look through the bucket for objects that nobody on your side put there.',
    ],
    cli: ({
      resourceId,
      region,
    }) => `aws s3api get-bucket-policy --bucket ${resourceId} --region ${region} --query Policy --output text
aws s3api get-bucket-acl --bucket ${resourceId} --region ${region}

# stops public writing at once, whatever policy and ACL say
aws s3api put-public-access-block --bucket ${resourceId} --region ${region} \\
  --public-access-block-configuration BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true

# then remove what made it public, and look for foreign objects
aws s3api put-bucket-acl --bucket ${resourceId} --region ${region} --acl private
aws s3api list-objects-v2 --bucket ${resourceId} --region ${region} --fetch-owner \\
  --query 'reverse(sort_by(Contents, &LastModified))[:50].[LastModified,Owner.ID,Key]' --output text`,
    terraform: ({
      resourceId,
      resourceArn,
      accountId,
    }) => `resource "aws_s3_bucket_public_access_block" "bucket" {
  bucket                  = "${resourceId}"
  block_public_acls       = true
  ignore_public_acls      = true
  block_public_policy     = true
  restrict_public_buckets = true
}

# name who writes, in place of "*"
data "aws_iam_policy_document" "writers" {
  statement {
    actions   = ["s3:PutObject"]
    resources = ["${resourceArn}/*"]
    principals {
      type        = "AWS"
      identifiers = ["arn:${partitionOf(resourceArn)}:iam::${accountId}:role/uploader"]
    }
  }
}`,
    before:
      'If outsiders upload on purpose, give them presigned URLs first, or their uploads fail. Before deleting foreign objects keep their keys, owners and times for the investigation.',
    links: [
      {
        title: 'Blocking public access to your Amazon S3 storage',
        url: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html',
      },
      {
        title: 'Uploading objects with presigned URLs',
        url: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/PresignedUrlUploadObject.html',
      },
    ],
  },
  judge: judgePublicWrite,
});
