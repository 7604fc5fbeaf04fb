import { MINUTE_MS } from '../domain/time';
import { closeRunAgain, closeRunIfScanned } from './close-run';
import type { ScanDeps, WorkItem } from './ports';
import { type Invocation, runWorkItem, type WorkItemEnd } from './run-work-item';

/** Another scope is begun only while there is time to do more than assume the role. */
const LEAST_MS = 2 * MINUTE_MS;

/** What an admin changes of the account holds for scopes that begin later than that. */
const ACCOUNT_KEPT_MS = 30_000;

/** `held`: somebody else works on one of them, at the longest until then. */
export type WorkItemsEnd = { kind: 'done' } | { kind: 'held'; until: number };

/**
 * Scans scopes of one account one after the other, in one invocation's time and requests, and the regions that it finds to be
 * scanned. What it does not get to, or not to the end of, is pushed as one event: an account has no more of them on their way
 * than it began with. The event goes to the end of the queue, and in it what stopped comes last, so that neither the other
 * accounts nor the other scopes wait for the one that takes long. One that fails keeps the others from nothing: they are
 * scanned, and then it is thrown.
 * @throws what the first one that failed threw
 */
export async function runWorkItems(
  deps: ScanDeps,
  { runId, accountId, scopes }: Omit<WorkItem, 'scope'> & { scopes: readonly string[] },
  invocation: Invocation,
): Promise<WorkItemsEnd> {
  const waiting = [...scopes];
  const account = recentlyRead(deps, () => deps.settings.account(accountId));
  const findings = deps.store.findingWriter();
  const ends = new Set<WorkItemEnd['kind']>();
  const errors: unknown[] = [];
  let heldUntil: number | null = null;
  let left: string[] = [];
  for (let scope = waiting.shift(); scope !== undefined; scope = waiting.shift()) {
    try {
      const end = await runWorkItem(deps, { runId, accountId, scope }, { ...invocation, account, findings });
      ends.add(end.kind);
      if (end.kind === 'planned') waiting.push(...end.scopes);
      if (end.kind === 'continued') left = [scope];
      if (end.kind === 'held') heldUntil = Math.max(heldUntil ?? 0, end.until);
    } catch (error) {
      errors.push(error);
    }
    if (left.length > 0 || isShort(invocation)) {
      left = [...waiting, ...left];
      break;
    }
  }
  if (left.length > 0) await deps.queue.pushScans([{ runId, accountId, scopes: left, delayMs: 0 }]);
  await findings.count();
  await closeRun(deps, runId, { ends, again: invocation.again });
  if (errors.length > 0) throw errors[0];
  return heldUntil === null ? { kind: 'done' } : { kind: 'held', until: heldUntil };
}

/**
 * The run may be scanned by what was ended. Whoever ended all of it before may have been cut off ahead of handing it over: then
 * the platform repeats their event. Another event for the same scopes, as each hour pushes for what is left of the one before,
 * has nothing to make up for; were each of them to hand the run over, there would be a ticket event for every one.
 */
async function closeRun(
  deps: ScanDeps,
  runId: string,
  { ends, again }: { ends: ReadonlySet<WorkItemEnd['kind']>; again: boolean },
): Promise<void> {
  if (ends.has('done') || ends.has('planned')) await closeRunIfScanned(deps, runId);
  else if (again && ends.has('done-before')) await closeRunAgain(deps, runId);
}

/** Scopes that take a second each need not ask for the same each. */
function recentlyRead<Value>({ now }: ScanDeps, read: () => Promise<Value>): () => Promise<Value> {
  let last: { at: number; value: Value } | null = null;
  return async () => {
    if (last === null || now() - last.at > ACCOUNT_KEPT_MS) last = { at: now(), value: await read() };
    return last.value;
  };
}

const isShort = ({ remainingMs, requests }: Invocation): boolean => remainingMs() < LEAST_MS || requests.low;
