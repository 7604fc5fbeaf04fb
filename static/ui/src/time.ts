import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../src/domain/time';

const dateTime = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });
const relative = new Intl.RelativeTimeFormat();

/** `at` in milliseconds since 1970, in the reader's own time zone. */
export function formatDateTime(at: number): string {
  return dateTime.format(at);
}

/**
 * "in 3 days", "47 hours ago": `at` seen from `now`, both in milliseconds since 1970. Below two days in hours, and
 * never "tomorrow": a distance says nothing of the calendar's days.
 */
export function formatRelative(at: number, now: number): string {
  const distance = at - now;
  const size = Math.abs(distance);
  if (size >= 2 * DAY_MS - HOUR_MS / 2) return relative.format(Math.round(distance / DAY_MS), 'day');
  if (size >= HOUR_MS) return relative.format(Math.round(distance / HOUR_MS), 'hour');
  return relative.format(Math.trunc(distance / MINUTE_MS), 'minute');
}

const date = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' });

/** The day of `at`, in milliseconds since 1970, in the reader's own time zone. */
export function formatDate(at: number): string {
  return date.format(at);
}
