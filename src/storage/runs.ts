import sql from 'sql-template-tag';
import { z } from 'zod';
import { select, write } from './run-sql';

const integer = z.coerce.number().int();

export type RunTrigger = 'schedule' | 'manual';

/** A run whose tickets are not in step yet. Times in milliseconds since 1970. */
export interface UnfinishedRun {
  runId: string;
  trigger: RunTrigger;
  startedAt: number;
  scannedAt: number | null;
}

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

export async function insertRun(runId: string, trigger: RunTrigger, now: number): Promise<void> {
  await write(sql`INSERT INTO runs (run_id, trigger_kind, started_at) VALUES (${runId}, ${trigger}, ${now})`);
}

/** Runs that were started and not finished, the newest first. */
export function unfinishedRuns(): Promise<UnfinishedRun[]> {
  return select(
    unfinishedSchema,
    sql`SELECT run_id, trigger_kind, started_at, scanned_at FROM runs
      WHERE finished_at IS NULL ORDER BY started_at DESC LIMIT 20`,
  );
}

/** Notes that every work item of the run has ended. False when that was noted before. */
export async function markScanned(runId: string, now: number): Promise<boolean> {
  return (
    (await write(sql`UPDATE runs SET scanned_at = ${now} WHERE run_id = ${runId} AND scanned_at IS NULL`)) > 0
  );
}

/** Ends a run that has nothing to scan, with the reason for people. */
export async function finishRun(runId: string, problems: string[], now: number): Promise<void> {
  await write(sql`UPDATE runs SET scanned_at = COALESCE(scanned_at, ${now}), finished_at = ${now},
    problems = ${JSON.stringify(problems)} WHERE run_id = ${runId} AND finished_at IS NULL`);
}
