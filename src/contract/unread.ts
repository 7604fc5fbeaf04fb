import type { UnreadReason } from '../domain/scan-outcome';

/** An account and region that could not be read, in whole or in part. */
export interface UnreadRow {
  accountId: string;
  accountName: string;
  region: string;
  operation: string;
  reason: UnreadReason;
  message: string;
  /** The IAM action that the account's role is not allowed; null where that is not why. */
  permission: string | null;
  /** What whoever looks after the account can do about it. */
  remedy: string;
  /** Milliseconds since 1970. */
  since: number;
}

/** The newest first, and not more than one answer takes; `total`: with those that are left out. */
export interface UnreadView {
  rows: UnreadRow[];
  total: number;
}
