import type { HealthView, QuotaUse } from '../../contract/health';
import { QUOTAS } from '../../domain/quotas';
import { DAY_MS, HOUR_MS } from '../../domain/time';
import {
  lastCompleteScan,
  queuedWork,
  storedFindings,
  throttledWork,
  ticketBacklog,
} from '../../storage/health-queries';
import { logLevel } from '../../storage/log-level';
import { type MostUse, mostQuotaUse } from '../../storage/quota-use';

/** How far back the busiest minute is looked for. */
const USE_SHOWN_MS = DAY_MS;
/** What a stored finding takes with its index entries, as docs/performance.md has measured it. Forge does not say it. */
const BYTES_OF_A_FINDING = 700;

/** Whether scanning and filing keep up. */
export async function healthView(): Promise<HealthView> {
  const now = Date.now();
  const [queue, lastScan, throttled, findings, tickets, most, level] = await Promise.all([
    queuedWork(),
    lastCompleteScan(),
    throttledWork(),
    storedFindings(),
    ticketBacklog(),
    mostQuotaUse(now - USE_SHOWN_MS),
    logLevel(),
  ]);
  return {
    now,
    queue,
    lastScan,
    throttled,
    findings,
    quotas: quotasOf({ lastScan, findings, most }),
    waits: most.waits,
    tickets,
    logLevel: level,
  };
}

function quotasOf({
  lastScan,
  findings,
  most,
}: Pick<HealthView, 'lastScan' | 'findings'> & { most: MostUse }): QuotaUse[] {
  const { ofAMinute, ofAnHour, ofAnInvocation } = most;
  return [
    { quota: 'hour', used: lastScan?.tookMs ?? 0, limit: HOUR_MS },
    { quota: 'sqlStorage', used: findings * BYTES_OF_A_FINDING, limit: QUOTAS.sqlBytes },
    { quota: 'sqlStatements', used: ofAMinute.sqlStatements, limit: QUOTAS.sqlStatementsASecond * 60 },
    { quota: 'sqlMilliseconds', used: ofAMinute.sqlMilliseconds, limit: QUOTAS.sqlMillisecondsAMinute },
    { quota: 'events', used: ofAMinute.events, limit: QUOTAS.eventsAMinute },
    { quota: 'requests', used: ofAnInvocation.requests, limit: QUOTAS.requestsOfAnInvocation },
    { quota: 'jiraPoints', used: ofAnHour.jiraPoints, limit: QUOTAS.jiraPointsAnHour },
  ];
}
