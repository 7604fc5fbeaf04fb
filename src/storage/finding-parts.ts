import sql, { join, type Sql } from 'sql-template-tag';
import { z } from 'zod';
import { integer } from './columns';
import { inStatements } from './in-statements';
import { select } from './run-sql';

/** What one statement goes through in the time that Forge SQL gives it. */
const FINDINGS_PER_STATEMENT = 30_000;

/** What one statement may change in that time, where columns of an index are among it. */
export const CHANGED_PER_STATEMENT = 5_000;

/**
 * Repeats a change until there is nothing left that it has not changed yet.
 * @param change changes so many rows at most, and answers how many it did
 */
export async function untilAllChanged(change: (most: number) => Promise<number>): Promise<void> {
  while ((await change(CHANGED_PER_STATEMENT)) >= CHANGED_PER_STATEMENT);
}

const sizeRow = z.object({ id: z.string(), findings: integer });

/**
 * Cuts the accounts that have findings, or those of `among`, into groups of which one statement can take all findings; an account
 * with more is alone in its group, and `findingsOfAccount` cuts it.
 */
export async function accountsInStatements(among?: readonly string[]): Promise<string[][]> {
  if (among?.length === 0) return [];
  const which = among === undefined ? sql`1 = 1` : sql`account_id IN (${join([...among])})`;
  const groups = inGroups(
    await select(
      sizeRow,
      sql`SELECT account_id AS id, SUM(findings) AS findings FROM account_counts WHERE ${which}
        GROUP BY account_id ORDER BY account_id`,
    ),
  );
  return groups.map(({ ids }) => ids);
}

/** Conditions that together hold for every finding, each for no more than one statement can take. */
export async function everyFinding(): Promise<Sql[]> {
  const parts: Sql[] = [];
  for (const accountIds of await accountsInStatements())
    parts.push(...(await findingsOfAccounts(accountIds)));
  return parts;
}

/** The same for the findings of a group of accounts that `accountsInStatements` made. */
export async function findingsOfAccounts(accountIds: readonly string[]): Promise<Sql[]> {
  const [only] = accountIds;
  if (only === undefined) return [];
  return accountIds.length === 1 ? findingsOfAccount(only) : [sql`account_id IN (${join([...accountIds])})`];
}

/** The same for the findings of one account, however many it has. */
async function findingsOfAccount(accountId: string): Promise<Sql[]> {
  const scopes = await select(
    sizeRow,
    sql`SELECT scope AS id, SUM(findings) AS findings FROM finding_counts WHERE account_id = ${accountId}
      GROUP BY scope ORDER BY scope`,
  );
  const ofAccount = sql`account_id = ${accountId}`;
  if (sum(scopes) <= FINDINGS_PER_STATEMENT) return [ofAccount];
  // What was written to other scopes is not counted yet.
  const parts = [sql`${ofAccount} AND scope NOT IN (${join(scopes.map(({ id }) => id))})`];
  for (const { ids, findings } of inGroups(scopes))
    parts.push(
      ...(await atMost(FINDINGS_PER_STATEMENT, sql`${ofAccount} AND scope IN (${join(ids)})`, findings)),
    );
  return parts;
}

const idRow = z.object({ finding_id: z.string() });

/**
 * Cuts a condition into ones that hold for at most so many findings each, by where their ids stand in the order of all.
 * @param counted how many findings it holds for, by the counts
 */
export async function atMost(most: number, where: Sql, counted: number): Promise<Sql[]> {
  if (counted <= most) return [where];
  const parts: Sql[] = [];
  let rest = where;
  for (;;) {
    const [last] = await select(
      idRow,
      sql`SELECT finding_id FROM findings WHERE ${rest} ORDER BY finding_id LIMIT 1 OFFSET ${most - 1}`,
    );
    if (last === undefined) return [...parts, rest];
    parts.push(sql`${rest} AND finding_id <= ${last.finding_id}`);
    rest = sql`${where} AND finding_id > ${last.finding_id}`;
  }
}

function inGroups(parts: readonly { id: string; findings: number }[]): { ids: string[]; findings: number }[] {
  return inStatements(parts, { findings: FINDINGS_PER_STATEMENT }).map((group) => ({
    ids: group.map(({ id }) => id),
    findings: sum(group),
  }));
}

/** How many findings parts hold together. */
export const sum = (parts: readonly { findings: number }[]): number =>
  parts.reduce((total, { findings }) => total + findings, 0);
