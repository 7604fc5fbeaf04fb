import type { Account } from '../domain/account';
import type { LogLevel } from '../domain/log-level';
import type { PairGroup } from '../domain/rollout/decisions';
import type { Unread } from '../domain/scan-outcome';
import type { ScanRest } from '../domain/scan-rest';
import type { InForce } from './in-force';
import type { FindingChanges } from './reconcile';
import type { RequestBudget } from './request-budget';
import type { ResourceReaders } from './scan-scope';
import type { ScanBatch, ScopeHistory } from './spread-scans';
import type { StoredFinding } from './stored-finding';

/** One account in one scope, as part of a run. */
export interface WorkItem {
  runId: string;
  accountId: string;
  scope: string;
}

/** How far a work item has come. */
export interface WorkItemProgress {
  /** When somebody first worked on it, in milliseconds since 1970; null when nobody did. */
  startedAt: number | null;
  /** What the invocation before left of it; null when none did. */
  rest: ScanRest | null;
  /** How long the parts before took together, in milliseconds. */
  readMs: number;
}

/** The right to work on an item until `until`. */
export interface WorkItemLease {
  owner: string;
  /** Whether the owner may take up what it held when it was cut off. */
  again: boolean;
  now: number;
  until: number;
}

/** How far the reading of a scope has come. Times in milliseconds since 1970. */
export interface ScanPass {
  /** When the first part of it began. */
  startedAt: number;
  now: number;
  /** Whether every rule has been judged. */
  ended: boolean;
  /** Whether one invocation did all of it. */
  inOnePart: boolean;
}

/**
 * Writes what changed in scopes, one after the other, and counts the findings of several of them together, which takes no more
 * statements than those of one. Pages show what is written at once: what they find uncounted, they count.
 */
export interface FindingWriter {
  /** Writes the changes of a scope of which so many findings were stored before. */
  apply(of: { accountId: string; scope: string }, changes: FindingChanges, stored: number): Promise<void>;
  /** Counts what is not counted yet; to be done before the invocation ends. */
  count(): Promise<void>;
}

export type RunTrigger = 'schedule' | 'manual';

/** A run whose tickets are not in step yet. Times in milliseconds since 1970. */
export interface UnfinishedRun {
  runId: string;
  trigger: RunTrigger;
  startedAt: number;
  /** When its last work item ended; null before. */
  scannedAt: number | null;
}

/** What scanning has to remember. Times in milliseconds since 1970. */
export interface ScanStore {
  /** False when the run is there already. */
  insertRun(runId: string, trigger: RunTrigger, now: number): Promise<boolean>;
  scheduledRunsSince(at: number): Promise<number>;
  unfinishedRuns(): Promise<UnfinishedRun[]>;
  markScanned(runId: string, now: number): Promise<boolean>;
  finishRun(runId: string, problems: string[], now: number): Promise<void>;

  /** `startsAt`: nobody looks for the item before; null for at once. */
  insertWorkItems(
    runId: string,
    items: { accountId: string; scope: string; startsAt: number | null }[],
  ): Promise<void>;
  /** Items that nobody has worked on and that start after that moment. */
  workItemsStartingAfter(
    runId: string,
    after: number,
  ): Promise<{ accountId: string; scope: string; startsAt: number }[]>;
  /** What is known of the scopes of these accounts. */
  scopeHistory(accountIds: readonly string[]): Promise<ScopeHistory[]>;
  leaseWorkItem(item: WorkItem, lease: WorkItemLease): Promise<boolean>;
  workItemProgress(item: WorkItem): Promise<WorkItemProgress>;
  /** Until when somebody works on the item; null when nobody does. */
  workItemHeldUntil(item: WorkItem): Promise<number | null>;
  /** Keeps what is left of an item that the caller holds, for whoever takes it next, and how long its parts have taken so far. */
  keepRest(item: WorkItem, rest: ScanRest, readMs: number): Promise<void>;
  releaseWorkItem(item: WorkItem, owner: string): Promise<void>;
  endWorkItem(item: WorkItem, error: string | null, now: number): Promise<void>;
  countWorkItems(runId: string): Promise<{ total: number; open: number }>;
  /** What nobody works on and is due; of one account also what `owner` held when it was cut off. */
  idleWorkItems(
    runId: string,
    now: number,
    of?: { accountId: string; owner: string },
  ): Promise<{ accountId: string; scope: string }[]>;
  /**
   * What runs that were started after `since` and before this one are still to scan, of every account or of one. Nothing
   * unless this one is scheduled.
   */
  openInEarlierRuns(
    runId: string,
    since: number,
    accountId?: string,
  ): Promise<{ accountId: string; scope: string }[]>;

  findingsOfScope(accountId: string, scope: string): Promise<StoredFinding[]>;
  storedFinding(findingId: string): Promise<StoredFinding | null>;
  applyFindingChanges(of: { accountId: string; scope: string }, changes: FindingChanges): Promise<void>;
  findingWriter(): FindingWriter;
  replaceUnread(accountId: string, scope: string, unread: readonly Unread[], pass: ScanPass): Promise<void>;
  /** `readMs`: how long its parts took together, without what lay between them; as long as it lasted when left out. */
  noteScan(
    accountId: string,
    scope: string,
    pass: Pick<ScanPass, 'startedAt' | 'now' | 'ended'> & { readMs?: number },
  ): Promise<void>;
  knownScopes(accountId: string): Promise<string[]>;
  /** Forgets that the scope was ever scanned, and what was unread of it; its findings stay. */
  forgetScope(accountId: string, scope: string): Promise<void>;
  /** Resolves the findings of rules that are off and of accounts that are not connected. */
  resolveOrphans(known: { ruleIds: string[]; accountIds: string[] }, now: number): Promise<void>;
  /** Resolves the findings of rules that are off in these accounts. */
  resolveOff(pairs: readonly PairGroup[], now: number): Promise<void>;
}

/** What admins decided. */
export interface ScanSettings {
  accounts(): Promise<Account[]>;
  account(accountId: string): Promise<Account | null>;
  /** What holds for these accounts now. */
  inForce(accounts: readonly Account[]): Promise<InForce>;
}

/** AWS, as scanning needs it. Every method throws an UnreadableError when the account cannot be had. */
export interface Cloud {
  enabledRegions(account: Account): Promise<string[]>;
  /** What they send is taken from `requests`. */
  readers(account: Account, scope: string, requests: RequestBudget): Promise<ResourceReaders>;
}

/** The work that goes on in other invocations. */
export interface ScanQueue {
  pushScans(batches: ScanBatch[]): Promise<void>;
  /** Has the run's scans that start after `after`, in milliseconds since 1970, pushed in `delayMs` from now. */
  pushPlan(runId: string, plan: { delayMs: number; after: number }): Promise<void>;
  pushTickets(runId: string): Promise<void>;
}

export interface ScanDeps {
  store: ScanStore;
  settings: ScanSettings;
  cloud: Cloud;
  queue: ScanQueue;
  now(): number;
  newId(): string;
  /** `level`: info when left out. */
  log(event: string, details: Record<string, string | number | boolean | null>, level?: LogLevel): void;
}
