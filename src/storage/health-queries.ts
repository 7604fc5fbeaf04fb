import sql, { empty, join, raw, type Sql } from 'sql-template-tag';
import { z } from 'zod';
import type { HealthView } from '../contract/health';
import { integer, numberRow, time } from './columns';
import { OUT_OF_STEP_SINCE } from './out-of-step';
import { select } from './run-sql';
import { SPECIAL, WITH_PROBLEM } from './special';

const PROBLEMS_SHOWN = 20;

const queuedRow = z.object({
  due: integer.nullable(),
  planned: integer.nullable(),
  running: integer.nullable(),
  since: time,
});
const awaitingRow = z.object({ number: integer, since: time });

/**
 * Work of runs that are not scanned to the end, and runs that are and whose issues are not in step yet. What is planned for
 * later in the hour does not wait: it is not its turn. `now` in milliseconds since 1970.
 */
export async function queuedWork(now: number): Promise<HealthView['queue']> {
  const isDue = sql`i.state = 'queued' AND (i.starts_at IS NULL OR i.starts_at <= ${now})`;
  const [row] = await select(
    queuedRow,
    sql`SELECT SUM(CASE WHEN ${isDue} THEN 1 ELSE 0 END) AS due,
        SUM(CASE WHEN i.state = 'queued' AND i.starts_at > ${now} THEN 1 ELSE 0 END) AS planned,
        SUM(CASE WHEN i.state = 'running' THEN 1 ELSE 0 END) AS running,
        MIN(CASE WHEN ${isDue} THEN COALESCE(i.starts_at, r.started_at) ELSE NULL END) AS since
      FROM runs r JOIN work_items i ON i.run_id = r.run_id
      WHERE r.scanned_at IS NULL AND i.state IN ('queued', 'running')`,
  );
  const [rests] = await select(
    numberRow,
    sql`SELECT COUNT(*) AS number FROM work_item_rests t JOIN runs r ON r.run_id = t.run_id
      JOIN work_items i ON i.run_id = t.run_id AND i.account_id = t.account_id AND i.scope = t.scope
      WHERE r.scanned_at IS NULL AND i.state IN ('queued', 'running')`,
  );
  const [awaiting] = await select(
    awaitingRow,
    sql`SELECT COUNT(*) AS number, MIN(scanned_at) AS since FROM runs
      WHERE scanned_at IS NOT NULL AND finished_at IS NULL`,
  );
  return {
    waiting: row?.due ?? 0,
    planned: row?.planned ?? 0,
    running: row?.running ?? 0,
    continued: rests?.number ?? 0,
    waitingSince: row?.since ?? null,
    runsAwaitingTickets: awaiting?.number ?? 0,
    ticketsAwaitedSince: awaiting?.since ?? null,
  };
}

const completeScanRow = z.object({ started_at: integer, scanned_at: integer, items_read: integer });
/** A day of hourly scans. */
const RUNS_COMPARED = 24;

/**
 * How long the newest hourly scan that came to its end took. One that read less than half of what another of the last day did
 * says nothing of an hour: most of its work was left to a run before it, or could not be read.
 */
export async function lastCompleteScan(): Promise<HealthView['lastScan']> {
  const rows = await select(
    completeScanRow,
    sql`SELECT started_at, scanned_at, items_read FROM runs
      WHERE scanned_at IS NOT NULL AND items_read > 0 AND trigger_kind = 'schedule'
      ORDER BY started_at DESC LIMIT ${RUNS_COMPARED}`,
  );
  const most = Math.max(...rows.map((row) => row.items_read));
  const row = rows.find(({ items_read: read }) => read * 2 >= most);
  if (row === undefined) return null;
  return { startedAt: row.started_at, tookMs: row.scanned_at - row.started_at, workItems: row.items_read };
}

const throttledRow = z.object({ accounts: integer, operations: integer });

/** What AWS refused for being asked too often, at the last scan of each scope. */
export async function throttledWork() {
  const [row] = await select(
    throttledRow,
    sql`SELECT COUNT(DISTINCT account_id) AS accounts, COUNT(*) AS operations FROM unread WHERE reason = 'throttled'`,
  );
  return { accounts: row?.accounts ?? 0, operations: row?.operations ?? 0 };
}

const storedRow = z.object({ number: integer.nullable() });

/** How many findings are stored. */
export async function storedFindings(): Promise<number> {
  const [row] = await select(storedRow, sql`SELECT SUM(findings) AS number FROM account_counts`);
  return row?.number ?? 0;
}

const TABLES = { findings: raw('findings'), finding_groups: raw('finding_groups') };
type TicketTable = keyof typeof TABLES;
/** Among a million findings these are found by index; groups are few. What is part of a group is told of by the group. */
const among = (table: TicketTable, which: string): Sql =>
  table === 'findings' ? sql`${raw(which)} AND group_id IS NULL AND` : empty;

type Backlog = HealthView['tickets'];
type Problem = Backlog['problems'][number];

/** Issues that are out of step, and what could not be filed or kept and why: of findings, and of those that share one. */
export async function ticketBacklog(): Promise<Omit<Backlog, 'held'>> {
  const tables: TicketTable[] = ['findings', 'finding_groups'];
  const [unsynced, problems, blocked] = await Promise.all([
    Promise.all(tables.map(unsyncedIn)),
    Promise.all(tables.map(problemsIn)),
    Promise.all(tables.map(blockedIn)),
  ]);
  const oldest = unsynced.flatMap((each) => each.oldest ?? []).sort((a, b) => a.since - b.since);
  return {
    waiting: unsynced.reduce((sum, { waiting }) => sum + waiting, 0),
    oldest: oldest[0] ?? null,
    blocked: blocked.reduce((sum, number) => sum + number, 0),
    problems: together(problems.flat()).slice(0, PROBLEMS_SHOWN),
  };
}

/** What Jira says of issues of their own and of shared ones is one problem; its example is of the more frequent. */
function together(problems: readonly Problem[]): Problem[] {
  const merged = new Map<string, Problem>();
  for (const each of [...problems].sort((a, b) => b.findings - a.findings)) {
    const known = merged.get(each.problem);
    merged.set(each.problem, { ...(known ?? each), findings: each.findings + (known?.findings ?? 0) });
  }
  return [...merged.values()].sort((a, b) => b.findings - a.findings);
}

const waitingRow = z.object({ waiting: integer });
const outOfStepRow = z.object({ issue_key: z.string(), since: integer });

async function unsyncedIn(table: TicketTable): Promise<Pick<Backlog, 'waiting' | 'oldest'>> {
  const outOfStep = sql`FROM ${TABLES[table]}
    WHERE ${among(table, SPECIAL)} issue_id IS NOT NULL AND needs_sync = 1`;
  const [[row], [oldest]] = await Promise.all([
    select(waitingRow, sql`SELECT COUNT(*) AS waiting ${outOfStep}`),
    select(
      outOfStepRow,
      sql`SELECT issue_key, ${raw(OUT_OF_STEP_SINCE)} AS since ${outOfStep} ORDER BY since, finding_id LIMIT 1`,
    ),
  ]);
  return {
    waiting: row?.waiting ?? 0,
    oldest: oldest === undefined ? null : { issueKey: oldest.issue_key, since: oldest.since },
  };
}

const problemRow = z.object({ problem: z.string(), findings: integer, example: z.string() });
const exampleRow = z.object({
  finding_id: z.string(),
  account_id: z.string(),
  rule_id: z.string(),
  resource_id: z.string(),
  issue_key: z.string().nullable(),
});

/** Of what has ended, only what its issue was not told: an issue that cannot be closed is one. */
const withProblem = (table: TicketTable): Sql => sql`FROM ${TABLES[table]}
  WHERE ${among(table, WITH_PROBLEM)} sync_problem IS NOT NULL
    AND (state <> 'resolved' OR (issue_id IS NOT NULL AND needs_sync = 1))`;

/** An issue that is shared stands for as many findings as share it. */
const NUMBERS: Record<TicketTable, Sql> = {
  findings: sql`COUNT(*)`,
  finding_groups: sql`SUM(GREATEST(resource_count, 1))`,
};

const blockedRow = z.object({ number: integer.nullable() });

async function blockedIn(table: TicketTable): Promise<number> {
  const [row] = await select(blockedRow, sql`SELECT ${NUMBERS[table]} AS number ${withProblem(table)}`);
  return row?.number ?? 0;
}

async function problemsIn(table: TicketTable): Promise<Problem[]> {
  const groups = await select(
    problemRow,
    sql`SELECT sync_problem AS problem, ${NUMBERS[table]} AS findings, MIN(finding_id) AS example ${withProblem(table)}
      GROUP BY sync_problem ORDER BY findings DESC, problem LIMIT ${PROBLEMS_SHOWN}`,
  );
  if (groups.length === 0) return [];
  const examples = await select(
    exampleRow,
    sql`SELECT finding_id, account_id, rule_id, resource_id, issue_key FROM ${TABLES[table]}
      WHERE finding_id IN (${join(groups.map(({ example }) => example))})`,
  );
  return groups.flatMap(({ problem, findings, example }) => {
    const row = examples.find(({ finding_id }) => finding_id === example);
    if (row === undefined) return [];
    const { account_id: accountId, rule_id: ruleId, resource_id: resource, issue_key: issueKey } = row;
    return [{ problem, findings, accountId, ruleId, resource, issueKey }];
  });
}
