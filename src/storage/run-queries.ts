import sql, { type Sql } from 'sql-template-tag';
import { z } from 'zod';
import type { RunView } from '../contract/global-page';
import { select } from './run-sql';

const integer = z.coerce.number().int();
const time = integer.nullable();

const runSchema = z.object({
  run_id: z.string(),
  trigger_kind: z.enum(['schedule', 'manual']),
  started_at: integer,
  scanned_at: time,
  finished_at: time,
  issues_created: integer,
  issues_updated: integer,
  issues_closed: integer,
  issues_reopened: integer,
  issues_held: integer,
  problems: z
    .string()
    .nullable()
    .transform((text) => (text === null ? [] : z.array(z.string()).parse(JSON.parse(text)))),
  total: integer,
  queued: integer.nullable(),
  running: integer.nullable(),
  done: integer.nullable(),
  failed: integer.nullable(),
});

function view(row: z.infer<typeof runSchema>): RunView {
  return {
    runId: row.run_id,
    trigger: row.trigger_kind,
    startedAt: row.started_at,
    scannedAt: row.scanned_at,
    finishedAt: row.finished_at,
    workItems: {
      total: row.total,
      queued: row.queued ?? 0,
      running: row.running ?? 0,
      done: row.done ?? 0,
      failed: row.failed ?? 0,
    },
    issues: {
      created: row.issues_created,
      updated: row.issues_updated,
      closed: row.issues_closed,
      reopened: row.issues_reopened,
      held: row.issues_held,
    },
    problems: row.problems,
  };
}

async function runs(condition: Sql, limit: number): Promise<RunView[]> {
  const rows = await select(
    runSchema,
    sql`SELECT r.*, COUNT(w.run_id) AS total,
        SUM(CASE WHEN w.state = 'queued' THEN 1 ELSE 0 END) AS queued,
        SUM(CASE WHEN w.state = 'running' THEN 1 ELSE 0 END) AS running,
        SUM(CASE WHEN w.state = 'done' THEN 1 ELSE 0 END) AS done,
        SUM(CASE WHEN w.state = 'failed' THEN 1 ELSE 0 END) AS failed
      FROM runs r LEFT JOIN work_items w ON w.run_id = r.run_id
      WHERE ${condition}
      GROUP BY r.run_id ORDER BY r.started_at DESC LIMIT ${limit}`,
  );
  return rows.map(view);
}

/** The newest runs first. */
export function newestRuns(limit: number): Promise<RunView[]> {
  return runs(sql`1 = 1`, limit);
}

/** One run, or null when there is none. */
export async function runById(runId: string): Promise<RunView | null> {
  const [run] = await runs(sql`r.run_id = ${runId}`, 1);
  return run ?? null;
}

/** When a scan last came to its end, in milliseconds since 1970; null before the first. */
export async function lastScanAt(): Promise<number | null> {
  const [row] = await select(z.object({ at: time }), sql`SELECT MAX(scanned_at) AS at FROM runs`);
  return row?.at ?? null;
}

/** When each account's scopes were last all read, by account id: the oldest of them; null where one never was. */
export async function lastScanByAccount(): Promise<Map<string, number | null>> {
  const rows = await select(
    z.object({ account_id: z.string(), at: time, missing: integer.nullable() }),
    sql`SELECT account_id, MIN(last_complete_at) AS at,
        SUM(CASE WHEN last_complete_at IS NULL THEN 1 ELSE 0 END) AS missing
      FROM scopes GROUP BY account_id`,
  );
  return new Map(rows.map((row) => [row.account_id, (row.missing ?? 0) > 0 ? null : row.at]));
}
