import type { ScanDeps, WorkItem } from './ports';
import { type Invocation, runWorkItem } from './run-work-item';

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
    if (index > 0 && (invocation.remainingMs() < LEAST_MS || invocation.requests.low)) {
      await deps.queue.pushScans([{ runId, accountId, scopes: scopes.slice(index), delayMs: 0 }]);
      break;
    }
    try {
      const end = await runWorkItem(deps, { runId, accountId, scope }, invocation);
      if (end.kind === 'held') heldUntil = Math.max(heldUntil ?? 0, end.until);
    } catch (error) {
      errors.push(error);
    }
  }
  if (errors.length > 0) throw errors[0];
  return heldUntil === null ? { kind: 'done' } : { kind: 'held', until: heldUntil };
}
