const DATE_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/;

/** A custom field's value as text: moments in the reader's own time, options by their name. */
export function AppFieldValue({ value }: { value: unknown }) {
  return <>{textOf(value)}</>;
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return DATE_TIME.test(value) ? momentOf(value) : value;
  if (Array.isArray(value)) return value.map(textOf).join(', ');
  if (typeof value === 'object') {
    if ('displayName' in value) return String(value.displayName);
    if ('value' in value) return String(value.value);
    if ('name' in value) return String(value.name);
    return JSON.stringify(value);
  }
  return String(value);
}

/** Jira writes offsets without a colon (+0000), which not every browser reads. */
export function momentOf(text: string): string {
  const moment = new Date(text.replace(/([+-]\d{2})(\d{2})$/, '$1:$2'));
  return moment.toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' });
}
