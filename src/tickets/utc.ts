import { DAY_MS } from '../domain/time';
/** A moment as issues and comments show it, the same for readers in every time zone: `2026-11-23 21:05 UTC`. */
export function utcMinute(at: number): string {
  return `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/** The midnight before, in milliseconds since 1970 as the argument. */
export function startOfUtcDay(now: number): number {
  return now - (now % DAY_MS);
}

/** A UTC day: `2026-11-23`. */
export function utcDay(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}
