const DAY = 24 * 60 * 60 * 1000;
const HOUR = 60 * 60 * 1000;
const MINUTE = 60 * 1000;

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
  if (size >= 2 * DAY - HOUR / 2) return relative.format(Math.round(distance / DAY), 'day');
  if (size >= HOUR) return relative.format(Math.round(distance / HOUR), 'hour');
  return relative.format(Math.trunc(distance / MINUTE), 'minute');
}

const date = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' });

/** The day of `at`, in milliseconds since 1970, in the reader's own time zone. */
export function formatDate(at: number): string {
  return date.format(at);
}
