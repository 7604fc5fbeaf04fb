import sql, { bulk, join } from 'sql-template-tag';
import { z } from 'zod';
import type { Unread } from '../domain/scan-outcome';
import { select, write } from './run-sql';

const keySchema = z.object({
  region: z.string(),
  operation: z.string(),
  reason: z.string(),
  message: z.string(),
});

const keyOf = (row: { region: string; operation: string }): string => `${row.region}\n${row.operation}`;

/**
 * Makes what is unread of the account's scope exactly this; what was unread before keeps its `since`.
 * `partial`: only some rules were judged, so what is not named may still be unread. `now` in milliseconds since 1970.
 */
export async function replaceUnread(
  accountId: string,
  scope: string,
  unread: readonly Unread[],
  { now, partial }: { now: number; partial: boolean },
): Promise<void> {
  const stored = await select(
    keySchema,
    sql`SELECT region, operation, reason, message FROM unread WHERE account_id = ${accountId} AND scope = ${scope}`,
  );
  const before = new Map(stored.map((row) => [keyOf(row), row]));
  const after = new Map(unread.map((row) => [keyOf(row), row]));
  const changed = [...after.values()].filter((row) => {
    const known = before.get(keyOf(row));
    return known === undefined || known.reason !== row.reason || known.message !== row.message;
  });
  if (changed.length > 0) {
    const rows = changed.map((row) => [
      accountId,
      scope,
      row.region,
      row.operation.slice(0, 100),
      row.reason,
      row.message.slice(0, 4000),
      now,
    ]);
    await write(sql`INSERT INTO unread (account_id, scope, region, operation, reason, message, since)
      VALUES ${bulk(rows)} ON DUPLICATE KEY UPDATE reason = VALUES(reason), message = VALUES(message)`);
  }
  const gone = partial ? [] : stored.filter((row) => !after.has(keyOf(row)));
  if (gone.length === 0) return;
  const same = gone.map((row) => sql`(region = ${row.region} AND operation = ${row.operation})`);
  await write(
    sql`DELETE FROM unread WHERE account_id = ${accountId} AND scope = ${scope} AND (${join(same, ' OR ')})`,
  );
}
