import { DAY_MS } from '../../../src/domain/time';
import { AUDIT_KEPT_DAYS } from '../../../src/storage/audit-log';
import { RESOLVED_KEPT_DAYS } from '../../../src/storage/findings';
import { TICKET_ACTIONS_KEPT_DAYS } from '../../../src/storage/old-tickets';
import { QUOTA_USE_KEPT_MS } from '../../../src/storage/quota-use';
import { RUNS_KEPT_DAYS, WORK_ITEMS_KEPT_DAYS } from '../../../src/storage/runs';
import { SLA_KEPT_DAYS } from '../../../src/storage/sla-days';

/** For how many days the product keeps what it stores besides what it knows now. */
export const KEPT_DAYS = {
  resolvedFindings: RESOLVED_KEPT_DAYS,
  runs: RUNS_KEPT_DAYS,
  workItems: WORK_ITEMS_KEPT_DAYS,
  ticketActions: TICKET_ACTIONS_KEPT_DAYS,
  audit: AUDIT_KEPT_DAYS,
  sla: SLA_KEPT_DAYS,
  quotaUse: QUOTA_USE_KEPT_MS / DAY_MS,
};
