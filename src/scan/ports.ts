import type { Account } from '../domain/account';
import type { Unread } from '../domain/scan-outcome';
import type { TicketPolicy } from '../domain/ticket-policy';
import type { EnabledRule } from '../rules/define';
import type { FindingChanges } from './reconcile';
import type { ResourceReaders } from './scan-scope';
import type { StoredFinding } from './stored-finding';

/** One account in one scope, as part of a run. */
export interface WorkItem {
  runId: string;
  accountId: string;
  scope: string;
}

/** A work item on its way; `ruleIds` narrows a continuation to the rules that were not reached. */
export interface QueuedWorkItem extends WorkItem {
  ruleIds?: string[];
}

export type RunTrigger = 'schedule' | 'manual';

/** What scanning has to remember. Times in milliseconds since 1970. */
export interface ScanStore {
  insertRun(runId: string, trigger: RunTrigger, now: number): Promise<void>;
  unfinishedRuns(): Promise<
    { runId: string; trigger: RunTrigger; startedAt: number; scannedAt: number | null }[]
  >;
  markScanned(runId: string, now: number): Promise<boolean>;
  finishRun(runId: string, problems: string[], now: number): Promise<void>;

  insertWorkItems(runId: string, items: { accountId: string; scope: string }[]): Promise<void>;
  leaseWorkItem(item: WorkItem, owner: string, now: number, leaseUntil: number): Promise<boolean>;
  /** Until when somebody works on the item; null when nobody does. */
  workItemHeldUntil(item: WorkItem): Promise<number | null>;
  releaseWorkItem(item: WorkItem, owner: string): Promise<void>;
  endWorkItem(item: WorkItem, error: string | null, now: number): Promise<void>;
  openWorkItems(runId: string): Promise<number>;
  idleWorkItems(runId: string, now: number): Promise<{ accountId: string; scope: string }[]>;

  findingsOfScope(accountId: string, scope: string): Promise<StoredFinding[]>;
  storedFinding(findingId: string): Promise<StoredFinding | null>;
  applyFindingChanges(changes: FindingChanges): Promise<void>;
  replaceUnread(
    accountId: string,
    scope: string,
    unread: readonly Unread[],
    options: { now: number; partial: boolean },
  ): Promise<void>;
  noteScan(
    accountId: string,
    scope: string,
    scan: { at: number; complete: boolean; durationMs: number },
  ): Promise<void>;
  knownScopes(accountId: string): Promise<string[]>;
}

/** What admins decided. */
export interface ScanSettings {
  accounts(): Promise<Account[]>;
  account(accountId: string): Promise<Account | null>;
  rules(): Promise<EnabledRule[]>;
  policy(): Promise<TicketPolicy>;
}

/** AWS, as scanning needs it. Every method throws an UnreadableError when the account cannot be had. */
export interface Cloud {
  enabledRegions(account: Account): Promise<string[]>;
  readers(account: Account, scope: string): Promise<ResourceReaders>;
}

/** The work that goes on in other invocations. */
export interface ScanQueue {
  pushScans(items: QueuedWorkItem[]): Promise<void>;
  pushTickets(runId: string): Promise<void>;
}

export interface ScanDeps {
  store: ScanStore;
  settings: ScanSettings;
  cloud: Cloud;
  queue: ScanQueue;
  now(): number;
  newId(): string;
  log(event: string, details: Record<string, string | number | boolean | null>): void;
}
