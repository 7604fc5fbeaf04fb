import { z } from 'zod';
import { defineRule } from '../define';
import { DETECTOR_PERMISSIONS, enableFeatureCli, featureTerraform, judgeFeature } from './feature';
import { guardDutyRegion } from './resources';

export default defineRule({
  id: 'guardduty-s3-protection',
  title: 'GuardDuty analyses S3 data events',
  service: 'guardduty',
  severity: 'high',
  pillar: 'security',
  resource: guardDutyRegion,
  parameters: z.object({}),
  permissions: DETECTOR_PERMISSIONS,
  references: { fsbp: ['GuardDuty.10'] },
  guidance: {
    why: "Without S3 protection GuardDuty sees that a bucket's policy changed but not that its objects are being listed, copied out or deleted by stolen credentials. Reading objects is how most data leaves an account, and CloudTrail does not record it unless somebody pays for data events.",
    console: [
      'Open the GuardDuty console and choose the region.',
      'Choose "S3 Protection" under Protection plans.',
      'Choose Enable and confirm; in an organisation do it in the delegated administrator account, under "Auto-enable for all accounts".',
    ],
    cli: (target) => enableFeatureCli(target, 'S3_DATA_EVENTS'),
    terraform: (target) => featureTerraform(target, 'S3_DATA_EVENTS'),
    before:
      'The plan is billed by the number of S3 data events, so look at busy buckets first: GuardDuty shows an estimate in its 30-day trial, under Usage. Nothing changes for the buckets themselves, and no CloudTrail data event has to be switched on.',
    links: [
      {
        title: 'GuardDuty S3 Protection',
        url: 'https://docs.aws.amazon.com/guardduty/latest/ug/s3-protection.html',
      },
      {
        title: 'GuardDuty S3 finding types',
        url: 'https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_finding-types-s3.html',
      },
    ],
  },
  judge: (region) => judgeFeature(region, ['S3_DATA_EVENTS'], 'S3 data events are not analysed'),
});
