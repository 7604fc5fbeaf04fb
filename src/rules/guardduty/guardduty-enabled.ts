import { z } from 'zod';
import { fail, pass } from '../../domain/judgement';
import { defineRule } from '../define';
import { DETECTOR_PERMISSIONS } from './feature';
import { guardDutyRegion } from './resources';

export default defineRule({
  id: 'guardduty-enabled',
  title: 'GuardDuty runs in each region',
  service: 'guardduty',
  severity: 'high',
  pillar: 'security',
  resource: guardDutyRegion,
  parameters: z.object({}),
  permissions: DETECTOR_PERMISSIONS,
  references: { fsbp: ['GuardDuty.1'] },
  guidance: {
    why: 'GuardDuty reads CloudTrail, flow and DNS logs on its own and reports stolen credentials, mining and scans within minutes; where it is off nobody is looking. Attackers prefer regions that the owner does not use, so a gap in a quiet region is the one that counts.',
    console: [
      'Open the GuardDuty console and choose the region.',
      'Choose "Get started", then "Enable GuardDuty"; where it is suspended, choose Settings and "Re-enable GuardDuty".',
      'In an organisation do it once in the delegated administrator account instead: Accounts, "Auto-enable", for all accounts.',
    ],
    cli: ({ region }) => `aws guardduty list-detectors --region ${region}

aws guardduty create-detector --enable --finding-publishing-frequency FIFTEEN_MINUTES --region ${region}

# where a detector is there and suspended
aws guardduty update-detector --enable --detector-id <detector-id> --region ${region}`,
    terraform: ({ region }) => `# in the provider of ${region}
resource "aws_guardduty_detector" "region" {
  enable                       = true
  finding_publishing_frequency = "FIFTEEN_MINUTES"
}`,
    before:
      'GuardDuty only reads, so no workload changes; it is billed by the volume of logs after a 30-day trial, whose Usage page shows the estimate. In an organisation a member that enables it by itself has to be associated with the administrator afterwards, so ask the security team first.',
    links: [
      {
        title: 'Getting started with GuardDuty',
        url: 'https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_settingup.html',
      },
      {
        title: 'Managing GuardDuty accounts with AWS Organizations',
        url: 'https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_organizations.html',
      },
    ],
  },
  async judge(region) {
    const detector = await region.detector();
    if (detector === null) return fail(`GuardDuty is off in ${region.region}`, { detector: null });
    if (detector.status === 'ENABLED') return pass(`GuardDuty runs in ${region.region}`);
    return fail(`GuardDuty is suspended in ${region.region}`, {
      detector: detector.id,
      status: detector.status,
    });
  },
});
