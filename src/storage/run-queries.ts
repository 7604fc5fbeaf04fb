import sql, { join, type Sql } from 'sql-template-tag';
import { z } from 'zod';
import type { RunView } from '../contract/global-page';
import { REGIONS_SCOPE } from '../domain/scope';
import { integer, time } from './columns';
import { select } from './run-sql';
import { jsonColumn } from './stored-data';

const runSchema = z.object({
  run_id: z.string(),
  trigger_kind: z.enum(['schedule', 'manual']),
  started_at: integer,
  scanned_at: time,
  items_read: integer,
  items_failed: integer,
  finished_at: time,
  issues_created: integer,
  issues_updated: integer,
  issues_closed: integer,
  issues_reopened: integer,
  issues_held: integer,
  problems: jsonColumn(z.array(z.string()))
    .nullable()
    .transform((problems) => problems ?? []),
});

const WORK_ITEM_STATES = ['queued', 'running', 'done', 'failed'] as const;
const countSchema = z.object({ run_id: z.string(), state: z.enum(WORK_ITEM_STATES), number: integer });
type Counts = RunView['workItems'];

function view(row: z.infer<typeof runSchema>, workItems: Counts): RunView {
  return {
    runId: row.run_id,
    trigger: row.trigger_kind,
    startedAt: row.started_at,
    scannedAt: row.scanned_at,
    finishedAt: row.finished_at,
    workItems,
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
    sql`SELECT run_id, trigger_kind, started_at, scanned_at, items_read, items_failed, finished_at,
        issues_created, issues_updated, issues_closed, issues_reopened, issues_held, problems
      FROM runs WHERE ${condition} ORDER BY started_at DESC, run_id LIMIT ${limit}`,
  );
  const going = rows.filter(({ scanned_at }) => scanned_at === null);
  const counts = await workItemCounts(going.map(({ run_id }) => run_id));
  return rows.map((row) =>
    view(row, row.scanned_at === null ? (counts.get(row.run_id) ?? noWorkItems()) : endedItems(row)),
  );
}

/** Of a run that is scanned to its end, counted when it was: its work items are not kept for as long as the run. */
function endedItems({ items_read: done, items_failed: failed }: z.infer<typeof runSchema>): Counts {
  return { ...noWorkItems(), total: done + failed, done, failed };
}

/** Asking for an account's regions counts as work until it has come to the work items that it plans. */
async function workItemCounts(runIds: string[]): Promise<Map<string, Counts>> {
  const counts = new Map<string, Counts>();
  if (runIds.length === 0) return counts;
  const rows = await select(
    countSchema,
    sql`SELECT run_id, state, COUNT(*) AS number FROM work_items
      WHERE run_id IN (${join(runIds)}) AND NOT (scope = ${REGIONS_SCOPE} AND state = 'done')
      GROUP BY run_id, state`,
  );
  for (const { run_id, state, number } of rows) {
    const run = counts.get(run_id) ?? noWorkItems();
    run[state] += number;
    run.total += number;
    counts.set(run_id, run);
  }
  return counts;
}

function noWorkItems(): Counts {
  return { total: 0, queued: 0, running: 0, done: 0, failed: 0 };
}

/** The newest runs first. */
export function newestRuns(limit: number): Promise<RunView[]> {
  return runs(sql`1 = 1`, limit);
}

/** The newest run whose tickets are in step: what it held back and could not do still holds while another is going. */
export async function lastFinishedRun(): Promise<RunView | null> {
  const [run] = await runs(sql`finished_at IS NOT NULL`, 1);
  return run ?? null;
}

/** One run, or null when there is none. */
export async function runById(runId: string): Promise<RunView | null> {
  const [run] = await runs(sql`run_id = ${runId}`, 1);
  return run ?? null;
}

const lastScanRow = z.object({ at: time });

/** When a scan that read anything last came to its end, in milliseconds since 1970; null before the first. */
export async function lastScanAt(): Promise<number | null> {
  const [row] = await select(lastScanRow, sql`SELECT MAX(scanned_at) AS at FROM runs WHERE items_read > 0`);
  return row?.at ?? null;
}
