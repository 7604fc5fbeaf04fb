import sql, { empty, join, raw, type Sql } from 'sql-template-tag';
import { z } from 'zod';
import type { HealthView } from '../contract/health';
import { integer, numberRow, time } from './columns';
import { select } from './run-sql';
import { SPECIAL, WITH_PROBLEM } from './special';

const PROBLEMS_SHOWN = 20;

const queuedRow = z.object({ waiting: integer.nullable(), running: integer.nullable(), since: time });

/** Work of runs that are not scanned to the end. */
export async function queuedWork() {
  const [row] = await select(
    queuedRow,
    sql`SELECT SUM(CASE WHEN i.state = 'queued' THEN 1 ELSE 0 END) AS waiting,
        SUM(CASE WHEN i.state = 'running' THEN 1 ELSE 0 END) AS running,
        MIN(CASE WHEN i.state = 'queued' THEN COALESCE(i.starts_at, r.started_at) ELSE NULL END) AS since
      FROM runs r JOIN work_items i ON i.run_id = r.run_id
      WHERE r.scanned_at IS NULL AND i.state IN ('queued', 'running')`,
  );
  const [rests] = await select(
    numberRow,
    sql`SELECT COUNT(*) AS number FROM work_item_rests t JOIN runs r ON r.run_id = t.run_id
      JOIN work_items i ON i.run_id = t.run_id AND i.account_id = t.account_id AND i.scope = t.scope
      WHERE r.scanned_at IS NULL AND i.state IN ('queued', 'running')`,
  );
  return {
    waiting: row?.waiting ?? 0,
    running: row?.running ?? 0,
    continued: rests?.number ?? 0,
    waitingSince: row?.since ?? null,
  };
}

const completeScanRow = z.object({ started_at: integer, scanned_at: integer, items_read: integer });

/** How long the newest run that was scanned to the end took. */
export async function lastCompleteScan() {
  const [row] = await select(
    completeScanRow,
    sql`SELECT started_at, scanned_at, items_read FROM runs
      WHERE scanned_at IS NOT NULL AND items_read > 0 ORDER BY started_at DESC LIMIT 1`,
  );
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
/** Among a million findings these are found by index; groups are few. */
const among = (table: TicketTable, which: string): Sql =>
  table === 'findings' ? sql`${raw(which)} AND` : empty;

type Backlog = HealthView['tickets'];
type Problem = Backlog['problems'][number];

/** Issues that are out of step, and what could not be filed or kept and why: of findings, and of those that share one. */
export async function ticketBacklog(): Promise<Backlog> {
  const tables: TicketTable[] = ['findings', 'finding_groups'];
  const [unsynced, problems] = await Promise.all([
    Promise.all(tables.map(unsyncedIn)),
    Promise.all(tables.map(problemsIn)),
  ]);
  const oldest = unsynced.flatMap((each) => each.oldest ?? []).sort((a, b) => a.since - b.since);
  return {
    waiting: unsynced.reduce((sum, { waiting }) => sum + waiting, 0),
    oldest: oldest[0] ?? null,
    problems: problems
      .flat()
      .sort((a, b) => b.findings - a.findings)
      .slice(0, PROBLEMS_SHOWN),
  };
}

const waitingRow = z.object({ waiting: integer });
const outOfStepRow = z.object({ issue_key: z.string(), changed_at: integer });

async function unsyncedIn(table: TicketTable): Promise<Pick<Backlog, 'waiting' | 'oldest'>> {
  const outOfStep = sql`FROM ${TABLES[table]} WHERE ${among(table, SPECIAL)} issue_id IS NOT NULL AND needs_sync = 1`;
  const [[row], [oldest]] = await Promise.all([
    select(waitingRow, sql`SELECT COUNT(*) AS waiting ${outOfStep}`),
    select(
      outOfStepRow,
      sql`SELECT issue_key, changed_at ${outOfStep} ORDER BY changed_at, finding_id LIMIT 1`,
    ),
  ]);
  return {
    waiting: row?.waiting ?? 0,
    oldest: oldest === undefined ? null : { issueKey: oldest.issue_key, since: oldest.changed_at },
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
async function problemsIn(table: TicketTable): Promise<Problem[]> {
  const groups = await select(
    problemRow,
    sql`SELECT sync_problem AS problem, COUNT(*) AS findings, MIN(finding_id) AS example
      FROM ${TABLES[table]} WHERE ${among(table, WITH_PROBLEM)} sync_problem IS NOT NULL
        AND (state <> 'resolved' OR (issue_id IS NOT NULL AND needs_sync = 1))
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

const lateRow = z.object({ name: z.string(), at: time, missing: integer });

/**
 * Accounts that are on and were not read to the end since `before`: some scope of theirs is older, or none was ever read
 * though they were connected by then. The longest first.
 */
export async function lateAccounts(before: number): Promise<{ name: string; lastScanAt: number | null }[]> {
  const rows = await select(
    lateRow,
    sql`SELECT a.name, MIN(s.last_complete_at) AS at,
        SUM(CASE WHEN s.account_id IS NULL OR s.last_complete_at IS NULL THEN 1 ELSE 0 END) AS missing
      FROM accounts a LEFT JOIN scopes s ON s.account_id = a.account_id
      WHERE a.enabled = 1 AND a.created_at < ${before}
      GROUP BY a.account_id, a.name
      HAVING MIN(COALESCE(s.last_complete_at, 0)) < ${before}
      ORDER BY MIN(COALESCE(s.last_complete_at, 0)), a.name`,
  );
  return rows.map(({ name, at, missing }) => ({ name, lastScanAt: missing > 0 ? null : at }));
}
