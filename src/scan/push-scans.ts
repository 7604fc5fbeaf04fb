import { MINUTE_MS } from '../domain/time';
import type { ScanDeps } from './ports';
import { batchesOf, type ScopeHistory } from './spread-scans';

/**
 * What starts later is pushed by a later event. A push of more than some minutes would take a whole minute's events at
 * once: https://developer.atlassian.com/platform/forge/limits-async-events/
 */
const PUSHED_AHEAD_MS = 3 * MINUTE_MS;
/** The next push is a little ahead of what it pushes. */
const EARLIER_MS = MINUTE_MS;

/** https://developer.atlassian.com/platform/forge/limits-async-events/ */
const LONGEST_DELAY_MS = 15 * MINUTE_MS;

interface Item {
  accountId: string;
  scope: string;
  /** Milliseconds since 1970; null for at once. */
  startsAt: number | null;
}

/**
 * Pushes work items for when they are to start, and an event that pushes those that start later. Should that event be
 * lost, the next hour's trigger finds the items idle.
 */
export async function pushScans(deps: ScanDeps, runId: string, items: readonly Item[]): Promise<void> {
  const now = deps.now();
  const soon = items.filter(({ startsAt }) => (startsAt ?? now) - now <= PUSHED_AHEAD_MS);
  const history = await deps.store.scopeHistory([...new Set(soon.map(({ accountId }) => accountId))]);
  await pushAll(deps, runId, soon, history);
  if (soon.length < items.length)
    await deps.queue.pushPlan(runId, { delayMs: PUSHED_AHEAD_MS - EARLIER_MS, after: now + PUSHED_AHEAD_MS });
}

/** Pushes all of them now, however late they start; no event is delayed by more than Forge's 15 minutes. */
export async function pushAll(
  deps: ScanDeps,
  runId: string,
  items: readonly Item[],
  history: readonly ScopeHistory[],
): Promise<void> {
  const now = deps.now();
  const delayOf = ({ startsAt }: Item): number =>
    Math.min(LONGEST_DELAY_MS, Math.max(0, (startsAt ?? now) - now));
  const delays = [...new Set(items.map(delayOf))].sort((a, b) => a - b);
  const batches = delays.flatMap((delayMs) => {
    const together = items.filter((item) => delayOf(item) === delayMs);
    return batchesOf(runId, together, history).map((batch) => ({ ...batch, delayMs }));
  });
  if (batches.length > 0) await deps.queue.pushScans(batches);
}

/**
 * Pushes what of the run starts after that moment, in milliseconds since 1970. Done twice, items are pushed twice, and
 * scanned once.
 */
export async function pushLaterScans(deps: ScanDeps, runId: string, after: number): Promise<void> {
  await pushScans(deps, runId, await deps.store.workItemsStartingAfter(runId, after));
}
