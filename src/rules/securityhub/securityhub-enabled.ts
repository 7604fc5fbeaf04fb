import { z } from 'zod';
import { partitionOf } from '../../domain/account';
import { fail, pass } from '../../domain/judgement';
import { defineRule } from '../define';
import { securityHubRegion } from './resources';

export default defineRule({
  id: 'securityhub-enabled',
  title: 'Security Hub runs in each region',
  service: 'securityhub',
  severity: 'medium',
  pillar: 'security',
  resource: securityHubRegion,
  parameters: z.object({}),
  permissions: ['securityhub:DescribeHub', 'securityhub:GetEnabledStandards'],
  references: { cis: ['7.0:5.16', '6.0:5.16', '5.0:4.16'] },
  guidance: {
    why: 'Security Hub gathers what GuardDuty, Inspector, Macie and Config find in one place and judges the account by standards that auditors know. Without it each service keeps its findings to itself, and a region that nobody opens the console of reports to nobody.',
    console: [
      'Open the Security Hub CSPM console and choose the region.',
      'Choose "Go to Security Hub CSPM", tick "AWS Foundational Security Best Practices" and choose Enable.',
      'In an organisation do it once in the delegated administrator account instead: Configuration, with a policy for all accounts and regions.',
    ],
    cli: ({ region, resourceArn }) => `aws securityhub describe-hub --region ${region}
aws securityhub get-enabled-standards --region ${region}

aws securityhub enable-security-hub --enable-default-standards --region ${region}

# where it is on and judges by no standard
aws securityhub batch-enable-standards --region ${region} --standards-subscription-requests \\
  StandardsArn=${bestPractices(resourceArn, region)}`,
    terraform: ({ region, resourceArn }) => `# in the provider of ${region}
resource "aws_securityhub_account" "region" {
  enable_default_standards = false # named below
}

resource "aws_securityhub_standards_subscription" "best_practices" {
  standards_arn = "${bestPractices(resourceArn, region)}"
  depends_on    = [aws_securityhub_account.region]
}`,
    before:
      'The standards are judged through AWS Config, so the recorder of the region has to run first or most controls stay without data. Checks and recorded changes are billed: the 30-day trial shows under Usage what the region will cost.',
    links: [
      {
        title: 'Enabling Security Hub CSPM',
        url: 'https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-settingup.html',
      },
      {
        title: 'Central configuration in Security Hub CSPM',
        url: 'https://docs.aws.amazon.com/securityhub/latest/userguide/central-configuration-intro.html',
      },
    ],
  },
  async judge(region) {
    const hub = await region.hub();
    if (hub === null) return fail(`Security Hub is off in ${region.region}`, { subscribed: false });
    const standards = await region.enabledStandards();
    const { length } = standards;
    if (length > 0)
      return pass(
        `Security Hub judges ${region.region} by ${length === 1 ? 'one standard' : `${length} standards`}`,
      );
    return fail(`Security Hub in ${region.region} judges by no standard`, {
      subscribedAt: hub.subscribedAt,
      enabledStandards: [],
    });
  },
});

/** The standard AWS Foundational Security Best Practices, in the partition of the ARN. */
function bestPractices(arn: string, region: string): string {
  const standard = 'standards/aws-foundational-security-best-practices/v/1.0.0';
  return `arn:${partitionOf(arn)}:securityhub:${region}::${standard}`;
}
