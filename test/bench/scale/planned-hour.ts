import type { Account } from '../../../src/domain/account';
import { DEFAULT_ROLLOUT } from '../../../src/domain/rollout/policy';
import { GLOBAL_SCOPE, REGIONS_SCOPE } from '../../../src/domain/scope';
import { catalogue } from '../../../src/rules/index';
import { inForce } from '../../../src/scan/in-force';
import { planRegions } from '../../../src/scan/plan-regions';
import { pushLaterScans } from '../../../src/scan/push-scans';
import type { ScanBatch, ScopeHistory } from '../../../src/scan/spread-scans';
import { startRun } from '../../../src/scan/start-run';
import { enabledRules } from '../../../src/storage/settings';
import { fakeScanDeps, SCANNED_ACCOUNT } from '../../unit/scan/support/scan-deps';

const MINUTE_MS = 60_000;
/** As Forge takes them: https://developer.atlassian.com/platform/forge/limits-async-events/ */
const EVENTS_PER_PUSH = 50;

/** What the queues carry in an hour of so many accounts. */
export interface PlannedHour {
  /** The most events that are pushed within a minute. */
  eventsInAMinute: number;
  /** Pushes by the trigger and all that its events set off. */
  pushes: number;
  /** The most accounts whose scans start within a minute. */
  accountsInAMinute: number;
  /** When the last scans start, in minutes after the trigger. */
  lastStart: number;
}

type Delivery = { at: number } & ({ batch: ScanBatch } | { after: number });

/**
 * An hour by the product's own planning, with a clock that jumps: the trigger, the events that push later scans, and the
 * accounts that ask for their regions. Nothing is scanned.
 * @param scopeMs how long each scope took the hour before; null when nothing was ever scanned
 */
export async function plannedHour(
  { accounts, regions }: { accounts: number; regions: string[] },
  scopeMs: number | null,
): Promise<PlannedHour> {
  const all = Array.from(
    { length: accounts },
    (_, index): Account => ({ ...SCANNED_ACCOUNT, id: String(100_000_000_000 + index), regions: 'enabled' }),
  );
  const clock = { now: 0 };
  const deliveries: Delivery[] = [];
  const eventsByMinute = new Map<number, number>();
  const startsByMinute = new Map<number, Set<string>>();
  let pushes = 0;
  const push = (events: Delivery[]): void => {
    deliveries.push(...events);
    pushes += Math.ceil(events.length / EVENTS_PER_PUSH);
    const minute = Math.floor(clock.now / MINUTE_MS);
    eventsByMinute.set(minute, (eventsByMinute.get(minute) ?? 0) + events.length);
  };
  const planned: { accountId: string; scope: string; startsAt: number | null }[] = [];
  const rules = enabledRules(catalogue, {});
  const { deps } = fakeScanDeps({
    now: () => clock.now,
    settings: {
      accounts: async () => all,
      inForce: async (some) => inForce(DEFAULT_ROLLOUT, some, rules),
    },
    cloud: { enabledRegions: async () => regions },
    queue: {
      pushScans: async (batches) => push(batches.map((batch) => ({ at: clock.now + batch.delayMs, batch }))),
      pushPlan: async (_run, { delayMs, after }) => push([{ at: clock.now + delayMs, after }]),
    },
    store: {
      insertRun: async () => true,
      openInEarlierRuns: async () => [],
      knownScopes: async () => [GLOBAL_SCOPE, ...regions],
      replaceUnread: async () => undefined,
      scopeHistory: async (ids) => (scopeMs === null ? [] : historyOf(ids, regions, scopeMs)),
      insertWorkItems: async (_run, items) => void planned.push(...items),
      workItemsStartingAfter: async (_run, after) =>
        planned.flatMap(({ startsAt, ...item }) =>
          startsAt !== null && startsAt > after ? [{ ...item, startsAt }] : [],
        ),
    },
  });
  await startRun(deps, { trigger: 'schedule', runId: 'run' });
  for (let next = deliveries.shift(); next !== undefined; next = deliveries.shift()) {
    clock.now = next.at;
    if ('after' in next) await pushLaterScans(deps, 'run', next.after);
    else {
      const { accountId, scopes } = next.batch;
      const minute = Math.floor(clock.now / MINUTE_MS);
      startsByMinute.set(minute, (startsByMinute.get(minute) ?? new Set()).add(accountId));
      const account = all.find(({ id }) => id === accountId);
      if (account !== undefined && scopes.includes(REGIONS_SCOPE)) await planRegions(deps, 'run', account);
    }
    deliveries.sort((a, b) => a.at - b.at);
  }
  return {
    eventsInAMinute: Math.max(...eventsByMinute.values()),
    // And the one that hands the run over to the tickets.
    pushes: pushes + 1,
    accountsInAMinute: Math.max(...[...startsByMinute.values()].map(({ size }) => size)),
    lastStart: Math.max(...startsByMinute.keys()),
  };
}

function historyOf(accountIds: readonly string[], regions: string[], durationMs: number): ScopeHistory[] {
  return accountIds.flatMap((accountId) =>
    [GLOBAL_SCOPE, ...regions].map((scope) => ({ accountId, scope, lastCompleteAt: 1, durationMs })),
  );
}
