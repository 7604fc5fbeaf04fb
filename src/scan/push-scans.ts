import type { ScanDeps } from './ports';
import { batchesOf } from './spread-scans';

/** An event may be delayed by 15 minutes at the most; whatever starts later is pushed by a later one. */
const LONGEST_DELAY_MS = 15 * 60 * 1000;
/** The next push is a little ahead of what it pushes. */
const AHEAD_MS = 60 * 1000;

interface Item {
  accountId: string;
  scope: string;
  /** Milliseconds since 1970; null for at once. */
  startsAt: number | null;
}

/**
 * Pushes work items for when they are to start, and an event that pushes those that start too late for the queue to wait
 * for. Should that event be lost, the next hour's trigger finds the items idle.
 */
export async function pushScans(deps: ScanDeps, runId: string, items: readonly Item[]): Promise<void> {
  const now = deps.now();
  const delayOf = ({ startsAt }: Item): number => Math.max(0, (startsAt ?? now) - now);
  const soon = items.filter((item) => delayOf(item) <= LONGEST_DELAY_MS);
  const history = await deps.store.scopeHistory([...new Set(soon.map(({ accountId }) => accountId))]);
  const delays = [...new Set(soon.map(delayOf))].sort((a, b) => a - b);
  for (const delayMs of delays) {
    const together = soon.filter((item) => delayOf(item) === delayMs);
    await deps.queue.pushScans(batchesOf(runId, together, history).map((batch) => ({ ...batch, delayMs })));
  }
  if (soon.length < items.length) await deps.queue.pushPlan(runId, LONGEST_DELAY_MS - AHEAD_MS);
}

/** Pushes what of the run has not been pushed yet. Done twice, items are pushed twice, and scanned once. */
export async function pushLaterScans(deps: ScanDeps, runId: string): Promise<void> {
  const after = deps.now();
  await pushScans(deps, runId, await deps.store.workItemsStartingAfter(runId, after));
}
