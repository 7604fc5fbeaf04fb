import sql, { empty, type Sql } from 'sql-template-tag';
import { z } from 'zod';
import { type AccountScans, LATE_MS } from '../domain/account-scans';
import { integer, time } from './columns';
import { select } from './run-sql';

const scansRow = z
  .object({
    account_id: z.string(),
    name: z.string(),
    enabled: integer,
    oldest: time,
    never_read: integer,
    waiting_since: integer,
  })
  .transform((row) => ({
    id: row.account_id,
    name: row.name,
    enabled: row.enabled === 1,
    oldestScanAt: row.oldest,
    neverRead: row.never_read,
    waitingSince: row.waiting_since,
  }));

export interface ScansOfAccount extends AccountScans {
  id: string;
  name: string;
}

const WAITING_SINCE = sql`MIN(COALESCE(s.last_complete_at, s.first_attempt_at, a.created_at))`;

const scansWhere = (condition: Sql, having: Sql = empty): Promise<ScansOfAccount[]> =>
  select(
    scansRow,
    sql`SELECT a.account_id, a.name, a.enabled, MIN(s.last_complete_at) AS oldest,
        COUNT(s.scope) - COUNT(s.last_complete_at) AS never_read, ${WAITING_SINCE} AS waiting_since
      FROM accounts a LEFT JOIN scopes s ON s.account_id = a.account_id
      WHERE ${condition} GROUP BY a.account_id, a.name, a.enabled ${having} ORDER BY waiting_since, a.name`,
  );

/** How far the reading of each connected account has come, the longest waiting first. */
export const accountScans = (): Promise<ScansOfAccount[]> => scansWhere(sql`1 = 1`);

/** Those of them that `isLate` says are late, without the others. `now` in milliseconds since 1970. */
export const lateAccounts = (now: number): Promise<ScansOfAccount[]> =>
  scansWhere(sql`a.enabled = 1`, sql`HAVING ${WAITING_SINCE} < ${now - LATE_MS}`);

const firstRow = z.object({ at: time });

/** When the first of the accounts that are on was connected, in milliseconds since 1970; null where none is on. */
export async function connectedSince(): Promise<number | null> {
  const [row] = await select(firstRow, sql`SELECT MIN(created_at) AS at FROM accounts WHERE enabled = 1`);
  return row?.at ?? null;
}
