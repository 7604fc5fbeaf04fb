import { z } from 'zod';
import { partitionOf } from '../../domain/account';
import { pass } from '../../domain/judgement';
import { defineRule } from '../define';
import { judgePublicPolicy } from '../policy/judge-public-policy';
import { kmsKey } from './resources';

export default defineRule({
  id: 'kms-key-public',
  title: 'Key policies admit no anonymous caller',
  service: 'kms',
  severity: 'critical',
  pillar: 'security',
  resource: kmsKey,
  parameters: z.object({}),
  permissions: ['kms:ListKeys', 'kms:ListAliases', 'kms:DescribeKey', 'kms:GetKeyPolicy'],
  references: { cis: ['7.0:2.21'], fsbp: ['KMS.5'] },
  guidance: {
    why: 'Every AWS account may do with the key what the statement allows, and that usually includes decrypting. What the key protects is then as open as the place where it lies, and encryption is no second line any more.',
    console: [
      'Open the KMS console in the region of the key, choose "Customer managed keys" and the key.',
      'Choose "Switch to policy view" on the "Key policy" tab, then Edit.',
      'In the statement named in the evidence name roles or accounts in place of "*", or add a condition StringEquals on kms:CallerAccount.',
      'Choose "Save changes".',
    ],
    cli: ({
      resourceId,
      region,
    }) => `aws kms get-key-policy --key-id ${resourceId} --policy-name default --region ${region} --query Policy --output text > policy.json

# policy.json: with principals or kms:CallerAccount; KMS refuses a policy that would lock you out
aws kms put-key-policy --key-id ${resourceId} --policy-name default --policy file://policy.json --region ${region}`,
    terraform: ({ resourceId, resourceArn, accountId }) => `resource "aws_kms_key_policy" "key" {
  key_id = "${resourceId}"
  policy = data.aws_iam_policy_document.key.json
}

data "aws_iam_policy_document" "key" {
  statement {
    actions   = ["kms:*"]
    resources = ["*"]
    principals {
      type        = "AWS"
      identifiers = ["arn:${partitionOf(resourceArn)}:iam::${accountId}:root"]
    }
  }
}`,
    before:
      'See in CloudTrail who used the key in the last 90 days (Decrypt, GenerateDataKey, with userIdentity.accountId): each of them needs a statement before the wide one goes. Services that use the key for you come with kms:ViaService and your account, and stay when you allow that.',
    links: [
      {
        title: 'Key policies in AWS KMS',
        url: 'https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html',
      },
      {
        title: 'AWS KMS condition keys',
        url: 'https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html',
      },
    ],
  },
  async judge(key) {
    const { KeyManager } = await key.metadata();
    if (KeyManager === 'AWS') return pass('AWS manages the key');
    return judgePublicPolicy(await key.policy(), 'key');
  },
});
