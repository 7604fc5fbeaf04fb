import sql, { join } from 'sql-template-tag';
import { z } from 'zod';
import { select } from './run-sql';

/** What one statement goes through, or the findings of one account where it has more. */
const FINDINGS_PER_STATEMENT = 30_000;

const integer = z.coerce.number().int();

/** Cuts the accounts that have findings, or those of `among`, into groups of which one statement can take all findings. */
export async function accountsInStatements(among?: readonly string[]): Promise<string[][]> {
  if (among?.length === 0) return [];
  const which = among === undefined ? sql`1 = 1` : sql`account_id IN (${join([...among])})`;
  const accounts = await select(
    z.object({ account_id: z.string(), findings: integer }),
    sql`SELECT account_id, SUM(findings) AS findings FROM account_counts WHERE ${which}
      GROUP BY account_id ORDER BY account_id`,
  );
  const all: string[][] = [];
  let findings = Number.POSITIVE_INFINITY;
  for (const account of accounts) {
    findings += account.findings;
    if (findings > FINDINGS_PER_STATEMENT) {
      all.push([]);
      findings = account.findings;
    }
    all.at(-1)?.push(account.account_id);
  }
  return all;
}
