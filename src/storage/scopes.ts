import sql from 'sql-template-tag';
import { z } from 'zod';
import { select, write } from './run-sql';

/** Notes that a scan has read the scope to its end, or only tried. Times in milliseconds. */
export async function noteScan(
  accountId: string,
  scope: string,
  scan: { at: number; complete: boolean; durationMs: number },
): Promise<void> {
  const completeAt = scan.complete ? scan.at : null;
  await write(sql`INSERT INTO scopes (account_id, scope, last_attempt_at, last_complete_at, duration_ms)
    VALUES (${accountId}, ${scope}, ${scan.at}, ${completeAt}, ${scan.durationMs})
    ON DUPLICATE KEY UPDATE last_attempt_at = VALUES(last_attempt_at),
      last_complete_at = COALESCE(VALUES(last_complete_at), last_complete_at), duration_ms = VALUES(duration_ms)`);
}

/** The scopes of the account that were ever scanned. */
export async function knownScopes(accountId: string): Promise<string[]> {
  const rows = await select(
    z.object({ scope: z.string() }),
    sql`SELECT scope FROM scopes WHERE account_id = ${accountId} ORDER BY scope`,
  );
  return rows.map((row) => row.scope);
}
