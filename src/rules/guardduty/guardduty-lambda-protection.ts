import { z } from 'zod';
import { defineRule } from '../define';
import { DETECTOR_PERMISSIONS, enableFeatureCli, featureTerraform, judgeFeature } from './feature';
import { guardDutyRegion } from './resources';

export default defineRule({
  id: 'guardduty-lambda-protection',
  title: 'GuardDuty analyses Lambda network activity',
  service: 'guardduty',
  severity: 'high',
  pillar: 'security',
  resource: guardDutyRegion,
  parameters: z.object({}),
  permissions: DETECTOR_PERMISSIONS,
  references: { fsbp: ['GuardDuty.6'] },
  guidance: {
    why: 'A poisoned dependency in a function can mine coins or send its environment to a stranger, and outside a VPC not even a flow log shows it. Lambda protection watches where functions connect to and reports command-and-control hosts, mining pools and Tor.',
    console: [
      'Open the GuardDuty console and choose the region.',
      'Choose "Lambda Protection" under Protection plans.',
      'Choose Enable and confirm; in an organisation do it in the delegated administrator account, under "Auto-enable for all accounts".',
    ],
    cli: (target) => enableFeatureCli(target, 'LAMBDA_NETWORK_LOGS'),
    terraform: (target) => featureTerraform(target, 'LAMBDA_NETWORK_LOGS'),
    before:
      "Functions need no change, no layer and no VPC, and Lambda@Edge is not covered. The plan is billed by the volume of network logs, so a function that opens many short connections is what to look at in the trial's Usage page.",
    links: [
      {
        title: 'GuardDuty Lambda Protection',
        url: 'https://docs.aws.amazon.com/guardduty/latest/ug/lambda-protection.html',
      },
      {
        title: 'Lambda Protection finding types',
        url: 'https://docs.aws.amazon.com/guardduty/latest/ug/lambda-protection-finding-types.html',
      },
    ],
  },
  judge: (region) =>
    judgeFeature(region, ['LAMBDA_NETWORK_LOGS'], 'the network activity of Lambda functions is not analysed'),
});
