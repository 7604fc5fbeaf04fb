import { ACCOUNT_ID, wireTable } from './wire';

wireTable('guardduty-enabled', {
  cases: [
    { name: 'runs', is: { [ACCOUNT_ID]: ['pass', 'eu-central-1'] } },
    { name: 'is off', region: { guardDuty: { detector: 'none' } }, is: { [ACCOUNT_ID]: ['fail', 'is off'] } },
    {
      name: 'is suspended',
      region: { guardDuty: { detector: 'suspended' } },
      is: { [ACCOUNT_ID]: ['fail', 'suspended'] },
      evidence: { [ACCOUNT_ID]: { status: 'DISABLED' } },
    },
  ],
});

const FEATURES = {
  'guardduty-s3-protection': 'S3_DATA_EVENTS',
  'guardduty-rds-protection': 'RDS_LOGIN_EVENTS',
  'guardduty-eks-audit': 'EKS_AUDIT_LOGS',
  'guardduty-lambda-protection': 'LAMBDA_NETWORK_LOGS',
  'guardduty-malware-protection': 'EBS_MALWARE_PROTECTION',
} as const;

for (const [ruleId, feature] of Object.entries(FEATURES)) {
  wireTable(ruleId, {
    cases: [
      { name: 'is on', is: { [ACCOUNT_ID]: ['pass', feature] } },
      {
        name: 'is off, while others are on',
        region: { guardDuty: { off: [feature] } },
        is: { [ACCOUNT_ID]: 'fail' },
        evidence: { [ACCOUNT_ID]: { features: { [feature]: 'DISABLED' } } },
      },
      {
        name: 'is on in a detector that is suspended',
        region: { guardDuty: { detector: 'suspended' } },
        is: { [ACCOUNT_ID]: ['fail', 'suspended'] },
      },
      {
        name: 'without a detector',
        region: { guardDuty: { detector: 'none' } },
        is: { [ACCOUNT_ID]: ['fail', 'GuardDuty is off'] },
      },
    ],
  });
}

wireTable('guardduty-runtime-monitoring', {
  cases: [
    { name: 'all runtimes', is: { [ACCOUNT_ID]: ['pass', 'RUNTIME_MONITORING'] } },
    {
      name: 'the older plan, for EKS alone',
      region: { guardDuty: { off: ['RUNTIME_MONITORING'] } },
      is: { [ACCOUNT_ID]: ['pass', 'EKS_RUNTIME_MONITORING'] },
    },
    {
      name: 'neither',
      region: { guardDuty: { off: ['RUNTIME_MONITORING', 'EKS_RUNTIME_MONITORING'] } },
      is: { [ACCOUNT_ID]: ['fail', 'nothing watches'] },
    },
  ],
});
