import { z } from 'zod';
import { fail, pass } from '../../domain/judgement';
import { defineRule } from '../define';
import { flagsAsEvidence, flagsOff } from './public-access-block';
import { s3Account } from './resources';

export default defineRule({
  id: 's3-account-public-access-block',
  title: 'Account-wide S3 Block Public Access is fully on',
  service: 's3',
  severity: 'high',
  pillar: 'security',
  resource: s3Account,
  parameters: z.object({}),
  permissions: ['s3:GetAccountPublicAccessBlock'],
  references: { cis: ['7.0:3.1.4', '6.0:3.1.4', '5.0:2.1.4'], fsbp: ['S3.1'] },
  guidance: {
    why: 'Without the account-wide block a single mistaken bucket policy or ACL, in any region, publishes data to the internet. With all four flags on, S3 overrides such a mistake in every bucket that exists now and every one that is made later.',
    console: [
      'Open the S3 console and choose "Block Public Access settings for this account" in the left menu.',
      'Choose Edit.',
      'Tick "Block all public access", which sets all four flags.',
      'Choose Save changes and type "confirm".',
    ],
    cli: ({ accountId }) => `aws s3control get-public-access-block --account-id ${accountId}

aws s3control put-public-access-block --account-id ${accountId} \\
  --public-access-block-configuration BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true`,
    terraform: ({ accountId }) => `resource "aws_s3_account_public_access_block" "account" {
  account_id              = "${accountId}"
  block_public_acls       = true
  ignore_public_acls      = true
  block_public_policy     = true
  restrict_public_buckets = true
}`,
    before:
      'Buckets that are meant to be public (static websites, public downloads) stop answering at once, in all regions. List the findings of s3-bucket-public-read first, and move what has to stay public behind CloudFront with origin access control.',
    links: [
      {
        title: 'Blocking public access to your Amazon S3 storage',
        url: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html',
      },
      {
        title: 'Configuring block public access settings for your account',
        url: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/configuring-block-public-access-account.html',
      },
    ],
  },
  async judge(account) {
    const block = await account.publicAccessBlock();
    const off = flagsOff(block);
    if (off.length === 0) return pass('All four flags are on for the account');
    return fail(`S3 Block Public Access of the account is not fully on: ${off.join(', ')} off`, {
      accountPublicAccessBlock: flagsAsEvidence(block),
    });
  },
});
