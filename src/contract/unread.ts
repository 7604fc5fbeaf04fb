import type { UnreadReason } from '../domain/scan-outcome';

/** An account and region that could not be read, in whole or in part. */
export interface UnreadRow {
  accountId: string;
  accountName: string;
  region: string;
  operation: string;
  reason: UnreadReason;
  message: string;
  since: number;
}
