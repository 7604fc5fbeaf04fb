import { partitionOf } from '../domain/account';
import type { ScanOutcome } from '../domain/scan-outcome';
import { GLOBAL_SCOPE } from '../domain/scope';
import { UnreadableError } from './evaluate/unreadable';
import type { QueuedWorkItem, ScanDeps } from './ports';
import { reconcile } from './reconcile';
import { type ResourceReaders, scanScope } from './scan-scope';
import { scopeUnread } from './scope-unread';

/** Kept back from an invocation's time for writing what was read. */
const TIME_TO_WRITE_MS = 20_000;

/** `held`: somebody else works on it, at the longest until then; whoever asks should look again. */
export type WorkItemEnd = { kind: 'done' } | { kind: 'continued' } | { kind: 'held'; until: number };

/**
 * Scans one account in one scope and stores what changed. May be run twice, overlap with itself or be cut off anywhere:
 * whoever holds the lease works, and writing the same again changes nothing.
 * @param remainingMs how long this invocation may still run
 */
export async function runWorkItem(
  deps: ScanDeps,
  item: QueuedWorkItem,
  remainingMs: () => number,
): Promise<WorkItemEnd> {
  const owner = deps.newId();
  const startedAt = deps.now();
  if (!(await deps.store.leaseWorkItem(item, owner, startedAt, startedAt + remainingMs()))) {
    const until = await deps.store.workItemHeldUntil(item);
    if (until !== null) return { kind: 'held', until };
    await closeRunIfScanned(deps, item.runId);
    return { kind: 'done' };
  }
  try {
    return await scanLeased(deps, item, owner, startedAt, remainingMs);
  } catch (error) {
    await deps.store.releaseWorkItem(item, owner);
    throw error;
  }
}

async function scanLeased(
  deps: ScanDeps,
  item: QueuedWorkItem,
  owner: string,
  startedAt: number,
  remainingMs: () => number,
): Promise<WorkItemEnd> {
  const account = await deps.settings.account(item.accountId);
  if (account === null) return end(deps, item, 'The account is no longer connected.');

  let readers: ResourceReaders;
  try {
    readers = await deps.cloud.readers(account, item.scope);
  } catch (error) {
    if (!(error instanceof UnreadableError)) throw error;
    await scopeUnread(deps, account, item.scope, error);
    await deps.store.noteScan(account.id, item.scope, {
      at: startedAt,
      complete: false,
      durationMs: deps.now() - startedAt,
    });
    return end(deps, item, error.message);
  }

  const kind = item.scope === GLOBAL_SCOPE ? 'global' : 'regional';
  const rules = (await deps.settings.rules()).filter(({ rule }) => rule.resource.scope === kind);
  const outcome = await scanScope({
    account,
    scope: item.scope,
    rules,
    readers,
    now: startedAt,
    remainingMs: () => remainingMs() - TIME_TO_WRITE_MS,
    ...(item.ruleIds === undefined ? {} : { only: { ruleIds: item.ruleIds } }),
  });
  await store(deps, account, item, outcome, startedAt);
  deps.log('work-item-scanned', {
    runId: item.runId,
    accountId: account.id,
    partition: partitionOf(account.roleArn),
    scope: item.scope,
    evaluations: outcome.evaluations.length,
    unread: outcome.unread.length,
    rulesLeft: outcome.rulesLeft.length,
    milliseconds: deps.now() - startedAt,
  });
  if (outcome.rulesLeft.length > 0) {
    await deps.store.releaseWorkItem(item, owner);
    const { runId, accountId, scope } = item;
    await deps.queue.pushScans([{ runId, accountId, scope, ruleIds: outcome.rulesLeft }]);
    return { kind: 'continued' };
  }
  return end(deps, item, null);
}

async function end(deps: ScanDeps, item: QueuedWorkItem, error: string | null): Promise<WorkItemEnd> {
  await deps.store.endWorkItem(item, error, deps.now());
  await closeRunIfScanned(deps, item.runId);
  return { kind: 'done' };
}

async function store(
  deps: ScanDeps,
  account: { id: string; ownerProjectKey: string | null },
  item: QueuedWorkItem,
  outcome: ScanOutcome,
  startedAt: number,
): Promise<void> {
  const [stored, policy] = await Promise.all([
    deps.store.findingsOfScope(account.id, item.scope),
    deps.settings.policy(),
  ]);
  await deps.store.applyFindingChanges(reconcile({ stored, outcome, policy, account, now: startedAt }));
  const partial = item.ruleIds !== undefined || outcome.rulesLeft.length > 0;
  await deps.store.replaceUnread(account.id, item.scope, outcome.unread, { now: startedAt, partial });
  await deps.store.noteScan(account.id, item.scope, {
    at: deps.now(),
    complete: outcome.rulesLeft.length === 0 && outcome.coverage.every(({ complete }) => complete),
    durationMs: deps.now() - startedAt,
  });
}

/** The last item of a run hands over to the tickets. Asked again it does nothing: the first one noted it. */
export async function closeRunIfScanned(deps: ScanDeps, runId: string): Promise<void> {
  if ((await deps.store.openWorkItems(runId)) > 0) return;
  if (await deps.store.markScanned(runId, deps.now())) await deps.queue.pushTickets(runId);
}
