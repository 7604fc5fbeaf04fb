import { MINUTE_MS } from '../domain/time';
import type { ScanDeps } from './ports';
import { batchesOf } from './spread-scans';

/**
 * What starts later is pushed by a later event. A push of more than some minutes would take a whole minute's events at
 * once: https://developer.atlassian.com/platform/forge/limits-async-events/
 */
const PUSHED_AHEAD_MS = 3 * MINUTE_MS;
/** The next push is a little ahead of what it pushes. */
const EARLIER_MS = MINUTE_MS;

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
  const delayOf = ({ startsAt }: Item): number => Math.max(0, (startsAt ?? now) - now);
  const soon = items.filter((item) => delayOf(item) <= PUSHED_AHEAD_MS);
  const history = await deps.store.scopeHistory([...new Set(soon.map(({ accountId }) => accountId))]);
  const delays = [...new Set(soon.map(delayOf))].sort((a, b) => a - b);
  const batches = delays.flatMap((delayMs) => {
    const together = soon.filter((item) => delayOf(item) === delayMs);
    return batchesOf(runId, together, history).map((batch) => ({ ...batch, delayMs }));
  });
  if (batches.length > 0) await deps.queue.pushScans(batches);
  if (soon.length < items.length)
    await deps.queue.pushPlan(runId, { delayMs: PUSHED_AHEAD_MS - EARLIER_MS, after: now + PUSHED_AHEAD_MS });
}

/**
 * Pushes what of the run starts after that moment, in milliseconds since 1970. Done twice, items are pushed twice, and
 * scanned once.
 */
export async function pushLaterScans(deps: ScanDeps, runId: string, after: number): Promise<void> {
  await pushScans(deps, runId, await deps.store.workItemsStartingAfter(runId, after));
}
