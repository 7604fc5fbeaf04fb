import sql, { join } from 'sql-template-tag';
import { z } from 'zod';
import { chunksOf } from '../domain/chunks';
import { GLOBAL_SCOPE } from '../domain/scope';
import type { ScanPass } from '../scan/ports';
import type { ScopeHistory } from '../scan/spread-scans';
import { time } from './columns';
import { select, write } from './run-sql';

/**
 * Notes how far the reading of the scope has come. A pass that has ended judged whatever is open after it: what could not
 * be read is unknown by then.
 */
export async function noteScan(
  accountId: string,
  scope: string,
  {
    startedAt,
    now,
    ended,
    readMs = now - startedAt,
  }: Pick<ScanPass, 'startedAt' | 'now' | 'ended'> & { readMs?: number },
): Promise<void> {
  await write(sql`INSERT INTO scopes
      (account_id, scope, first_attempt_at, last_attempt_at, last_complete_at, duration_ms, read_ms)
    VALUES (${accountId}, ${scope}, ${startedAt}, ${now}, ${ended ? now : null},
      ${ended ? now - startedAt : null}, ${ended ? readMs : null})
    ON DUPLICATE KEY UPDATE last_attempt_at = VALUES(last_attempt_at),
      duration_ms = COALESCE(VALUES(duration_ms), duration_ms), read_ms = COALESCE(VALUES(read_ms), read_ms),
      last_complete_at = COALESCE(VALUES(last_complete_at), last_complete_at)`);
}

/** Forgets that the scope was ever scanned, and what was unread of it. */
export async function forgetScope(accountId: string, scope: string): Promise<void> {
  await write(sql`DELETE FROM unread WHERE account_id = ${accountId} AND scope = ${scope}`);
  await write(sql`DELETE FROM scopes WHERE account_id = ${accountId} AND scope = ${scope}`);
}

const nameRow = z.object({ scope: z.string() });

/** The scopes of the account that were ever scanned. */
export async function knownScopes(accountId: string): Promise<string[]> {
  const rows = await select(
    nameRow,
    sql`SELECT scope FROM scopes WHERE account_id = ${accountId} ORDER BY scope`,
  );
  return rows.map((row) => row.scope);
}

const ACCOUNTS_PER_STATEMENT = 200;

const historyRow = z.object({
  account_id: z.string(),
  scope: z.string(),
  last_complete_at: time,
  duration_ms: time,
});

/** What is known of the scopes of these accounts. */
export async function scopeHistory(accountIds: readonly string[]): Promise<ScopeHistory[]> {
  const all: ScopeHistory[] = [];
  for (const ids of chunksOf(accountIds, ACCOUNTS_PER_STATEMENT)) {
    const rows = await select(
      historyRow,
      sql`SELECT account_id, scope, last_complete_at, COALESCE(read_ms, duration_ms) AS duration_ms FROM scopes
        WHERE account_id IN (${join(ids)})`,
    );
    all.push(
      ...rows.map((row) => ({
        accountId: row.account_id,
        scope: row.scope,
        lastCompleteAt: row.last_complete_at,
        durationMs: row.duration_ms,
      })),
    );
  }
  return all;
}

const scannedRow = z
  .object({ account_id: z.string(), scope: z.string() })
  .transform((row) => ({ accountId: row.account_id, scope: row.scope }));

/** The scopes that were scanned, of every account: the global ones or the regions. */
export async function scannedScopes(
  kind: 'global' | 'regional',
): Promise<{ accountId: string; scope: string }[]> {
  const isKind = kind === 'global' ? sql`scope = ${GLOBAL_SCOPE}` : sql`scope <> ${GLOBAL_SCOPE}`;
  return select(
    scannedRow,
    sql`SELECT account_id, scope FROM scopes WHERE ${isKind} ORDER BY account_id, scope`,
  );
}
