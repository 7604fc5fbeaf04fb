import sql, { bulk, empty } from 'sql-template-tag';
import { z } from 'zod';
import { chunksOf } from '../domain/chunks';
import { fitText } from '../domain/fit-text';
import { type ScanRest, scanRestSchema } from '../domain/scan-rest';
import type { WorkItem as WorkItemKey, WorkItemLease, WorkItemProgress } from '../scan/ports';
import { integer } from './columns';
import { select, write } from './run-sql';
import { jsonColumn } from './stored-data';

const ROWS_PER_STATEMENT = 500;
/** The column holds 64 KiB, and a character takes four bytes at the most. */
const ERROR_LENGTH = 15_000;

/** Adds the run's work items; those that are there already stay as they are. */
export async function insertWorkItems(
  runId: string,
  items: { accountId: string; scope: string; startsAt: number | null }[],
): Promise<void> {
  for (const batch of chunksOf(items, ROWS_PER_STATEMENT)) {
    const rows = batch.map(({ accountId, scope, startsAt }) => [runId, accountId, scope, 'queued', startsAt]);
    await write(
      sql`INSERT IGNORE INTO work_items (run_id, account_id, scope, state, starts_at) VALUES ${bulk(rows)}`,
    );
  }
}

/**
 * Takes the work item. False when it is done, or held by somebody whose time is not over. Times in milliseconds since
 * 1970.
 */
export async function leaseWorkItem(
  { runId, accountId, scope }: WorkItemKey,
  { owner, again, now, until }: WorkItemLease,
): Promise<boolean> {
  const taken = await write(sql`UPDATE work_items
    SET state = 'running', lease_owner = ${owner}, lease_until = ${until}, attempts = attempts + 1,
      started_at = COALESCE(started_at, ${now})
    WHERE run_id = ${runId} AND account_id = ${accountId} AND scope = ${scope} AND state IN ('queued', 'running')
      AND (lease_until IS NULL OR lease_until < ${now} ${again ? sql`OR lease_owner = ${owner}` : empty})`);
  return taken > 0;
}

const progressRow = z.object({
  started_at: integer.nullable(),
  rest: jsonColumn(scanRestSchema).nullable(),
  read_ms: integer.nullable(),
});

/** How far the item has come. */
export async function workItemProgress({ runId, accountId, scope }: WorkItemKey): Promise<WorkItemProgress> {
  const [row] = await select(
    progressRow,
    sql`SELECT i.started_at, r.rest, r.read_ms FROM work_items i
      LEFT JOIN work_item_rests r ON r.run_id = i.run_id AND r.account_id = i.account_id AND r.scope = i.scope
      WHERE i.run_id = ${runId} AND i.account_id = ${accountId} AND i.scope = ${scope}`,
  );
  return {
    startedAt: row?.started_at ?? null,
    rest: row?.rest ?? null,
    readMs: row?.read_ms ?? 0,
  };
}

/**
 * Keeps what is left of an item that the caller holds, for whoever takes it next.
 * @param readMs how long its parts have taken so far
 */
export async function keepRest(
  { runId, accountId, scope }: WorkItemKey,
  rest: ScanRest,
  readMs: number,
): Promise<void> {
  await write(sql`INSERT INTO work_item_rests (run_id, account_id, scope, rest, read_ms)
    VALUES (${runId}, ${accountId}, ${scope}, ${JSON.stringify(rest)}, ${readMs})
    ON DUPLICATE KEY UPDATE rest = VALUES(rest), read_ms = VALUES(read_ms)`);
}

const leaseRow = z.object({ lease_until: integer.nullable() });

/** Until when somebody works on the item; null when nobody does. */
export async function workItemHeldUntil({ runId, accountId, scope }: WorkItemKey): Promise<number | null> {
  const [row] = await select(
    leaseRow,
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
  const kept = error === null ? null : fitText(error, ERROR_LENGTH);
  await write(sql`UPDATE work_items SET state = ${kept === null ? 'done' : 'failed'}, error = ${kept},
      lease_owner = NULL, lease_until = NULL, finished_at = ${now}
    WHERE run_id = ${runId} AND account_id = ${accountId} AND scope = ${scope} AND state IN ('queued', 'running')`);
}

const totalsRow = z.object({ total: integer, open: integer });

/** How many items the run has, and whether any of them has not ended; asked at the end of each, so by index. */
export async function countWorkItems(runId: string): Promise<{ total: number; open: number }> {
  const [row] = await select(
    totalsRow,
    sql`SELECT (SELECT COUNT(*) FROM (SELECT 1 AS one FROM work_items WHERE run_id = ${runId} LIMIT 1) some) AS total,
      (SELECT COUNT(*) FROM (SELECT 1 AS one FROM work_items WHERE run_id = ${runId} AND state IN ('queued', 'running')
        LIMIT 1) undone) AS open`,
  );
  return { total: row?.total ?? 0, open: row?.open ?? 0 };
}

const startRow = z.object({ account_id: z.string(), scope: z.string(), starts_at: integer });

/** Items of the run that nobody has worked on and that start after that moment, the earliest first. */
export async function workItemsStartingAfter(
  runId: string,
  after: number,
): Promise<{ accountId: string; scope: string; startsAt: number }[]> {
  const rows = await select(
    startRow,
    sql`SELECT account_id, scope, starts_at FROM work_items
      WHERE run_id = ${runId} AND state = 'queued' AND starts_at > ${after} ORDER BY starts_at, account_id, scope`,
  );
  return rows.map((row) => ({ accountId: row.account_id, scope: row.scope, startsAt: row.starts_at }));
}

const itemSchema = z
  .object({ account_id: z.string(), scope: z.string() })
  .transform((row) => ({ accountId: row.account_id, scope: row.scope }));

/**
 * Items of the run that are due and that nobody works on: queued, or leased by an invocation whose time is over; of one
 * account also those that `owner` holds.
 */
export function idleWorkItems(
  runId: string,
  now: number,
  of?: { accountId: string; owner: string },
): Promise<{ accountId: string; scope: string }[]> {
  const ofAccount = of === undefined ? empty : sql`AND account_id = ${of.accountId}`;
  const orOwn = of === undefined ? empty : sql`OR lease_owner = ${of.owner}`;
  return select(
    itemSchema,
    sql`SELECT account_id, scope FROM work_items
      WHERE run_id = ${runId} ${ofAccount} AND (starts_at IS NULL OR starts_at <= ${now})
        AND (state = 'queued' OR (state = 'running' AND (lease_until < ${now} ${orOwn})))`,
  );
}

/**
 * What runs that were started after `since` and before this one are still to scan, of every account or of one. Nothing
 * unless this one is scheduled.
 */
export function openInEarlierRuns(
  runId: string,
  since: number,
  accountId?: string,
): Promise<{ accountId: string; scope: string }[]> {
  const ofAccount = accountId === undefined ? empty : sql`AND i.account_id = ${accountId}`;
  return select(
    itemSchema,
    sql`SELECT i.account_id, i.scope FROM runs own
      JOIN runs r ON r.scanned_at IS NULL AND r.started_at > ${since} AND r.started_at < own.started_at
      JOIN work_items i ON i.run_id = r.run_id
      WHERE own.run_id = ${runId} AND own.trigger_kind = 'schedule' AND i.state IN ('queued', 'running') ${ofAccount}`,
  );
}
