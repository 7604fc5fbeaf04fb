/** Values of the credential report that stand for "there is none". Source: the credential report's documentation. */
const NONE = new Set(['N/A', 'no_information', 'not_supported', '']);

/** A yes or no of the credential report; null for what is neither. */
export function reportFlag(value: string): boolean | null {
  const text = value.trim().toLowerCase();
  if (text === 'true') return true;
  if (text === 'false') return false;
  return null;
}

/** A time of the credential report in milliseconds since 1970; `none` when it says that there is none, null when it is no time. */
export function reportTime(value: string): number | 'none' | null {
  if (NONE.has(value.trim())) return 'none';
  const time = Date.parse(value);
  return Number.isNaN(time) ? null : time;
}
