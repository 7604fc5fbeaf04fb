import { DROPPED_AN_HOUR, MOST_RESOLVED } from '../../../src/storage/findings';
import { type Company, ceilingOf } from './company';
import type { Cycles } from './measure';
import { KEPT_DAYS } from './retention';

const YEAR_DAYS = 365;
const HOURS = 24;
const MINUTES = 24 * 60;

/** What a table, or a part of one, holds. */
export interface Holding {
  what: string;
  rows: number;
  bytesOfARow: number;
  /** What it is that there are so many. */
  because: string;
}

/** What was resolved in an hour, what an hour forgets of it, and what is stored of it in the end. */
export interface Resolved {
  anHour: number;
  forgottenAnHour: number;
  afterAYear: number;
}

interface Input {
  company: Company;
  cycles: Cycles;
}

/**
 * Resolved findings of so many accounts, each hour like the second one of the benchmark, and each finding another one: what fails again
 * would be the same row. More than the product keeps are forgotten after a day, as far as an hour's share goes.
 */
export function resolvedOf({ company, cycles }: Input, accounts: number): Resolved {
  const anHour = (cycles.second.resolved / company.accounts) * accounts;
  const forgottenAnHour = Math.min(anHour, DROPPED_AN_HOUR);
  const ofHalfAYear = HOURS * anHour * KEPT_DAYS.resolvedFindings;
  const kept = Math.min(ofHalfAYear, Math.max(MOST_RESOLVED, HOURS * anHour));
  const afterAYear = kept + HOURS * (anHour - forgottenAnHour) * YEAR_DAYS;
  return { anHour, forgottenAnHour, afterAYear };
}

/** All that so many accounts store after a year of hours, by the product's own retention, at the ceiling of the benchmark's policy. */
export function storedAfterAYear(input: Input, accounts: number): Holding[] {
  const { company, cycles } = input;
  const { first, second, stored } = cycles;
  const now = (table: string): number => {
    const rows = stored?.tables[table]?.rows ?? first.sqlRowsWritten[table] ?? 0;
    return (rows / company.accounts) * accounts;
  };
  const holding = (table: string, rows: number, because: string, what = table): Holding => ({
    what,
    rows,
    bytesOfARow: bytesOfARow(cycles, table),
    because,
  });
  const actionsADay = 2 * ceilingOf(accounts).perDay;
  const actions = `${actionsADay.toLocaleString('en-US')} a day: as many issues as the ceiling lets through, each closed some day`;
  const itemsOfARun = accounts * (company.regions + 2);
  const open = ((second.open + second.unknown) / company.accounts) * accounts;
  return [
    holding('findings', open, 'now', 'findings, open and unknown'),
    holding(
      'findings',
      resolvedOf(input, accounts).afterAYear,
      `${KEPT_DAYS.resolvedFindings} days of what each hour resolves, but no more than ${MOST_RESOLVED.toLocaleString('en-US')}, and what no hour could forget`,
      'findings, resolved',
    ),
    holding('audit_log', actionsADay * KEPT_DAYS.audit, `${KEPT_DAYS.audit} days, ${actions}`),
    holding(
      'ticket_actions',
      actionsADay * KEPT_DAYS.ticketActions,
      `${KEPT_DAYS.ticketActions} days of the same`,
    ),
    holding('work_items', itemsOfARun * HOURS * KEPT_DAYS.workItems, `${KEPT_DAYS.workItems} days of runs`),
    holding('sla_days', accounts * KEPT_DAYS.sla, `${KEPT_DAYS.sla} days, one of each account and its owner`),
    holding('runs', HOURS * KEPT_DAYS.runs, `${KEPT_DAYS.runs} days`),
    holding('quota_use', MINUTES * KEPT_DAYS.quotaUse, `${KEPT_DAYS.quotaUse} days of minutes`),
    ...['accounts', 'scopes', 'finding_counts', 'account_counts', 'rule_counts'].map((table) =>
      holding(table, now(table), 'now'),
    ),
  ];
}

export const bytesOf = (holdings: readonly Holding[]): number =>
  holdings.reduce((sum, { rows, bytesOfARow: each }) => sum + rows * each, 0);

/** As stored with its index entries, where the engine says so; else as sent to be written in the first hour. */
export function bytesOfARow({ first, stored }: Cycles, table: string): number {
  if (stored !== null) return stored.bytesOfARow[table] ?? 0;
  const rows = first.sqlRowsWritten[table] ?? 0;
  return rows === 0 ? 0 : (first.sqlBytesWrittenByTable[table] ?? 0) / rows;
}
