import type { ScanReport } from './report';

const COLUMNS = [
  'ruleId',
  'accountId',
  'region',
  'resourceType',
  'resourceId',
  'resourceArn',
  'status',
  'severity',
  'message',
] as const;

/** The results as RFC 4180 CSV with a header; evidence is JSON in the last column. */
export function formatCsv({ results }: ScanReport): string {
  const rows = results.map((result) => [
    ...COLUMNS.map((column) => result[column]),
    JSON.stringify(result.evidence),
  ]);
  return [[...COLUMNS, 'evidence'], ...rows].map((row) => `${row.map(toCell).join(',')}\r\n`).join('');
}

/**
 * A spreadsheet takes a cell that starts like a formula for one, and names and tags in AWS are other people's text.
 * Source: https://owasp.org/www-community/attacks/CSV_Injection
 */
function toCell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
