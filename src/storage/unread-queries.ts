import sql from 'sql-template-tag';
import { z } from 'zod';
import type { UnreadRow } from '../contract/unread';
import { UNREAD_REASONS } from '../domain/scan-outcome';
import { REGIONS_SCOPE } from '../domain/scope';
import { integer, numberRow } from './columns';
import { select } from './run-sql';

const unreadSchema = z.object({
  account_id: z.string(),
  account_name: z.string().nullable(),
  region: z.string(),
  operation: z.string(),
  reason: z.enum(UNREAD_REASONS),
  message: z.string(),
  since: integer,
});

/** Rows of one answer. */
const MOST_ROWS = 2_000;

/**
 * What could not be read, of every account: the newest first, because what has been so for months is known. At most 2,000 rows;
 * `total` counts the others too.
 */
export async function unreadRows(): Promise<{
  rows: Omit<UnreadRow, 'permission' | 'remedy'>[];
  total: number;
}> {
  const rows = await select(
    unreadSchema,
    sql`SELECT u.account_id, a.name AS account_name, u.region, u.operation, u.reason, u.message, u.since
      FROM unread u LEFT JOIN accounts a ON a.account_id = u.account_id
      ORDER BY u.since DESC, u.account_id, u.region, u.operation LIMIT ${MOST_ROWS}`,
  );
  const total =
    rows.length < MOST_ROWS
      ? rows.length
      : (await select(numberRow, sql`SELECT COUNT(*) AS number FROM unread`))[0]?.number;
  return {
    total: total ?? rows.length,
    rows: rows.map((row) => ({
      accountId: row.account_id,
      accountName: row.account_name ?? row.account_id,
      region: row.region,
      operation: row.operation,
      reason: row.reason,
      message: row.message,
      since: row.since,
    })),
  };
}

const ofAccountRow = z.object({ account_id: z.string(), number: integer, regions: integer.nullable() });

/** What could not be read of an account. `regionsListed`: whether AWS said which regions it has, where it was asked. */
export interface UnreadOfAccount {
  operations: number;
  regionsListed: boolean;
}

/** How many operations could not be read, by account id; of accounts that are not in it everything was. */
export async function unreadByAccount(): Promise<Map<string, UnreadOfAccount>> {
  const rows = await select(
    ofAccountRow,
    sql`SELECT account_id, COUNT(*) AS number, SUM(CASE WHEN scope = ${REGIONS_SCOPE} THEN 1 ELSE 0 END) AS regions
      FROM unread GROUP BY account_id`,
  );
  return new Map(
    rows.map((row) => [row.account_id, { operations: row.number, regionsListed: (row.regions ?? 0) === 0 }]),
  );
}

const ofProjectRow = z.object({ accounts: integer, operations: integer });

/** How many operations could not be read in the accounts of a project: those it owns, or has findings of. */
export async function unreadOfProject(projectKey: string): Promise<{ accounts: number; operations: number }> {
  const [row] = await select(
    ofProjectRow,
    sql`SELECT COUNT(DISTINCT account_id) AS accounts, COUNT(*) AS operations FROM unread
      WHERE account_id IN (SELECT account_id FROM accounts WHERE owner_project_key = ${projectKey})
        OR account_id IN (SELECT account_id FROM finding_counts WHERE project_key = ${projectKey} AND findings > 0)`,
  );
  return { accounts: row?.accounts ?? 0, operations: row?.operations ?? 0 };
}

const messageRow = z.object({ message: z.string() });

/** What the last scan found wrong with the hub's credentials of that time, in milliseconds since 1970; null for nothing. */
export async function hubProblem(savedAt: number): Promise<string | null> {
  const [row] = await select(
    messageRow,
    sql`SELECT message FROM unread WHERE operation = 'sts:AssumeRole' AND reason = 'credentials' AND since >= ${savedAt}
      ORDER BY since, account_id LIMIT 1`,
  );
  return row?.message ?? null;
}
