/** Jira's form of an instant: 2026-11-23T20:15:00.000+0000. */
export const jiraTime = (milliseconds: number) => new Date(milliseconds).toISOString().replace('Z', '+0000');

/**
 * Reads an ISO date and time with a zone, as Jira's fields take it.
 * @returns milliseconds since 1970, or null when it is none
 */
export function parseJiraTime(text: string): number | null {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})$/.test(text)) return null;
  const value = Date.parse(text.replace(/([+-]\d{2})(\d{2})$/, '$1:$2'));
  return Number.isNaN(value) ? null : value;
}

/** Whether the text is a day that the calendar has, as yyyy-MM-dd. */
export function isCalendarDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const at = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
}
