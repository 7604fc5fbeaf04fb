import type { LogLevel } from '../domain/log-level';
import { HOUR_MS } from '../domain/time';

/** Scans come every hour; after three without success somebody should look. */
export const LATE_MS = 3 * HOUR_MS;

/** `sqlStorage` is estimated: findings, and what each of them was measured to take. `hour`: the last complete scan. */
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

/** Whether scanning and filing keep up. Times in milliseconds since 1970. */
export interface HealthView {
  /** By the server's clock, against which the other times are to be read. */
  now: number;
  /** The work of runs that are still going; `waitingSince`: when the oldest of them was planned. */
  queue: { waiting: number; running: number; continued: number; waitingSince: number | null };
  /** How long the last complete scan took. */
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
    /**
     * Why issues could not be created or kept in step, in Jira's own words, the most frequent first, each with one finding
     * that it is about; `issueKey`: where it has an issue.
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
