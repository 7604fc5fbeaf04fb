import sql, { bulk, join } from 'sql-template-tag';
import { z } from 'zod';
import { chunksOf } from '../domain/chunks';
import { fitText } from '../domain/fit-text';
import type { Unread } from '../domain/scan-outcome';
import type { ScanPass } from '../scan/ports';
import { select, write } from './run-sql';

const storedSchema = z.object({
  region: z.string(),
  operation: z.string(),
  reason: z.string(),
  message: z.string(),
});
type Row = z.infer<typeof storedSchema>;

/** A message has to be read by people; an IAM action has 100 characters at the most. */
const MESSAGE_LENGTH = 4000;
const OPERATION_LENGTH = 100;
const ROWS_PER_STATEMENT = 100;

const keyOf = ({ region, operation }: Row): string => JSON.stringify([region, operation]);

/**
 * Makes what is unread of the account's scope exactly this, once the pass has ended; what was unread before keeps its
 * `since`. Nothing is written where nothing changed.
 */
export async function replaceUnread(
  accountId: string,
  scope: string,
  unread: readonly Unread[],
  pass: ScanPass,
): Promise<void> {
  const stored = await select(
    storedSchema,
    sql`SELECT region, operation, reason, message FROM unread WHERE account_id = ${accountId} AND scope = ${scope}`,
  );
  const before = new Map(stored.map((row) => [keyOf(row), row]));
  const after = new Map(unread.map(fitting).map((row) => [keyOf(row), row]));
  // The last of several parts knows what the others saw by `seen_at` alone, so each of them notes it.
  const written = [...after].filter(([key, row]) => !pass.inOnePart || differs(before.get(key), row));
  await upsert(
    accountId,
    scope,
    written.map(([, row]) => row),
    pass.now,
  );
  if (pass.inOnePart) {
    await remove(
      accountId,
      scope,
      stored.filter((row) => !after.has(keyOf(row))),
    );
  } else if (pass.ended) {
    await write(sql`DELETE FROM unread
      WHERE account_id = ${accountId} AND scope = ${scope} AND seen_at < ${pass.startedAt}`);
  }
}

function fitting({ region, operation, reason, message }: Unread): Row {
  return {
    region,
    operation: operation.slice(0, OPERATION_LENGTH),
    reason,
    message: fitText(message, MESSAGE_LENGTH),
  };
}

function differs(known: Row | undefined, row: Row): boolean {
  return known === undefined || known.reason !== row.reason || known.message !== row.message;
}

async function upsert(accountId: string, scope: string, rows: Row[], now: number): Promise<void> {
  for (const batch of chunksOf(rows, ROWS_PER_STATEMENT)) {
    const values = batch.map(({ region, operation, reason, message }) => [
      accountId,
      scope,
      region,
      operation,
      reason,
      message,
      now,
      now,
    ]);
    await write(sql`INSERT INTO unread (account_id, scope, region, operation, reason, message, since, seen_at)
      VALUES ${bulk(values)} ON DUPLICATE KEY UPDATE reason = VALUES(reason), message = VALUES(message),
        seen_at = VALUES(seen_at)`);
  }
}

async function remove(accountId: string, scope: string, rows: Row[]): Promise<void> {
  for (const batch of chunksOf(rows, ROWS_PER_STATEMENT)) {
    const same = batch.map(({ region, operation }) => sql`(region = ${region} AND operation = ${operation})`);
    await write(
      sql`DELETE FROM unread WHERE account_id = ${accountId} AND scope = ${scope} AND (${join(same, ' OR ')})`,
    );
  }
}
