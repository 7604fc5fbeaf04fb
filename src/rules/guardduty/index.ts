import type { Rule } from '../define';
import guardDutyEksAudit from './guardduty-eks-audit';
import guardDutyEnabled from './guardduty-enabled';
import guardDutyLambdaProtection from './guardduty-lambda-protection';
import guardDutyMalwareProtection from './guardduty-malware-protection';
import guardDutyRdsProtection from './guardduty-rds-protection';
import guardDutyRuntimeMonitoring from './guardduty-runtime-monitoring';
import guardDutyS3Protection from './guardduty-s3-protection';

export const guardDutyRules: Rule[] = [
  guardDutyEnabled,
  guardDutyS3Protection,
  guardDutyRdsProtection,
  guardDutyEksAudit,
  guardDutyLambdaProtection,
  guardDutyMalwareProtection,
  guardDutyRuntimeMonitoring,
];
