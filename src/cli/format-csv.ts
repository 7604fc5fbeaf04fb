import { toCsv } from '../domain/csv';
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
  return toCsv([[...COLUMNS, 'evidence'], ...rows]);
}
