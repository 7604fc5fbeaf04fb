import type { HealthView } from '../../contract/health';
import {
  lastCompleteScan,
  queuedWork,
  storedFindings,
  throttledWork,
  ticketBacklog,
} from '../../storage/health-queries';
import { logLevel } from '../../storage/log-level';

/** What a stored finding takes with its index entries and counts, as docs/performance/queries.md has measured it, rounded up. */
const BYTES_OF_A_FINDING = 1_000;
/** Of Forge SQL in production: https://developer.atlassian.com/platform/forge/limits-sql/ */
const SQL_LIMIT_BYTES = 2 ** 30;

/** Whether scanning and filing keep up. */
export async function healthView(): Promise<HealthView> {
  const [queue, lastScan, throttled, findings, tickets, level] = await Promise.all([
    queuedWork(),
    lastCompleteScan(),
    throttledWork(),
    storedFindings(),
    ticketBacklog(),
    logLevel(),
  ]);
  return {
    queue,
    lastScan,
    throttled,
    storage: { findings, estimatedBytes: findings * BYTES_OF_A_FINDING, limitBytes: SQL_LIMIT_BYTES },
    tickets,
    logLevel: level,
  };
}
