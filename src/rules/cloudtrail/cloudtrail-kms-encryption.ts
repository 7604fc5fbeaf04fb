import { z } from 'zod';
import { fail, pass } from '../../domain/judgement';
import { defineRule } from '../define';
import { trail } from './resources';

export default defineRule({
  id: 'cloudtrail-kms-encryption',
  title: 'Trails encrypt logs with a customer key',
  service: 'cloudtrail',
  severity: 'medium',
  pillar: 'security',
  resource: trail,
  parameters: z.object({}),
  permissions: ['cloudtrail:DescribeTrails'],
  references: { cis: ['7.0:4.5', '6.0:4.5', '5.0:3.5'], fsbp: ['CloudTrail.2'] },
  guidance: {
    why: 'The logs tell who did what in the account, down to names of secrets and addresses of people, and whoever may read the bucket may read them. With a key of your own, reading needs a second permission, and each reading is itself on record.',
    console: [
      'Open the CloudTrail console in the home region of the trail, choose Trails and the trail.',
      'Choose Edit under "General details".',
      'Tick Enabled under "Log file SSE-KMS encryption" and choose or make a key whose policy lets CloudTrail use it.',
      'Choose "Save changes".',
    ],
    cli: ({
      resourceId,
      resourceArn,
      region,
    }) => `aws kms put-key-policy --key-id <key-arn> --policy-name default --policy file://cloudtrail-key-policy.json --region ${region}

# ${resourceId}
aws cloudtrail update-trail --name ${resourceArn} --kms-key-id <key-arn> --region ${region}`,
    terraform: ({ resourceId }) => `resource "aws_cloudtrail" "trail" {
  name           = "${resourceId}"
  s3_bucket_name = var.log_bucket
  kms_key_id     = aws_kms_key.cloudtrail.arn
}`,
    before:
      'Readers of the logs (a SIEM, Athena, auditors in another account) need kms:Decrypt on the key first, or they see nothing from the next file on. A key that is disabled or scheduled for deletion stops the delivery: protect it and set an alarm.',
    links: [
      {
        title: 'Encrypting CloudTrail log files with AWS KMS keys (SSE-KMS)',
        url: 'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/encrypting-cloudtrail-log-files-with-aws-kms.html',
      },
      {
        title: 'Configure AWS KMS key policies for CloudTrail',
        url: 'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html',
      },
    ],
  },
  judge(subject) {
    if (subject.kmsKeyId !== null) return pass(`The logs are encrypted with ${subject.kmsKeyId}`);
    return fail(`The logs of ${subject.id} are not encrypted with a key of yours`, { kmsKeyId: null });
  },
});
