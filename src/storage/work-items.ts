import sql, { bulk } from 'sql-template-tag';
import { z } from 'zod';
import { select, write } from './run-sql';

const integer = z.coerce.number().int();

/** One account in one scope, as part of a run. */
export interface WorkItemKey {
  runId: string;
  accountId: string;
  scope: string;
}

const ROWS_PER_STATEMENT = 500;

/** Adds the run's work items; those that are there already stay as they are. */
export async function insertWorkItems(
  runId: string,
  items: { accountId: string; scope: string }[],
): Promise<void> {
  for (let at = 0; at < items.length; at += ROWS_PER_STATEMENT) {
    const rows = items
      .slice(at, at + ROWS_PER_STATEMENT)
      .map(({ accountId, scope }) => [runId, accountId, scope, 'queued']);
    await write(sql`INSERT IGNORE INTO work_items (run_id, account_id, scope, state) VALUES ${bulk(rows)}`);
  }
}

/**
 * Takes the work item for `owner` until `leaseUntil`. False when it is done, or held by another whose time is not over.
 * Times in milliseconds since 1970.
 */
export async function leaseWorkItem(
  { runId, accountId, scope }: WorkItemKey,
  owner: string,
  now: number,
  leaseUntil: number,
): Promise<boolean> {
  const taken = await write(sql`UPDATE work_items
    SET state = 'running', lease_owner = ${owner}, lease_until = ${leaseUntil}, attempts = attempts + 1,
      started_at = COALESCE(started_at, ${now})
    WHERE run_id = ${runId} AND account_id = ${accountId} AND scope = ${scope} AND state IN ('queued', 'running')
      AND (lease_until IS NULL OR lease_until < ${now} OR lease_owner = ${owner})`);
  return taken > 0;
}

/** Until when somebody works on the item; null when nobody does. */
export async function workItemHeldUntil({ runId, accountId, scope }: WorkItemKey): Promise<number | null> {
  const [row] = await select(
    z.object({ lease_until: integer.nullable() }),
    sql`SELECT lease_until FROM work_items
      WHERE run_id = ${runId} AND account_id = ${accountId} AND scope = ${scope} AND state = 'running'`,
  );
  return row?.lease_until ?? null;
}

/** Gives the item back for a continuation. */
export async function releaseWorkItem(
  { runId, accountId, scope }: WorkItemKey,
  owner: string,
): Promise<void> {
  await write(sql`UPDATE work_items SET state = 'queued', lease_owner = NULL, lease_until = NULL
    WHERE run_id = ${runId} AND account_id = ${accountId} AND scope = ${scope} AND lease_owner = ${owner}`);
}

/** Ends the item; `error` says for people why it could not be read. */
export async function endWorkItem(
  { runId, accountId, scope }: WorkItemKey,
  error: string | null,
  now: number,
): Promise<void> {
  await write(sql`UPDATE work_items SET state = ${error === null ? 'done' : 'failed'}, error = ${error},
      lease_owner = NULL, lease_until = NULL, finished_at = ${now}
    WHERE run_id = ${runId} AND account_id = ${accountId} AND scope = ${scope} AND state IN ('queued', 'running')`);
}

/** How many items of the run have not ended. */
export async function openWorkItems(runId: string): Promise<number> {
  const [row] = await select(
    z.object({ number: integer }),
    sql`SELECT COUNT(*) AS number FROM work_items WHERE run_id = ${runId} AND state IN ('queued', 'running')`,
  );
  return row?.number ?? 0;
}

/** Items of the run that nobody works on: queued, or leased by an invocation whose time is over. */
export async function idleWorkItems(
  runId: string,
  now: number,
): Promise<{ accountId: string; scope: string }[]> {
  const rows = await select(
    z.object({ account_id: z.string(), scope: z.string() }),
    sql`SELECT account_id, scope FROM work_items
      WHERE run_id = ${runId} AND (state = 'queued' OR (state = 'running' AND lease_until < ${now}))`,
  );
  return rows.map((row) => ({ accountId: row.account_id, scope: row.scope }));
}
