import sql from 'sql-template-tag';
import { z } from 'zod';
import { REGIONS_SCOPE } from '../domain/scope';
import { DAY_MS } from '../domain/time';
import type { RunTrigger, UnfinishedRun } from '../scan/ports';
import { integer, numberRow } from './columns';
import { untilAllChanged } from './finding-parts';
import { select, write } from './run-sql';

/**
 * How long the pages can show a run, and how long its work items are of use to whoever looks for a fault: a run of which they
 * are needed is given up after hours.
 */
export const RUNS_KEPT_DAYS = 90;
export const WORK_ITEMS_KEPT_DAYS = 2;

const unfinishedSchema = z
  .object({
    run_id: z.string(),
    trigger_kind: z.enum(['schedule', 'manual']),
    started_at: integer,
    scanned_at: integer.nullable(),
  })
  .transform(
    (row): UnfinishedRun => ({
      runId: row.run_id,
      trigger: row.trigger_kind,
      startedAt: row.started_at,
      scannedAt: row.scanned_at,
    }),
  );

/** Adds the run; false when it is there already. */
export async function insertRun(runId: string, trigger: RunTrigger, now: number): Promise<boolean> {
  const inserted = await write(
    sql`INSERT IGNORE INTO runs (run_id, trigger_kind, started_at) VALUES (${runId}, ${trigger}, ${now})`,
  );
  return inserted > 0;
}

/** How many scheduled runs were started from that moment on. */
export async function scheduledRunsSince(at: number): Promise<number> {
  const [row] = await select(
    numberRow,
    sql`SELECT COUNT(*) AS number FROM runs WHERE trigger_kind = 'schedule' AND started_at >= ${at}`,
  );
  return row?.number ?? 0;
}

const runIdRow = z.object({ run_id: z.string() });

/** The last run whose scans have ended; null before the first. */
export async function newestScannedRunId(): Promise<string | null> {
  const [row] = await select(
    runIdRow,
    sql`SELECT run_id FROM runs WHERE scanned_at IS NOT NULL ORDER BY started_at DESC, run_id LIMIT 1`,
  );
  return row?.run_id ?? null;
}

/** Runs that were started and not finished, the newest first. */
export function unfinishedRuns(): Promise<UnfinishedRun[]> {
  return select(
    unfinishedSchema,
    sql`SELECT run_id, trigger_kind, started_at, scanned_at FROM runs
      WHERE finished_at IS NULL ORDER BY started_at DESC LIMIT 20`,
  );
}

/**
 * Notes that every work item of the run has ended, how many of them read something and how many failed. False when that was
 * noted before, or when an item has not ended after all.
 */
export async function markScanned(runId: string, now: number): Promise<boolean> {
  const marked = await write(sql`UPDATE runs SET scanned_at = ${now},
      items_read = (SELECT COUNT(*) FROM work_items WHERE work_items.run_id = runs.run_id AND state = 'done'
        AND scope <> ${REGIONS_SCOPE}),
      items_failed = (SELECT COUNT(*) FROM work_items WHERE work_items.run_id = runs.run_id AND state = 'failed')
    WHERE run_id = ${runId} AND scanned_at IS NULL
      AND NOT EXISTS (SELECT 1 FROM work_items WHERE work_items.run_id = runs.run_id
        AND state IN ('queued', 'running'))`);
  return marked > 0;
}

/** Ends a run that has nothing to scan, with the reason for people. */
export async function finishRun(runId: string, problems: string[], now: number): Promise<void> {
  await write(sql`UPDATE runs SET scanned_at = COALESCE(scanned_at, ${now}), finished_at = ${now},
    problems = ${JSON.stringify(problems)} WHERE run_id = ${runId} AND finished_at IS NULL`);
}

/** Of so many runs an hour's share of work items is deleted: no hour has much to delete, however long nothing ran. */
const RUNS_CLEARED = 3;

/** Deletes what the pages do not show any more and nobody looks for. `now` in milliseconds since 1970. */
export async function dropOldRuns(now: number): Promise<void> {
  const old = await select(
    runIdRow,
    sql`SELECT i.run_id FROM (SELECT DISTINCT run_id FROM work_items) i LEFT JOIN runs r ON r.run_id = i.run_id
      WHERE r.run_id IS NULL OR r.started_at < ${now - WORK_ITEMS_KEPT_DAYS * DAY_MS}
      ORDER BY r.started_at LIMIT ${RUNS_CLEARED}`,
  );
  for (const { run_id: runId } of old) {
    await write(sql`DELETE FROM work_item_rests WHERE run_id = ${runId}`);
    await untilAllChanged((most) => write(sql`DELETE FROM work_items WHERE run_id = ${runId} LIMIT ${most}`));
  }
  await write(sql`DELETE FROM runs WHERE started_at < ${now - RUNS_KEPT_DAYS * DAY_MS}`);
}
