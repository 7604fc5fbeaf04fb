import type { HealthAccount, HealthView, QuotaUse } from '../../contract/health';
import { scanState } from '../../domain/account-scans';
import { QUOTAS } from '../../domain/quotas';
import { DAY_MS, HOUR_MS } from '../../domain/time';
import { lastStartDelay } from '../../scan/spread-scans';
import { accountScans } from '../../storage/account-scans';
import {
  lastCompleteScan,
  queuedWork,
  storedFindings,
  throttledWork,
  ticketBacklog,
} from '../../storage/health-queries';
import { logLevel } from '../../storage/log-level';
import { type MostUse, mostQuotaUse } from '../../storage/quota-use';
import { lastFinishedRun } from '../../storage/run-queries';
import { unreadByAccount } from '../../storage/unread-queries';

/** How far back the busiest minute is looked for. */
const USE_SHOWN_MS = DAY_MS;
/** What a stored finding takes with its index entries, as docs/performance.md has measured it. Forge does not say it. */
const BYTES_OF_A_FINDING = 700;

/** Whether scanning and filing keep up. */
export async function healthView(): Promise<HealthView> {
  const now = Date.now();
  const [accounts, queue, lastScan, throttled, findings, backlog, finished, most, level] = await Promise.all([
    accountsNow(now),
    queuedWork(now),
    lastCompleteScan(),
    throttledWork(),
    storedFindings(),
    ticketBacklog(),
    lastFinishedRun(),
    mostQuotaUse(now - USE_SHOWN_MS),
    logLevel(),
  ]);
  return {
    now,
    accounts,
    queue,
    lastScan,
    throttled,
    findings,
    quotas: quotasOf({ accounts, lastScan, findings, most }),
    waits: most.waits,
    tickets: { ...backlog, held: finished?.issues.held ?? 0 },
    logLevel: level,
  };
}

async function accountsNow(now: number): Promise<HealthAccount[]> {
  const [accounts, unread] = await Promise.all([accountScans(), unreadByAccount()]);
  return accounts.map((account) => {
    const { operations, regionsListed } = unread.get(account.id) ?? { operations: 0, regionsListed: true };
    return {
      id: account.id,
      name: account.name,
      state: scanState(account, regionsListed, now),
      oldestScanAt: account.oldestScanAt,
      scopesNeverRead: account.neverRead,
      regionsListed,
      unreadOperations: operations,
    };
  });
}

function quotasOf({
  accounts,
  lastScan,
  findings,
  most,
}: Pick<HealthView, 'accounts' | 'lastScan' | 'findings'> & { most: MostUse }): QuotaUse[] {
  const { ofAMinute, ofAnHour, ofAnInvocation } = most;
  // The accounts' starts are spread on purpose; what is left of the hour after the last of them is what a scan may need.
  const spreadMs = lastStartDelay(accounts.filter(({ state }) => state !== 'off').length);
  return [
    { quota: 'hour', used: Math.max(0, (lastScan?.tookMs ?? 0) - spreadMs), limit: HOUR_MS - spreadMs },
    { quota: 'sqlStorage', used: findings * BYTES_OF_A_FINDING, limit: QUOTAS.sqlBytes },
    { quota: 'sqlStatements', used: ofAMinute.sqlStatements, limit: QUOTAS.sqlStatementsASecond * 60 },
    { quota: 'sqlMilliseconds', used: ofAMinute.sqlMilliseconds, limit: QUOTAS.sqlMillisecondsAMinute },
    { quota: 'events', used: ofAMinute.events, limit: QUOTAS.eventsAMinute },
    { quota: 'requests', used: ofAnInvocation.requests, limit: QUOTAS.requestsOfAnInvocation },
    { quota: 'jiraPoints', used: ofAnHour.jiraPoints, limit: QUOTAS.jiraPointsAnHour },
  ];
}
