import { SEVERITIES, severityRank } from '../domain/severity';
import { visibleText } from '../domain/visible-text';
import { align } from './align';
import type { ScanReport } from './report';

/** What fails and what is unknown, worst first, with a summary: for people in front of a terminal. */
export function formatTable(report: ScanReport): string {
  const noteworthy = report.results
    .filter(({ status }) => status !== 'pass')
    .sort((a, b) => severityRank(a.severity) - severityRank(b.severity) || compare(a.ruleId, b.ruleId));
  const rows = noteworthy.map((result) => [
    result.severity,
    result.status,
    result.ruleId,
    result.accountId,
    result.region,
    result.resourceId,
    result.message,
  ]);
  const header = ['SEVERITY', 'STATUS', 'RULE', 'ACCOUNT', 'REGION', 'RESOURCE', 'WHAT'];
  return [
    ...(rows.length === 0 ? [] : [...align([header, ...rows].map(clean)), '']),
    summary(report),
    ...unreadLines(report),
    '',
  ].join('\n');
}

function summary({ results, durationMs, apiCalls }: ScanReport): string {
  const failed = results.filter(({ status }) => status === 'fail');
  const bySeverity = SEVERITIES.flatMap((severity) => {
    const count = failed.filter((result) => result.severity === severity).length;
    return count === 0 ? [] : [`${count} ${severity}`];
  });
  const passed = results.filter(({ status }) => status === 'pass').length;
  const unknown = results.length - failed.length - passed;
  const calls = Object.values(apiCalls).reduce((sum, count) => sum + count, 0);
  const fails = failed.length === 0 ? '0 failed' : `${failed.length} failed (${bySeverity.join(', ')})`;
  return `${fails}, ${unknown} unknown, ${passed} passed; ${calls} AWS calls in ${(durationMs / 1000).toFixed(1)} s.`;
}

function unreadLines({ unread }: ScanReport): string[] {
  if (unread.length === 0) return [];
  const rows = unread.map(({ accountId, region, operation, reason, message }) => [
    accountId,
    region,
    operation,
    reason,
    message,
  ]);
  return ['', 'Could not be read, so that what depends on it is unknown:', ...align(rows.map(clean))];
}

const clean = (row: string[]) => row.map(printable);

/** Names in AWS are other people's text: a line stays one, and what steers a terminal or turns the line round is written out. */
function printable(text: string): string {
  return visibleText(text.replace(/[\r\n\t]+/g, ' '));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
