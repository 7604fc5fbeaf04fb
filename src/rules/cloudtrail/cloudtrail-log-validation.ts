import { z } from 'zod';
import { fail, pass } from '../../domain/judgement';
import { defineRule } from '../define';
import { trail } from './resources';

export default defineRule({
  id: 'cloudtrail-log-validation',
  title: 'Trails sign their log files',
  service: 'cloudtrail',
  severity: 'medium',
  pillar: 'security',
  resource: trail,
  parameters: z.object({}),
  permissions: ['cloudtrail:DescribeTrails'],
  references: { cis: ['7.0:4.2', '6.0:4.2', '5.0:3.2'], fsbp: ['CloudTrail.4'] },
  guidance: {
    why: 'Log files without digests can be changed or deleted without a trace by whoever gets at the bucket, and that is what a careful intruder does. With validation one command proves for every hour that the files are those that CloudTrail wrote.',
    console: [
      'Open the CloudTrail console in the home region of the trail, choose Trails and the trail.',
      'Choose Edit under "General details".',
      'Tick Enabled under "Log file validation" and choose "Save changes".',
    ],
    cli: ({
      resourceId,
      resourceArn,
      region,
    }) => `aws cloudtrail update-trail --name ${resourceArn} --enable-log-file-validation --region ${region}

# ${resourceId}: does what is there still agree with its digests
aws cloudtrail validate-logs --trail-arn ${resourceArn} --region ${region} \\
  --start-time "$(date -u -d '-1 day' +%FT%TZ)"`,
    terraform: ({ resourceId }) => `resource "aws_cloudtrail" "trail" {
  name                       = "${resourceId}"
  s3_bucket_name             = var.log_bucket
  enable_log_file_validation = true
}`,
    before:
      'Digests are written from then on, in a folder beside the logs, and cost next to nothing; no reader of the logs has to change. A lifecycle rule on the bucket must keep the digests for as long as the logs, or validation reports gaps.',
    links: [
      {
        title: 'Validating CloudTrail log file integrity',
        url: 'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-validation-intro.html',
      },
      {
        title: 'Enabling log file integrity validation for CloudTrail',
        url: 'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-validation-enabling.html',
      },
    ],
  },
  judge(subject) {
    if (subject.logFileValidation) return pass('The trail writes digests of its files');
    return fail(`Nobody can prove that the log files of ${subject.id} are unchanged`, {
      logFileValidationEnabled: false,
    });
  },
});
