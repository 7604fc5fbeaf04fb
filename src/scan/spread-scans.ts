import { listIn } from '../domain/list-in';
import { REGIONS_SCOPE, scopeKey } from '../domain/scope';
import { MINUTE_MS } from '../domain/time';

/** What one event should take: long enough to spare invocations, short enough that many can share the hour. */
export const BATCH_MS = 2 * MINUTE_MS;
/** Asking for the regions of an account is one request. */
const PLAN_REGIONS_MS = 2_000;
/** Taken of a scope that was never read to the end. */
const UNKNOWN_MS = 30_000;

/**
 * Events of one account at once. What holds six scans at once for all (src/queue/queues.ts) knows no accounts, so it is the
 * plan that keeps a huge one from taking all six.
 */
export const LANES = 3;

/** Accounts that start within a minute. New ones that are no more than these start at once: somebody waits for them. */
const ACCOUNTS_A_MINUTE = 20;
/** A minute's accounts start a few at a time: an account's scan begins with a burst of statements. */
const STEPS_A_MINUTE = 10;
/** Few accounts start one a step, and some more take this long: what starts later takes another event to push it. */
const FEW_SPREAD_MINUTES = 3;
/** The last accounts start by then, so that they end within the hour. */
const SPREAD_MINUTES = 40;

/** What is known of a scope from when it was last read to the end. */
export interface ScopeHistory {
  accountId: string;
  scope: string;
  /** Milliseconds since 1970; null when it never was. */
  lastCompleteAt: number | null;
  durationMs: number | null;
}

/** Some scopes of an account, for one event; they start no earlier than `delayMs` from now. */
export interface ScanBatch {
  runId: string;
  accountId: string;
  scopes: string[];
  delayMs: number;
}

/**
 * When the scan of each account starts, in milliseconds after the run's own start: those that were never scanned first,
 * then those that were not for the longest time. They are spread over the hour, so that neither Forge's rates nor AWS feel them
 * all at the same time.
 */
export function startDelays(
  accountIds: readonly string[],
  history: readonly ScopeHistory[],
): Map<string, number> {
  const scannedAt = new Map<string, number>();
  for (const { accountId, lastCompleteAt } of history) {
    const known = scannedAt.get(accountId) ?? Number.POSITIVE_INFINITY;
    scannedAt.set(accountId, Math.min(known, lastCompleteAt ?? 0));
  }
  const inOrder = [...accountIds].sort(
    (a, b) => (scannedAt.get(a) ?? -1) - (scannedAt.get(b) ?? -1) || (a < b ? -1 : 1),
  );
  const isNew = (id: string): boolean => !scannedAt.has(id);
  const areFewNew = inOrder.filter(isNew).length <= ACCOUNTS_A_MINUTE;
  return new Map(
    inOrder.map((id, index) => {
      if (!isNew(id)) return [id, startDelay(index, inOrder.length)];
      return [id, areFewNew ? 0 : delayAt(index, mostAMinute(inOrder.length))];
    }),
  );
}

const mostAMinute = (accounts: number): number =>
  Math.max(ACCOUNTS_A_MINUTE, Math.ceil(accounts / SPREAD_MINUTES));

const delayAt = (index: number, aMinute: number): number =>
  Math.floor((index * STEPS_A_MINUTE) / aMinute) * (MINUTE_MS / STEPS_A_MINUTE);

/** When the account of that index starts, of so many that were scanned before. */
function startDelay(index: number, accounts: number): number {
  const few = Math.max(STEPS_A_MINUTE, accounts / FEW_SPREAD_MINUTES);
  return delayAt(index, Math.min(few, mostAMinute(accounts)));
}

/** When the last of so many accounts starts, in milliseconds after the run's own start. */
export const lastStartDelay = (accounts: number): number => startDelay(Math.max(0, accounts - 1), accounts);

/**
 * Puts scopes of an account into one event for as long as they took little time, and one that took long into an event of
 * its own, but never into more than LANES events. Accounts take turns, so that one with many scopes keeps nobody waiting.
 */
export function batchesOf(
  runId: string,
  items: readonly { accountId: string; scope: string }[],
  history: readonly ScopeHistory[],
): ScanBatch[] {
  const durations = new Map(history.map((known) => [scopeKey(known), known.durationMs]));
  const byAccount = new Map<string, Lane[]>();
  for (const item of items) {
    const expectedMs =
      item.scope === REGIONS_SCOPE ? PLAN_REGIONS_MS : (durations.get(scopeKey(item)) ?? UNKNOWN_MS);
    const lanes = listIn(byAccount, item.accountId);
    const lane = laneFor(lanes, expectedMs);
    lane.scopes.push(item.scope);
    lane.expectedMs += expectedMs;
  }
  const turns = Math.max(0, ...[...byAccount.values()].map(({ length }) => length));
  return Array.from({ length: turns }, (_, turn) =>
    [...byAccount].flatMap(([accountId, lanes]) => {
      const scopes = lanes[turn]?.scopes;
      return scopes === undefined ? [] : [{ runId, accountId, scopes, delayMs: 0 }];
    }),
  ).flat();
}

interface Lane {
  scopes: string[];
  expectedMs: number;
}

/** The first that has room, a new one, or the one that will be done first. */
function laneFor(lanes: Lane[], expectedMs: number): Lane {
  const roomy = lanes.find((lane) => lane.expectedMs + expectedMs <= BATCH_MS);
  if (roomy !== undefined) return roomy;
  const [shortest] = [...lanes].sort((a, b) => a.expectedMs - b.expectedMs);
  if (shortest !== undefined && lanes.length >= LANES) return shortest;
  const opened = { scopes: [], expectedMs: 0 };
  lanes.push(opened);
  return opened;
}
