import type { Account } from '../domain/account';
import type { ScanOutcome } from '../domain/scan-outcome';
import { GLOBAL_SCOPE, REGIONS_SCOPE } from '../domain/scope';
import { UnreadableError } from './evaluate/unreadable';
import { planRegions } from './plan-regions';
import type { FindingWriter, ScanDeps, WorkItem, WorkItemProgress } from './ports';
import { reconcile } from './reconcile';
import type { RequestBudget } from './request-budget';
import { type ResourceReaders, scanScope } from './scan-scope';
import { scopeUnread } from './scope-unread';

/** Kept back from an invocation's time for writing what was read. */
const TIME_TO_WRITE_MS = 20_000;

/**
 * `planned`: it is done, and these scopes of the account are to be scanned next. `done-before`: by another invocation, which may
 * not have come to what follows from it. `continued`: the rest is kept, for whoever is pushed to go on. `held`: somebody else
 * works on it, at the longest until then; whoever asks should look again.
 */
export type WorkItemEnd =
  | { kind: 'done' }
  | { kind: 'done-before' }
  | { kind: 'planned'; scopes: string[] }
  | { kind: 'continued' }
  | { kind: 'held'; until: number };

/** The invocation that is to do the work. */
export interface Invocation {
  /** The same when the platform repeats an event. */
  owner: string;
  /** Whether this is such a repetition: it may take up what the invocation before it held. */
  again: boolean;
  /** Milliseconds that are left. */
  remainingMs: () => number;
  /** What it may send to AWS. */
  requests: RequestBudget;
}

/** An invocation at work on an account. */
export interface AccountInvocation extends Invocation {
  /** The account as it is connected, as of half a minute ago at the most; null when it no longer is. */
  account: () => Promise<Account | null>;
  /** What it found goes through here; the caller has it counted. */
  findings: FindingWriter;
}

/**
 * Scans one account in one scope and stores what changed; the run is the caller's to close. May be run twice, overlap with
 * itself or be cut off anywhere: whoever holds the lease works, and writing the same again changes nothing.
 */
export async function runWorkItem(
  deps: ScanDeps,
  item: WorkItem,
  invocation: AccountInvocation,
): Promise<WorkItemEnd> {
  const { owner, again, remainingMs } = invocation;
  const now = deps.now();
  if (!(await deps.store.leaseWorkItem(item, { owner, again, now, until: now + remainingMs() }))) {
    const until = await deps.store.workItemHeldUntil(item);
    if (until === null) return doneBefore(deps, item, invocation);
    deps.log('work-item-held', { ...item, seconds: Math.round((until - now) / 1000) });
    return { kind: 'held', until };
  }
  deps.log('work-item-begun', { ...item, again }, 'debug');
  try {
    return await workOn(deps, item, invocation);
  } catch (error) {
    await deps.store.releaseWorkItem(item, owner);
    throw error;
  }
}

/** Whoever found the regions may have been cut off before scanning them: then the platform repeats their event. */
async function doneBefore(
  deps: ScanDeps,
  { runId, accountId, scope }: WorkItem,
  { again, owner }: Invocation,
): Promise<WorkItemEnd> {
  if (!again || scope !== REGIONS_SCOPE) return { kind: 'done-before' };
  const left = await deps.store.idleWorkItems(runId, deps.now(), { accountId, owner });
  return left.length === 0
    ? { kind: 'done-before' }
    : { kind: 'planned', scopes: left.map((each) => each.scope) };
}

async function workOn(deps: ScanDeps, item: WorkItem, invocation: AccountInvocation): Promise<WorkItemEnd> {
  const account = await invocation.account();
  if (account === null) return end(deps, item, 'The account is no longer connected.');
  if (item.scope === REGIONS_SCOPE) {
    const { error, scopes } = await planRegions(deps, item.runId, account);
    await end(deps, item, error);
    return { kind: 'planned', scopes };
  }

  const progress = await deps.store.workItemProgress(item);
  const startedAt = deps.now();
  let readers: ResourceReaders;
  try {
    readers = await deps.cloud.readers(account, item.scope, invocation.requests);
  } catch (error) {
    if (!(error instanceof UnreadableError)) throw error;
    await scopeUnread(deps, account, item.scope, error);
    await deps.store.noteScan(account.id, item.scope, { startedAt, now: deps.now(), ended: false });
    return end(deps, item, error.message);
  }
  const outcome = await scan(deps, {
    item,
    progress,
    account,
    readers,
    startedAt,
    remainingMs: invocation.remainingMs,
    requests: invocation.requests,
  });
  const readMs = await store(deps, {
    item,
    progress,
    account,
    outcome,
    startedAt,
    findings: invocation.findings,
  });
  if (outcome.rest === null) return end(deps, item, null);

  // Kept before it is given back: should the event be lost, the next hour's trigger goes on from here.
  await deps.store.keepRest(item, outcome.rest, readMs);
  await deps.store.releaseWorkItem(item, invocation.owner);
  deps.log('work-item-continued', { ...item, rulesLeft: outcome.rest.ruleIds.length });
  return { kind: 'continued' };
}

async function end(deps: ScanDeps, item: WorkItem, error: string | null): Promise<WorkItemEnd> {
  if (error !== null) deps.log('work-item-failed', { ...item, error }, 'warn');
  await deps.store.endWorkItem(item, error, deps.now());
  return { kind: 'done' };
}

interface Reading {
  item: WorkItem;
  progress: WorkItemProgress;
  account: Account;
  /** When this invocation began to read. */
  startedAt: number;
}

async function scan(
  deps: ScanDeps,
  { item, progress, account, readers, startedAt, remainingMs, requests }: Reading & ReadWith,
): Promise<ScanOutcome> {
  const kind = item.scope === GLOBAL_SCOPE ? 'global' : 'regional';
  const { rulesOf } = await deps.settings.inForce([account]);
  const rules = rulesOf(account.id).filter(({ rule }) => rule.resource.scope === kind);
  const outcome = await scanScope({
    account,
    scope: item.scope,
    rules,
    readers,
    now: startedAt,
    remainingMs: () => remainingMs() - TIME_TO_WRITE_MS,
    requests,
    ...(progress.rest === null ? {} : { rest: progress.rest }),
  });
  deps.log('work-item-scanned', {
    runId: item.runId,
    accountId: account.id,
    scope: item.scope,
    evaluations: outcome.evaluations.length,
    unread: outcome.unread.length,
    rulesLeft: outcome.rest?.ruleIds.length ?? 0,
    apiCalls: Object.values(outcome.apiCalls).reduce((sum, calls) => sum + calls, 0),
    milliseconds: deps.now() - startedAt,
  });
  for (const { operation, region, reason } of outcome.unread) {
    const { runId, accountId, scope } = item;
    deps.log('unread', { runId, accountId, scope, operation, region, reason }, 'debug');
  }
  deps.log('aws-calls', { accountId: account.id, scope: item.scope, ...outcome.apiCalls }, 'debug');
  return outcome;
}

interface ReadWith {
  readers: ResourceReaders;
  remainingMs: () => number;
  requests: RequestBudget;
}

interface Found {
  outcome: ScanOutcome;
  findings: FindingWriter;
}

/** Answers how long the parts of this reading have taken so far. */
async function store(
  deps: ScanDeps,
  { item, progress, account, outcome, startedAt, findings }: Reading & Found,
): Promise<number> {
  const [stored, { termsOf }] = await Promise.all([
    deps.store.findingsOfScope(account.id, item.scope),
    deps.settings.inForce([account]),
  ]);
  // As of when the reading began: what somebody read or decided since is not overwritten.
  const changes = reconcile({ stored, outcome, terms: termsOf(account.id), now: startedAt });
  await findings.apply(item, changes, stored.length);

  const isContinuation = progress.rest !== null;
  const ended = outcome.rest === null;
  const now = deps.now();
  const readMs = now - startedAt + (isContinuation ? progress.readMs : 0);
  const pass = {
    startedAt: isContinuation ? (progress.startedAt ?? startedAt) : startedAt,
    now,
    ended,
    inOnePart: ended && !isContinuation,
  };
  await deps.store.replaceUnread(account.id, item.scope, outcome.unread, pass);
  await deps.store.noteScan(account.id, item.scope, { ...pass, readMs });
  return readMs;
}
