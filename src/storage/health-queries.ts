import sql from 'sql-template-tag';
import { z } from 'zod';
import { select } from './run-sql';

const integer = z.coerce.number().int();
const time = integer.nullable();

const PROBLEMS_SHOWN = 20;

/** Work of runs that are not scanned to the end. */
export async function queuedWork() {
  const [row] = await select(
    z.object({ waiting: integer.nullable(), running: integer.nullable(), since: time }),
    sql`SELECT SUM(CASE WHEN i.state = 'queued' THEN 1 ELSE 0 END) AS waiting,
        SUM(CASE WHEN i.state = 'running' THEN 1 ELSE 0 END) AS running,
        MIN(CASE WHEN i.state = 'queued' THEN COALESCE(i.starts_at, r.started_at) ELSE NULL END) AS since
      FROM runs r JOIN work_items i ON i.run_id = r.run_id
      WHERE r.scanned_at IS NULL AND i.state IN ('queued', 'running')`,
  );
  const [rests] = await select(
    z.object({ number: integer }),
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

/** How long the newest run that was scanned to the end took. */
export async function lastCompleteScan() {
  const [row] = await select(
    z.object({ started_at: integer, scanned_at: integer, items_read: integer }),
    sql`SELECT started_at, scanned_at, items_read FROM runs
      WHERE scanned_at IS NOT NULL AND items_read > 0 ORDER BY started_at DESC LIMIT 1`,
  );
  if (row === undefined) return null;
  return { startedAt: row.started_at, tookMs: row.scanned_at - row.started_at, workItems: row.items_read };
}

/** What AWS refused for being asked too often, at the last scan of each scope. */
export async function throttledWork() {
  const [row] = await select(
    z.object({ accounts: integer, operations: integer }),
    sql`SELECT COUNT(DISTINCT account_id) AS accounts, COUNT(*) AS operations FROM unread WHERE reason = 'throttled'`,
  );
  return { accounts: row?.accounts ?? 0, operations: row?.operations ?? 0 };
}

export async function storedFindings(): Promise<number> {
  const [row] = await select(
    z.object({ number: integer.nullable() }),
    sql`SELECT SUM(findings) AS number FROM account_counts`,
  );
  return row?.number ?? 0;
}

/** Issues that are out of step, and what could not be filed or kept and why. */
export async function ticketBacklog() {
  const [[row], problems] = await Promise.all([
    select(
      z.object({ waiting: integer, oldest: time }),
      sql`SELECT COUNT(*) AS waiting, MIN(changed_at) AS oldest FROM findings
        WHERE special = 1 AND issue_id IS NOT NULL AND needs_sync = 1`,
    ),
    select(
      z.object({
        problem: z.string(),
        findings: integer,
        account_id: z.string(),
        rule_id: z.string(),
        resource: z.string(),
      }),
      sql`SELECT sync_problem AS problem, COUNT(*) AS findings, MIN(account_id) AS account_id, MIN(rule_id) AS rule_id,
          MIN(resource_id) AS resource
        FROM findings WHERE special = 1 AND sync_problem IS NOT NULL AND state <> 'resolved'
        GROUP BY sync_problem ORDER BY findings DESC, problem LIMIT ${PROBLEMS_SHOWN}`,
    ),
  ]);
  return {
    waiting: row?.waiting ?? 0,
    oldestSince: row?.oldest ?? null,
    problems: problems.map(({ account_id: accountId, rule_id: ruleId, ...rest }) => ({
      ...rest,
      accountId,
      ruleId,
    })),
  };
}

/**
 * Accounts that are on and were not read to the end since `before`: some scope of theirs is older, or none was ever read
 * though they were connected by then. The longest first.
 */
export async function lateAccounts(before: number): Promise<{ name: string; lastScanAt: number | null }[]> {
  const rows = await select(
    z.object({ name: z.string(), at: time, missing: integer }),
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
