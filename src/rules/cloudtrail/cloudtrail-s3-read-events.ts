import { z } from 'zod';
import { defineRule } from '../define';
import { judgeObjectEvents } from './object-events';
import { cloudTrailAccount } from './resources';

export default defineRule({
  id: 'cloudtrail-s3-read-events',
  title: 'Object-level reads in S3 are logged',
  service: 'cloudtrail',
  severity: 'low',
  pillar: 'security',
  resource: cloudTrailAccount,
  parameters: z.object({}),
  permissions: ['cloudtrail:DescribeTrails', 'cloudtrail:GetTrailStatus', 'cloudtrail:GetEventSelectors'],
  references: { cis: ['7.0:4.9', '6.0:4.9', '5.0:3.9'] },
  guidance: {
    why: 'Who downloaded objects cannot be told afterwards, so that after a leak of keys one has to assume that everything was read. The list of objects that were taken decides whom you have to inform.',
    console: [
      'Open the CloudTrail console in the home region of the multi-region trail, choose Trails and the trail.',
      'Choose Edit under "Data events".',
      'Choose S3 as resource type and "Log readOnly events" as log selector template.',
      'Choose "Save changes".',
    ],
    cli: ({ accountId }) => `# in account ${accountId}; replaces the selectors that exist: carry them over
aws cloudtrail get-event-selectors --trail-name <trail-arn>

aws cloudtrail put-event-selectors --trail-name <trail-arn> --advanced-event-selectors \\
  '[{"Name":"Management","FieldSelectors":[{"Field":"eventCategory","Equals":["Management"]}]},
    {"Name":"S3 reads","FieldSelectors":[{"Field":"eventCategory","Equals":["Data"]},{"Field":"resources.type","Equals":["AWS::S3::Object"]},{"Field":"readOnly","Equals":["true"]}]}]'`,
    terraform: ({ accountId }) => `# the multi-region trail of ${accountId}
resource "aws_cloudtrail" "trail" {
  name                  = "account-trail"
  s3_bucket_name        = var.log_bucket
  is_multi_region_trail = true
  advanced_event_selector {
    name = "S3 reads"
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
      equals = ["true"]
    }
  }
}`,
    before:
      'Reads are many more than writes, and billed by number: look at the request metrics of buckets behind websites and data lakes, and leave those out with a NotStartsWith on resources.ARN where the content is public anyway. Nothing changes for readers.',
    links: [
      {
        title: 'Logging data events',
        url: 'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-data-events-with-cloudtrail.html',
      },
      {
        title: 'Identifying Amazon S3 requests using CloudTrail',
        url: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/cloudtrail-request-identification.html',
      },
    ],
  },
  judge: (account) => judgeObjectEvents(account, 'read'),
});
