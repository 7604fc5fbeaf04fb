import { z } from 'zod';
import { partitionOf } from '../../domain/account';
import { fail, pass } from '../../domain/judgement';
import { accountOf } from '../arn';
import { defineRule } from '../define';
import { ssmRegion } from './resources';

const SETTING = '/ssm/documents/console/public-sharing-permission';

export default defineRule({
  id: 'ssm-block-public-sharing',
  title: 'Public sharing of documents is blocked per region',
  service: 'ssm',
  severity: 'critical',
  pillar: 'security',
  resource: ssmRegion,
  parameters: z.object({}),
  permissions: ['ssm:GetServiceSetting'],
  references: { fsbp: ['SSM.7'] },
  guidance: {
    why: 'One click or one API call in this region makes a runbook of yours public for every AWS account, with all the names and secrets in it. The block refuses that call whoever makes it, so that a slip of a finger stays a slip.',
    console: [
      'Open the Systems Manager console, choose the region and choose Documents.',
      'Choose Preferences, then Edit under "Block public sharing".',
      'Tick "Block public sharing" and choose Save.',
    ],
    cli: ({
      region,
      accountId,
      resourceArn,
    }) => `SETTING=arn:${partitionOf(resourceArn)}:ssm:${region}:${accountId}:servicesetting${SETTING}
aws ssm get-service-setting --setting-id "$SETTING" --region ${region}

aws ssm update-service-setting --setting-id "$SETTING" --setting-value Disable --region ${region}`,
    terraform: ({ region, resourceArn }) => `# in the provider of ${region}
resource "aws_ssm_service_setting" "block_public_sharing" {
  setting_id    = "arn:${partitionOf(resourceArn)}:ssm:${region}:${accountOf(resourceArn)}:servicesetting${SETTING}"
  setting_value = "Disable"
}`,
    before:
      'Documents that are public already stay public, so look for those by their own rule first. Only an account that publishes documents for customers on purpose needs the sharing; give that account an exception and keep the block everywhere else.',
    links: [
      {
        title: 'Blocking public sharing for SSM documents',
        url: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/documents-ssm-block-public-sharing.html',
      },
      {
        title: 'UpdateServiceSetting',
        url: 'https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_UpdateServiceSetting.html',
      },
    ],
  },
  async judge(settings) {
    const permission = await settings.publicSharingPermission();
    if (permission === 'Disable') return pass(`Documents in ${settings.region} cannot be made public`);
    return fail(`Documents in ${settings.region} can be made public`, {
      publicSharingPermission: permission,
    });
  },
});
