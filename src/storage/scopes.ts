import sql from 'sql-template-tag';
import { z } from 'zod';
import type { ScanPass } from '../scan/ports';
import { select, write } from './run-sql';

/**
 * Notes how far the reading of the scope has come. A pass that has ended judged whatever is open after it: what could not
 * be read is unknown by then.
 */
export async function noteScan(
  accountId: string,
  scope: string,
  { startedAt, now, ended }: Pick<ScanPass, 'startedAt' | 'now' | 'ended'>,
): Promise<void> {
  await write(sql`INSERT INTO scopes (account_id, scope, last_attempt_at, last_complete_at, duration_ms)
    VALUES (${accountId}, ${scope}, ${now}, ${ended ? now : null}, ${ended ? now - startedAt : null})
    ON DUPLICATE KEY UPDATE last_attempt_at = VALUES(last_attempt_at),
      duration_ms = COALESCE(VALUES(duration_ms), duration_ms),
      last_complete_at = COALESCE(VALUES(last_complete_at), last_complete_at)`);
}

/** Forgets that the scope was ever scanned, and what was unread of it. */
export async function forgetScope(accountId: string, scope: string): Promise<void> {
  await write(sql`DELETE FROM unread WHERE account_id = ${accountId} AND scope = ${scope}`);
  await write(sql`DELETE FROM scopes WHERE account_id = ${accountId} AND scope = ${scope}`);
}

/** The scopes of the account that were ever scanned. */
export async function knownScopes(accountId: string): Promise<string[]> {
  const rows = await select(
    z.object({ scope: z.string() }),
    sql`SELECT scope FROM scopes WHERE account_id = ${accountId} ORDER BY scope`,
  );
  return rows.map((row) => row.scope);
}
