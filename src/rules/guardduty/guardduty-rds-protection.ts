import { z } from 'zod';
import { defineRule } from '../define';
import { DETECTOR_PERMISSIONS, enableFeatureCli, featureTerraform, judgeFeature } from './feature';
import { guardDutyRegion } from './resources';

export default defineRule({
  id: 'guardduty-rds-protection',
  title: 'GuardDuty analyses RDS logins',
  service: 'guardduty',
  severity: 'high',
  pillar: 'security',
  resource: guardDutyRegion,
  parameters: z.object({}),
  permissions: DETECTOR_PERMISSIONS,
  references: { fsbp: ['GuardDuty.9'] },
  guidance: {
    why: "A guessed or leaked database password looks like any other login in the database's own log, which few teams read. With RDS protection GuardDuty learns who usually logs in from where, and reports brute force and logins that do not fit.",
    console: [
      'Open the GuardDuty console and choose the region.',
      'Choose "RDS Protection" under Protection plans.',
      'Choose Enable and confirm; in an organisation do it in the delegated administrator account, under "Auto-enable for all accounts".',
    ],
    cli: (target) => enableFeatureCli(target, 'RDS_LOGIN_EVENTS'),
    terraform: (target) => featureTerraform(target, 'RDS_LOGIN_EVENTS'),
    before:
      'It works for the Aurora and RDS engines and versions that GuardDuty lists; others stay unwatched. The plan is billed by the vCPUs of the watched instances, and it reads login events beside the database, so that performance does not change.',
    links: [
      {
        title: 'GuardDuty RDS Protection',
        url: 'https://docs.aws.amazon.com/guardduty/latest/ug/rds-protection.html',
      },
      {
        title: 'GuardDuty RDS Protection finding types',
        url: 'https://docs.aws.amazon.com/guardduty/latest/ug/findings-rds-protection.html',
      },
    ],
  },
  judge: (region) =>
    judgeFeature(region, ['RDS_LOGIN_EVENTS'], 'logins to Aurora and RDS databases are not analysed'),
});
