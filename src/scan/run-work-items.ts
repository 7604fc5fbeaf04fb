import type { ScanDeps, WorkItem } from './ports';
import { endItem, type Invocation, runWorkItem } from './run-work-item';

/** Another scope is begun only while there is time to do more than assume the role. */
const LEAST_MS = 2 * 60 * 1000;

/** `held`: somebody else works on one of them, at the longest until then. */
export type WorkItemsEnd = { kind: 'done' } | { kind: 'held'; until: number };

/**
 * Scans scopes of one account one after the other, in one invocation's time and requests; what it does not get to is
 * pushed again. One that fails keeps the others from nothing: they are scanned, and then it is thrown.
 * @throws what the first one that failed threw
 */
export async function runWorkItems(
  deps: ScanDeps,
  { runId, accountId, scopes }: Omit<WorkItem, 'scope'> & { scopes: readonly string[] },
  invocation: Invocation,
): Promise<WorkItemsEnd> {
  const errors: unknown[] = [];
  let heldUntil: number | null = null;
  for (const [index, scope] of scopes.entries()) {
    if (index > 0 && !hasRoom(invocation)) {
      await deps.queue.pushScans([{ runId, accountId, scopes: scopes.slice(index), delayMs: 0 }]);
      break;
    }
    try {
      const item = { runId, accountId, scope };
      const end = await runWorkItem(deps, item, invocation);
      const settled = end.kind === 'planned' ? await runRegions(deps, item, end, invocation) : end;
      if (settled.kind === 'held') heldUntil = Math.max(heldUntil ?? 0, settled.until);
    } catch (error) {
      errors.push(error);
    }
  }
  if (errors.length > 0) throw errors[0];
  return heldUntil === null ? { kind: 'done' } : { kind: 'held', until: heldUntil };
}

function hasRoom({ remainingMs, requests }: Invocation): boolean {
  return remainingMs() >= LEAST_MS && !requests.low;
}

/** Scans the regions of an account that were left to this invocation, and ends the item that planned them. */
async function runRegions(
  deps: ScanDeps,
  item: WorkItem,
  { regions, problem }: { regions: readonly string[]; problem: string | null },
  invocation: Invocation,
): Promise<WorkItemsEnd> {
  const { runId, accountId } = item;
  if (hasRoom(invocation)) {
    const end = await runWorkItems(deps, { runId, accountId, scopes: regions }, invocation);
    if (end.kind === 'held') return end;
  } else {
    await deps.queue.pushScans([{ runId, accountId, scopes: [...regions], delayMs: 0 }]);
  }
  return endItem(deps, item, problem);
}
