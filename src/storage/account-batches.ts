import sql, { join, type Sql } from 'sql-template-tag';
import { z } from 'zod';
import { integer } from './columns';
import { inStatements } from './in-statements';
import { select } from './run-sql';

/** What one statement goes through, or the findings of one account where it has more. */
const FINDINGS_PER_STATEMENT = 30_000;

const sizeRow = z.object({ id: z.string(), findings: integer });

/** Cuts the accounts that have findings, or those of `among`, into groups of which one statement can take all findings. */
export async function accountsInStatements(among?: readonly string[]): Promise<string[][]> {
  if (among?.length === 0) return [];
  const which = among === undefined ? sql`1 = 1` : sql`account_id IN (${join([...among])})`;
  return idsInStatements(
    await select(
      sizeRow,
      sql`SELECT account_id AS id, SUM(findings) AS findings FROM account_counts WHERE ${which}
        GROUP BY account_id ORDER BY account_id`,
    ),
  );
}

/** Conditions that together hold for every finding, each for no more than one statement can take, or for one scope. */
export async function everyFindingInStatements(): Promise<Sql[]> {
  const all: Sql[] = [];
  for (const accountIds of await accountsInStatements()) {
    const [only] = accountIds;
    if (only === undefined || accountIds.length > 1) all.push(sql`account_id IN (${join(accountIds)})`);
    else
      for (const scopes of await scopesInStatements(only))
        all.push(sql`account_id = ${only} AND scope IN (${join(scopes)})`);
  }
  return all;
}

async function scopesInStatements(accountId: string): Promise<string[][]> {
  return idsInStatements(
    await select(
      sizeRow,
      sql`SELECT scope AS id, SUM(findings) AS findings FROM finding_counts WHERE account_id = ${accountId}
        GROUP BY scope ORDER BY scope`,
    ),
  );
}

function idsInStatements(parts: readonly { id: string; findings: number }[]): string[][] {
  return inStatements(parts, { findings: FINDINGS_PER_STATEMENT }).map((group) => group.map(({ id }) => id));
}
