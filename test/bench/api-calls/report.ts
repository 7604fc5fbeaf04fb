import type { Account } from '../../../sandbox/aws/estate/estate';
import { budgetOf } from './budget';
import type { ScopeMeasure } from './measure';

export interface OperationRow {
  scope: string;
  operation: string;
  calls: number;
  /** Null: the cheap form says nothing of it, which counts as over. */
  budget: number | null;
  /** Why it has to cost that. */
  why: string;
  over: boolean;
}

export interface Report {
  rows: OperationRow[];
  scopes: (Omit<ScopeMeasure, 'calls' | 'unread'> & {
    calls: number;
    budget: number;
    /** The calls, and one per invocation that assumes the role. */
    requests: number;
    unread: string[];
  })[];
  calls: number;
  /** Nothing is over its budget or asked twice, and all was read. */
  ok: boolean;
}

/** What was measured beside what it may be. */
export function reportOf(account: Account, measures: ScopeMeasure[]): Report {
  const budget = budgetOf(account);
  const rows = measures.flatMap(({ scope, calls }) =>
    Object.entries(calls).map(([operation, count]): OperationRow => {
      const allowed = budget(operation);
      return {
        scope,
        operation,
        calls: count,
        budget: allowed?.calls ?? null,
        why: allowed?.why ?? '',
        over: allowed === null || count > allowed.calls,
      };
    }),
  );
  const sum = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0);
  const scopes = measures.map(({ calls, unread, ...measure }) => ({
    ...measure,
    calls: sum(Object.values(calls)),
    budget: sum(rows.filter(({ scope }) => scope === measure.scope).map((row) => row.budget ?? 0)),
    requests: sum(Object.values(calls)) + measure.invocations,
    unread: unread.map(({ message }) => message),
  }));
  return {
    rows,
    scopes,
    calls: sum(scopes.map(({ calls }) => calls)),
    ok:
      rows.every(({ over }) => !over) &&
      scopes.every(({ unread, repeated }) => unread.length === 0 && repeated.length === 0),
  };
}

/** How many invocations it took. Reading in parts repeats lists, so that the budget says nothing of it. */
export function formatInvocations({ scopes }: Report): string {
  const lines = scopes.map(
    ({ scope, invocations, requests, evaluations, milliseconds }) =>
      `${scope}: ${invocations} invocations, ${requests} requests, ${evaluations} judgements, ${milliseconds} ms`,
  );
  const unread = scopes.flatMap((scope) =>
    scope.unread.map((message) => `${scope.scope}: unread: ${message}`),
  );
  return [...lines, ...unread, ''].join('\n');
}

/** The calls by operation as a table, which is good Markdown too. */
export function table(rows: OperationRow[]): string {
  const cells = rows.map(({ scope, operation, calls, budget, over, why }) => [
    scope,
    operation,
    String(calls),
    budget === null ? 'none' : String(budget),
    over ? 'OVER' : why,
  ]);
  return aligned([['scope', 'operation', 'calls', 'budget', 'because'], ...cells]).join('\n');
}

/** For a terminal. */
export function formatReport({ rows, scopes, calls, ok }: Report): string {
  const totals = scopes.map(
    ({ scope, requests, budget, evaluations, bytes, milliseconds }) =>
      `${scope}: ${requests} requests (${requests - 1} calls of ${budget}, and one to assume the role), ` +
      `${evaluations} judgements, ${Math.round(bytes / 1024)} KiB of answers, ${milliseconds} ms`,
  );
  const unread = scopes.flatMap((scope) =>
    scope.unread.map((message) => `${scope.scope}: unread: ${message}`),
  );
  const repeated = scopes.flatMap((scope) =>
    scope.repeated.map((request) => `${scope.scope}: sent twice: ${request}`),
  );
  const verdict = ok ? 'All at or below the cheap form.' : 'NOT at or below the cheap form.';
  return [table(rows), '', ...totals, ...unread, ...repeated, `${calls} calls in all. ${verdict}`, ''].join(
    '\n',
  );
}

function aligned([head = [], ...rows]: string[][]): string[] {
  const widths = head.map((_, column) =>
    Math.max(3, ...[head, ...rows].map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: string[]) =>
    `| ${cells.map((cell, column) => (isNumeric(column) ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0))).join(' | ')} |`;
  const rule = widths.map((width, column) =>
    isNumeric(column) ? `${'-'.repeat(width - 1)}:` : '-'.repeat(width),
  );
  return [line(head), `| ${rule.join(' | ')} |`, ...rows.map(line)];
}

const isNumeric = (column: number) => column === 2 || column === 3;
