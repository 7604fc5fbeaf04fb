import { z } from 'zod';
import type { JsonObject } from '../../domain/json';
import { fail, pass } from '../../domain/judgement';
import { firstThatMeets } from '../certain';
import { defineRule } from '../define';
import { shorten } from '../policy/evidence';
import { managementEvents } from './management-events';
import { cloudTrailAccount, type Trail } from './resources';

export default defineRule({
  id: 'cloudtrail-multi-region',
  title: 'A multi-region trail logs management events',
  service: 'cloudtrail',
  severity: 'high',
  pillar: 'security',
  resource: cloudTrailAccount,
  parameters: z.object({
    accept_excluded_sources: z
      .boolean()
      .default(false)
      .describe('Accept a trail that leaves out the events of some services (AWS KMS, RDS Data API).'),
  }),
  permissions: ['cloudtrail:DescribeTrails', 'cloudtrail:GetTrailStatus', 'cloudtrail:GetEventSelectors'],
  references: { cis: ['7.0:4.1', '6.0:4.1', '5.0:3.1'], fsbp: ['CloudTrail.1', 'CloudTrail.3'] },
  guidance: {
    why: 'Without a trail over all regions the account forgets after 90 days who created, changed or deleted what, and an attacker who works in a region that you do not use leaves nothing to investigate. A multi-region trail keeps the record in a bucket that the attacker does not own.',
    console: [
      'Open the CloudTrail console, choose Trails and "Create trail" (a trail made in the console covers all regions); in an organization do this in the management account and tick "Enable for all accounts in my organization".',
      'Choose a bucket of the logging account and keep log file validation on.',
      'Under "Choose log events" tick "Management events", and Read and Write under API activity; leave the exclusions of AWS KMS and RDS Data API unticked.',
      'Choose "Create trail" and check that its status is Logging.',
    ],
    cli: ({
      accountId,
    }) => `aws cloudtrail describe-trails --include-shadow-trails --query "trailList[].[Name,HomeRegion,IsMultiRegionTrail]"

aws cloudtrail create-trail --name account-trail-${accountId} --s3-bucket-name <log-bucket> \\
  --is-multi-region-trail --enable-log-file-validation
aws cloudtrail put-event-selectors --trail-name account-trail-${accountId} \\
  --event-selectors '[{"ReadWriteType":"All","IncludeManagementEvents":true}]'
aws cloudtrail start-logging --name account-trail-${accountId}`,
    terraform: ({ accountId }) => `resource "aws_cloudtrail" "account" {
  name                          = "account-trail-${accountId}"
  s3_bucket_name                = var.log_bucket
  is_multi_region_trail         = true
  include_global_service_events = true
  enable_log_file_validation    = true
  enable_logging                = true

  event_selector {
    read_write_type           = "All"
    include_management_events = true
  }
}`,
    before:
      'The first copy of management events is free, a second trail is charged per event: look whether an organization trail exists already and is only stopped. The bucket policy has to let cloudtrail.amazonaws.com write before the trail is made.',
    links: [
      {
        title: 'Creating a trail for your AWS account',
        url: 'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-create-and-update-a-trail.html',
      },
      {
        title: 'Logging management events',
        url: 'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-management-events-with-cloudtrail.html',
      },
    ],
  },
  async judge(account, { params }) {
    const trails = await account.trails();
    // What each trail lacks, for the reader of a failure.
    const lacks: JsonObject = {};
    const good = await firstThatMeets(trails, async (trail) => {
      const lack = await whatItLacks(trail, params.accept_excluded_sources);
      if (lack !== null) lacks[trail.name] = lack;
      return lack === null;
    });
    if (good !== null) return pass(`The trail ${good.name} logs management events of all regions`);
    if (trails.length === 0) return fail('The account has no trail', { trails: [] });
    const reasons = Object.entries(lacks).map(([name, lack]) => `${name} ${lack}`);
    return fail(
      `No trail logs all management events of all regions: ${shorten(reasons.slice(0, 3).join('; '))}`,
      { trails: shorten(lacks) },
    );
  },
});

/** Why the trail is not enough, or null when it is. What needs no call is asked first. */
async function whatItLacks(trail: Trail, acceptExcluded: boolean): Promise<string | null> {
  if (!trail.isMultiRegion) return `covers ${trail.homeRegion} only`;
  if (!(await trail.isLogging())) return 'is stopped';
  const events = managementEvents(await trail.eventSelectors());
  if (!events.read && !events.write) return 'leaves out management events';
  if (!events.read) return 'leaves out read events';
  if (!events.write) return 'leaves out write events';
  if (events.excluded.length > 0 && !acceptExcluded) return `leaves out ${events.excluded.join(', ')}`;
  return null;
}
