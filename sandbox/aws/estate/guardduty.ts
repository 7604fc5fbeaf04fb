import { z } from 'zod';

export const GUARDDUTY_FEATURES = [
  'S3_DATA_EVENTS',
  'EKS_AUDIT_LOGS',
  'EBS_MALWARE_PROTECTION',
  'RDS_LOGIN_EVENTS',
  'LAMBDA_NETWORK_LOGS',
  'RUNTIME_MONITORING',
  'EKS_RUNTIME_MONITORING',
] as const;

/** GuardDuty in a region: everything on unless it says otherwise. */
export const guardDutySchema = z
  .strictObject({
    detector: z.enum(['enabled', 'suspended', 'none']).default('enabled'),
    /** Features that are switched off. */
    off: z.array(z.enum(GUARDDUTY_FEATURES)).default(['EKS_RUNTIME_MONITORING']),
  })
  .prefault({});
