import { z } from 'zod';
import { fail, pass } from '../../domain/judgement';
import { defineRule } from '../define';
import { shorten } from '../policy/evidence';
import { type ConfigRegion, configRegion, type Recorder } from './resources';

/** Global types, which are rightly recorded in one region only: the others may leave them out. */
const GLOBAL_TYPES = new Set(['AWS::IAM::User', 'AWS::IAM::Group', 'AWS::IAM::Role', 'AWS::IAM::Policy']);

const MOST_NAMED = 3;

/**
 * That the global types of IAM are recorded in one region at least is not asked: a region is judged by itself, and the others
 * rightly leave them out.
 */
export default defineRule({
  id: 'config-recorder-enabled',
  title: 'AWS Config records in each region',
  service: 'config',
  severity: 'high',
  pillar: 'security',
  resource: configRegion,
  parameters: z.object({}),
  permissions: [
    'config:DescribeConfigurationRecorders',
    'config:DescribeConfigurationRecorderStatus',
    'config:DescribeDeliveryChannels',
  ],
  references: { cis: ['7.0:4.3', '6.0:4.3', '5.0:3.3'], fsbp: ['Config.1'] },
  guidance: {
    why: 'After an incident the first question is what a resource looked like the day before, and only a recorder that ran then can answer it. Security Hub controls and Config rules judge by the same record, so where it is missing they are silent, not green.',
    console: [
      'Open the AWS Config console and choose the region.',
      'Choose "Get started", or Settings and Edit where a recorder is there.',
      'Choose "All resource types with customizable overrides"; leave the global IAM types out in all regions but one.',
      'Choose the service-linked role and the bucket of your log account as delivery channel, and choose Save.',
    ],
    cli: ({ region }) => `aws configservice describe-configuration-recorders --region ${region}
aws configservice describe-configuration-recorder-status --region ${region}
aws configservice describe-delivery-channels --region ${region}

# a region has one recorder and one channel: with the names of those that are there
aws configservice put-configuration-recorder --region ${region} \\
  --configuration-recorder name=default,roleARN=<config-role-arn> \\
  --recording-group allSupported=true,includeGlobalResourceTypes=false
aws configservice put-delivery-channel --region ${region} \\
  --delivery-channel name=default,s3BucketName=<log-bucket>
aws configservice start-configuration-recorder --configuration-recorder-name default --region ${region}`,
    terraform: ({ region }) => `# in the provider of ${region}
resource "aws_config_configuration_recorder" "region" {
  name     = "default"
  role_arn = aws_iam_service_linked_role.config.arn
  recording_group {
    all_supported                 = true
    include_global_resource_types = false # true in one region
  }
}

resource "aws_config_delivery_channel" "region" {
  name           = "default"
  s3_bucket_name = var.log_bucket
  depends_on     = [aws_config_configuration_recorder.region]
}

resource "aws_config_configuration_recorder_status" "region" {
  name       = aws_config_configuration_recorder.region.name
  is_enabled = true
  depends_on = [aws_config_delivery_channel.region]
}`,
    before:
      'Every recorded change is billed: an account that makes and drops network interfaces all day (containers, Lambda in a VPC) can exclude that type, or record it daily, instead of having no recorder. Where the organisation sets Config up by StackSets or Control Tower, ask them before making one by hand.',
    links: [
      {
        title: 'Setting up AWS Config with the console',
        url: 'https://docs.aws.amazon.com/config/latest/developerguide/gs-console.html',
      },
      {
        title: 'Recording AWS resources with AWS Config',
        url: 'https://docs.aws.amazon.com/config/latest/developerguide/select-resources.html',
      },
    ],
  },
  async judge(region) {
    const recorder = await region.recorder();
    if (recorder === null) return fail(`AWS Config has no recorder in ${region.region}`, { recorder: null });
    const problem = problemOf(recorder) ?? (await deliveryProblem(region));
    if (problem === null) return pass(`AWS Config records in ${region.region}`);
    return fail(`AWS Config in ${region.region} ${problem}`, {
      recorder: recorder.name,
      recording: recorder.recording,
      lastStatus: recorder.lastStatus,
      lastErrorMessage: recorder.lastErrorMessage,
      leftOut: shorten(recorder.exclusions ?? []),
    });
  },
});

function problemOf(recorder: Recorder): string | null {
  if (!recorder.recording) return 'has a recorder that is stopped';
  if (recorder.lastStatus?.toUpperCase() === 'FAILURE') return 'cannot deliver what it records';
  const leftOut = (recorder.exclusions ?? []).filter((type) => !GLOBAL_TYPES.has(type)).sort();
  if (leftOut.length > 0) return `leaves out ${few(leftOut)}`;
  if (recorder.allSupported || recorder.exclusions !== null) return null;
  const { length } = recorder.resourceTypes;
  return `records only ${length === 1 ? 'one kind' : `${length} kinds`} of resources`;
}

/** The message is the summary of a Jira issue: a recorder may leave out hundreds of types. */
function few(types: string[]): string {
  const rest = types.length - MOST_NAMED;
  return rest > 0 ? `${types.slice(0, MOST_NAMED).join(', ')} and ${rest} more` : types.join(', ');
}

async function deliveryProblem(region: ConfigRegion): Promise<string | null> {
  const channels = await region.deliveryChannels();
  return channels.length > 0 ? null : 'has no delivery channel';
}
