import { z } from 'zod';
import { defineRule } from '../define';
import { judgeObjectEvents } from './object-events';
import { cloudTrailAccount } from './resources';

export default defineRule({
  id: 'cloudtrail-s3-write-events',
  title: 'Object-level writes in S3 are logged',
  service: 'cloudtrail',
  severity: 'low',
  pillar: 'security',
  resource: cloudTrailAccount,
  parameters: z.object({}),
  permissions: ['cloudtrail:DescribeTrails', 'cloudtrail:GetTrailStatus', 'cloudtrail:GetEventSelectors'],
  references: { cis: ['7.0:4.8', '6.0:4.8', '5.0:3.8'] },
  guidance: {
    why: 'Who overwrote or deleted objects cannot be told afterwards: CloudTrail records changes of buckets, but nothing that happens to the objects in them unless it is asked to. After ransomware or a wrong script that is the first question.',
    console: [
      'Open the CloudTrail console in the home region of the multi-region trail, choose Trails and the trail.',
      'Choose Edit under "Data events".',
      'Choose S3 as resource type and "Log writeOnly events" as log selector template.',
      'Choose "Save changes".',
    ],
    cli: ({ accountId }) => `# in account ${accountId}; replaces the selectors that exist: carry them over
aws cloudtrail get-event-selectors --trail-name <trail-arn>

aws cloudtrail put-event-selectors --trail-name <trail-arn> --advanced-event-selectors \\
  '[{"Name":"Management","FieldSelectors":[{"Field":"eventCategory","Equals":["Management"]}]},
    {"Name":"S3 writes","FieldSelectors":[{"Field":"eventCategory","Equals":["Data"]},{"Field":"resources.type","Equals":["AWS::S3::Object"]},{"Field":"readOnly","Equals":["false"]}]}]'`,
    terraform: ({ accountId }) => `# the multi-region trail of ${accountId}
resource "aws_cloudtrail" "trail" {
  name                  = "account-trail"
  s3_bucket_name        = var.log_bucket
  is_multi_region_trail = true
  advanced_event_selector {
    name = "S3 writes"
    field_selector {
      field  = "eventCategory"
      equals = ["Data"]
    }
    field_selector {
      field  = "resources.type"
      equals = ["AWS::S3::Object"]
    }
    field_selector {
      field  = "readOnly"
      equals = ["false"]
    }
  }
}`,
    before:
      'Data events are billed by number: a bucket that takes millions of small writes an hour (logs, Firehose, Spark) can cost more than all the rest, so leave such buckets out by prefix after looking at their request metrics. Nothing changes for writers.',
    links: [
      {
        title: 'Logging data events',
        url: 'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-data-events-with-cloudtrail.html',
      },
      {
        title: 'Amazon S3 CloudTrail events',
        url: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/cloudtrail-logging-s3-info.html',
      },
    ],
  },
  judge: (account) => judgeObjectEvents(account, 'write'),
});
