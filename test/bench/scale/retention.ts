import { DAY_MS } from '../../../src/domain/time';
import { AUDIT_KEPT_DAYS } from '../../../src/storage/audit-log';
import { QUOTA_USE_KEPT_MS } from '../../../src/storage/quota-use';
import { SLA_KEPT_DAYS } from '../../../src/storage/sla-days';

/**
 * For how many days the product keeps what it stores besides what it knows now. What it does not export stands as a number here:
 * src/storage/findings.ts, runs.ts, old-tickets.ts.
 */
export const KEPT_DAYS = {
  resolvedFindings: 180,
  runs: 90,
  workItems: 2,
  ticketActions: 180,
  audit: AUDIT_KEPT_DAYS,
  sla: SLA_KEPT_DAYS,
  quotaUse: QUOTA_USE_KEPT_MS / DAY_MS,
};

/** The most resolved findings that an hour forgets: src/storage/findings.ts, 2,000 at once and that five times. */
export const FORGOTTEN_AN_HOUR = 10_000;
