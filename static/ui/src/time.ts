const DAY = 24 * 60 * 60 * 1000;
const HOUR = 60 * 60 * 1000;
const MINUTE = 60 * 1000;

const dateTime = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });
const date = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' });
const relative = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' });

/** `at` in milliseconds since 1970, in the reader's own time zone. */
export function formatDateTime(at: number): string {
  return dateTime.format(at);
}

export function formatDate(at: number): string {
  return date.format(at);
}

/** "in 3 days", "2 hours ago": `at` seen from `now`, both in milliseconds since 1970. */
export function formatRelative(at: number, now: number): string {
  const distance = at - now;
  const size = Math.abs(distance);
  if (size >= DAY) return relative.format(Math.trunc(distance / DAY), 'day');
  if (size >= HOUR) return relative.format(Math.trunc(distance / HOUR), 'hour');
  return relative.format(Math.trunc(distance / MINUTE), 'minute');
}
