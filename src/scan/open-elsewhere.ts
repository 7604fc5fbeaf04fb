import { scopeKey } from '../domain/scope';
import type { ScanDeps } from './ports';
import { GIVE_UP_MS } from './resume-runs';

/**
 * What of a scheduled run's items is left when those are taken out that an earlier run is still to scan. Where an hour is too
 * short for all accounts, the next run would otherwise queue behind the rest of this one everything that the rest is about
 * to read, and each hour would begin further behind. Whoever starts a scan by hand waits for all of it.
 */
export async function withoutOpenElsewhere<Item extends { accountId: string; scope: string }>(
  deps: ScanDeps,
  runId: string,
  items: readonly Item[],
  accountId?: string,
): Promise<Item[]> {
  const open = await deps.store.openInEarlierRuns(runId, deps.now() - GIVE_UP_MS, accountId);
  const keys = new Set(open.map(scopeKey));
  return items.filter((item) => !keys.has(scopeKey(item)));
}
