import { HOUR_MS } from './time';

/** Scans come every hour; after three without success somebody should look. */
export const LATE_MS = 3 * HOUR_MS;

/** How far the reading of a connected account has come. Times in milliseconds since 1970. */
export interface AccountScans {
  enabled: boolean;
  /** When the scope that was read the longest ago was last read to its end; null while none ever was. */
  oldestScanAt: number | null;
  /** Scopes that were begun and never read to their end. */
  neverRead: number;
  /**
   * Since when not all of the account was read again: of the scope that waits the longest, its last reading to the end, or its
   * first beginning where there was none; where nothing was begun, when the account was connected.
   */
  waitingSince: number;
}

/**
 * `not-yet`: nothing was read to its end. `partly`: some of it is read hourly; a region never was, or AWS does not say which
 * regions there are.
 */
export type ScanState = 'off' | 'late' | 'not-yet' | 'partly' | 'hourly';

/** Whether an account that is on was not read to its end for so long that somebody should look. */
export const isLate = ({ enabled, waitingSince }: AccountScans, now: number): boolean =>
  enabled && now - waitingSince > LATE_MS;

/** What the account's scans are, the worst that holds. */
export function scanState(scans: AccountScans, regionsListed: boolean, now: number): ScanState {
  if (!scans.enabled) return 'off';
  if (isLate(scans, now)) return 'late';
  if (scans.oldestScanAt === null) return 'not-yet';
  return scans.neverRead > 0 || !regionsListed ? 'partly' : 'hourly';
}
