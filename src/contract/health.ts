import type { ScanState } from '../domain/account-scans';
import type { LogLevel } from '../domain/log-level';

/**
 * `sqlStorage` is estimated: findings, and what each of them was measured to take, without what is stored beside them. `hour`: the
 * last complete scan of those that come by the hour, without the minutes over which the accounts' starts are spread.
 */
export type QuotaName =
  | 'hour'
  | 'sqlStorage'
  | 'sqlStatements'
  | 'sqlMilliseconds'
  | 'events'
  | 'requests'
  | 'jiraPoints';

/** In the unit of the quota: milliseconds, bytes, or how many. */
export interface QuotaUse {
  quota: QuotaName;
  used: number;
  limit: number;
}

/** A connected account, and how far its reading has come. */
export interface HealthAccount {
  id: string;
  name: string;
  state: ScanState;
  /** When the scope that was read the longest ago was; null while none ever was. */
  oldestScanAt: number | null;
  /** Scopes that were begun and never read to their end. */
  scopesNeverRead: number;
  /** Whether AWS said which regions it has, where it was asked. */
  regionsListed: boolean;
  unreadOperations: number;
}

/** Whether scanning and filing keep up. Times in milliseconds since 1970. */
export interface HealthView {
  /** By the server's clock, against which the other times are to be read. */
  now: number;
  /** How far the reading of each connected account has come, the longest waiting first. */
  accounts: HealthAccount[];
  /**
   * The work of runs that are still going: `waiting` is due, since `waitingSince` the longest of it; `planned` starts later in the
   * hour. And runs that are scanned and whose issues nobody brought in step yet, since `ticketsAwaitedSince` the longest of them.
   */
  queue: {
    waiting: number;
    planned: number;
    running: number;
    continued: number;
    waitingSince: number | null;
    runsAwaitingTickets: number;
    ticketsAwaitedSince: number | null;
  };
  /** How long the last complete hourly scan took. */
  lastScan: { startedAt: number; tookMs: number; workItems: number } | null;
  /** What AWS refused for being asked too often. */
  throttled: { accounts: number; operations: number };
  /** Findings that are stored. */
  findings: number;
  /** How much of what the platform allows is taken; of what is by the minute, hour or invocation, the most of the last day. */
  quotas: QuotaUse[];
  /** How often somebody's limit made the app wait within the last day. */
  waits: { sql: number; queue: number; jira: number };
  tickets: {
    /** Issues that Jira has not been told the last of. */
    waiting: number;
    /** The one that has waited the longest. */
    oldest: { issueKey: string; since: number } | null;
    /** New issues that the last run's ceiling held back. */
    held: number;
    /** Findings that could not be filed or kept in step, for whatever reason. */
    blocked: number;
    /**
     * Why issues could not be created or kept in step, in Jira's own words, the twenty most frequent, each with one finding
     * that it is about; `issueKey`: where it has an issue. `findings`: what shares an issue counts one by one.
     */
    problems: {
      problem: string;
      findings: number;
      accountId: string;
      ruleId: string;
      resource: string;
      issueKey: string | null;
    }[];
  };
  logLevel: LogLevel;
}
