import type { Evaluation, Unread } from '../domain/scan-outcome';

/** What the command found out. */
export interface ScanReport {
  results: Evaluation[];
  unread: Unread[];
  /** AWS API calls sent, retries included, by `service:Operation`. */
  apiCalls: Record<string, number>;
  durationMs: number;
}

/** Whether everything was read and judged. */
export function isComplete({ results, unread }: ScanReport): boolean {
  return unread.length === 0 && results.every(({ status }) => status !== 'unknown');
}
