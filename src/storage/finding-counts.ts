import { randomUUID } from 'node:crypto';
import sql, { bulk, join, type Sql } from 'sql-template-tag';
import { z } from 'zod';
import { chunksOf } from '../domain/chunks';
import { scopeKey } from '../domain/scope';
import { HOUR_MS, MINUTE_MS } from '../domain/time';
import { integer } from './columns';
import { atMost, CHANGED_PER_STATEMENT, sum } from './finding-parts';
import { inStatements } from './in-statements';
import { select, write } from './run-sql';

/**
 * `finding_counts` says how many findings of each kind a scope has, so that pages count without reading findings. Forge
 * SQL has no transactions, so a change of findings is marked before it is made and counted after it. Whoever is cut off
 * in between leaves the mark, and the next reader counts those scopes anew: what is read then is exact. Only a page says of scopes
 * with many findings what was last counted while somebody changes them, who counts them when that is done. Each writer has marks of
 * its own, so that one that is done takes away no other's; a scope is behind while any stands.
 */

export interface ScopeKey {
  accountId: string;
  scope: string;
}

const SCOPES_PER_STATEMENT = 100;
/** No invocation lasts longer (900 s): a mark of before is of one that was cut off. */
const ABANDONED_AFTER_MS = 16 * MINUTE_MS;
/** Scopes that a reader counts anew at the most; more are only behind while an admin's change to many is made. */
const MOST_COUNTED_BY_A_READER = 1_000;
/**
 * Findings of scopes that are being changed which a page counts anew at the most, some twenty milliseconds: of 80,000, every page
 * would take a second.
 */
const MOST_COUNTED_BY_A_PAGE = 2_500;

const scopeRow = z
  .object({ account_id: z.string(), scope: z.string() })
  .transform((row): ScopeKey => ({ accountId: row.account_id, scope: row.scope }));

/**
 * Makes a change to findings of these scopes, or of the scopes of the findings `where` the condition holds, and counts. Where
 * there are none, there is nothing to change.
 */
export async function changingCounts(
  of: { scopes: readonly ScopeKey[] } | { where: Sql },
  change: () => Promise<void>,
): Promise<void> {
  const scopes = 'scopes' in of ? of.scopes : await scopesOf(of.where);
  if (scopes.length === 0) return;
  const changes = new CountedTogether();
  await changes.make(scopes, change);
  await changes.count();
}

/**
 * Changes that are made one after the other and counted together. Their marks stand until then: to be counted by the invocation
 * that made them, before such marks count as abandoned.
 */
export class CountedTogether {
  readonly #mark = randomUUID();
  readonly #uncounted = new Map<string, ScopeKey>();

  /**
   * Makes a change to findings of these scopes. Of one that fails nobody knows what was written, or will be: its marks stay until
   * they count as abandoned.
   */
  async make(scopes: readonly ScopeKey[], change: () => Promise<void>): Promise<void> {
    for (const scope of scopes) this.#uncounted.delete(scopeKey(scope));
    await markStale(scopes, this.#mark);
    await change();
    for (const scope of scopes) this.#uncounted.set(scopeKey(scope), scope);
  }

  async count(): Promise<void> {
    const scopes = [...this.#uncounted.values()];
    const abandoned = abandonedAt(Date.now());
    await count(scopes);
    await unmark(scopes, sql`(mark = ${this.#mark} OR ${abandoned})`);
    this.#uncounted.clear();
  }
}

const behindRow = z
  .object({ account_id: z.string(), scope: z.string(), marked_at: integer, findings: integer })
  .transform((row) => ({
    accountId: row.account_id,
    scope: row.scope,
    markedAt: row.marked_at,
    findings: row.findings,
  }));

/** Counts what is behind, so that what is read next is exact. `now` in milliseconds since 1970. */
export function ensureCounted(now: number): Promise<void> {
  return countBehind(now, Number.POSITIVE_INFINITY);
}

/**
 * The same as far as a page has time for it: all that was left behind, and what is being changed now if it is little. Not for
 * whoever looks in the counts for findings to change: some would be missed.
 */
export function countForPage(now: number): Promise<void> {
  return countBehind(now, MOST_COUNTED_BY_A_PAGE);
}

/** @param most findings of scopes that are being changed which are counted anew */
async function countBehind(now: number, most: number): Promise<void> {
  const behind = await select(
    behindRow,
    sql`SELECT account_id, scope, MIN(marked_at) AS marked_at, (SELECT COALESCE(SUM(findings), 0) FROM finding_counts
          WHERE finding_counts.account_id = stale_counts.account_id AND finding_counts.scope = stale_counts.scope) AS findings
      FROM stale_counts
      GROUP BY account_id, scope ORDER BY MIN(marked_at) LIMIT ${MOST_COUNTED_BY_A_READER}`,
  );
  let left = most;
  const stale = behind.filter(({ markedAt, findings }) => {
    if (markedAt < now - ABANDONED_AFTER_MS) return true;
    if (findings > left) return false;
    left -= findings;
    return true;
  });
  await count(stale);
  await unmark(stale, abandonedAt(now));
}

/** The condition on marks to be of writers that were over by then: whoever counts after it counts what they wrote. */
function abandonedAt(now: number): Sql {
  return sql`marked_at < ${now - ABANDONED_AFTER_MS}`;
}

const KINDS_PER_STATEMENT = 200;

export interface Kind extends ScopeKey {
  ruleId: string;
}

interface CountedKind extends Kind {
  findings: number;
}

/** The condition on findings to be of one of these kinds; an index answers it. */
export function ofKinds(kinds: readonly Kind[]): Sql {
  const each = kinds.map(
    ({ accountId, scope, ruleId }) =>
      sql`(account_id = ${accountId} AND scope = ${scope} AND rule_id = ${ruleId})`,
  );
  return sql`(${join(each, ' OR ')})`;
}

const unresolvedRow = z
  .object({
    account_id: z.string(),
    scope: z.string(),
    rule_id: z.string(),
    findings: integer,
  })
  .transform(({ findings, ...row }) => ({
    accountId: row.account_id,
    scope: row.scope,
    ruleId: row.rule_id,
    findings,
  }));

/**
 * The kinds that something open or unknown is counted of, `where` the condition on account_id and rule_id holds: as many
 * at once as one statement should name and may change; one kind of more is alone, and `findingsOfKinds` cuts it.
 */
export async function unresolvedKinds(where: Sql): Promise<CountedKind[][]> {
  const kinds = await select(
    unresolvedRow,
    sql`SELECT account_id, scope, rule_id, SUM(findings) AS findings FROM finding_counts
      WHERE ${where} AND shown <> 3 AND findings > 0
      GROUP BY account_id, scope, rule_id ORDER BY account_id, scope, rule_id`,
  );
  return inStatements(kinds, { findings: CHANGED_PER_STATEMENT, parts: KINDS_PER_STATEMENT });
}

/** Conditions that together hold for the findings of one of those groups, each for no more than one statement may change. */
export function findingsOfKinds(kinds: readonly CountedKind[]): Promise<Sql[]> {
  return atMost(CHANGED_PER_STATEMENT, ofKinds(kinds), sum(kinds));
}

/** Hours in which every account has its turn. */
const TURNS = 24;

/**
 * Counts some accounts anew, others in each hour, and all within a day. Two that change one account at once and count rely on
 * each other's locks; TiDB reads a snapshot instead, so that one of them may miss what the other did, and nobody marks that:
 * https://docs.pingcap.com/tidb/stable/transaction-isolation-levels/ `now` in milliseconds since 1970.
 */
export async function countInTurn(now: number): Promise<void> {
  const hasTurn = sql`account_id % ${TURNS} = ${Math.floor(now / HOUR_MS) % TURNS}`;
  await count(
    await select(
      scopeRow,
      sql`SELECT account_id, scope FROM scopes WHERE ${hasTurn}
        UNION SELECT account_id, scope FROM finding_counts WHERE ${hasTurn}`,
    ),
  );
}

/** Every scope is counted anew by whoever reads next. */
export async function markAllStale(): Promise<void> {
  await write(sql`INSERT INTO stale_counts (account_id, scope, mark, marked_at)
    SELECT DISTINCT account_id, scope, 'all', 0 FROM findings WHERE 1 = 1
    ON DUPLICATE KEY UPDATE marked_at = VALUES(marked_at)`);
}

function scopesOf(condition: Sql): Promise<ScopeKey[]> {
  return select(scopeRow, sql`SELECT DISTINCT account_id, scope FROM findings WHERE ${condition}`);
}

async function markStale(scopes: readonly ScopeKey[], mark: string): Promise<void> {
  const now = Date.now();
  for (const batch of chunksOf(scopes, SCOPES_PER_STATEMENT)) {
    const rows = batch.map(({ accountId, scope }) => [accountId, scope, mark, now]);
    await write(sql`INSERT INTO stale_counts (account_id, scope, mark, marked_at) VALUES ${bulk(rows)}
      ON DUPLICATE KEY UPDATE marked_at = VALUES(marked_at)`);
  }
}

/**
 * One statement, so that nobody sees a scope half counted. What there is none of any more is counted as 0, and what is
 * counted right already stays untouched.
 */
async function count(scopes: readonly ScopeKey[]): Promise<void> {
  for (const batch of chunksOf(scopes, SCOPES_PER_STATEMENT)) {
    await write(sql`INSERT INTO finding_counts
        (account_id, scope, rule_id, region, project_key, shown, severity, findings)
      SELECT account_id, scope, rule_id, region, project_key, shown, severity, SUM(findings) FROM (
        SELECT account_id, scope, rule_id, region, COALESCE(project_key, '') AS project_key, shown, severity,
          1 AS findings, 0 AS counted FROM findings WHERE ${inScopes(batch)}
        UNION ALL
        SELECT account_id, scope, rule_id, region, project_key, shown, severity, 0 AS findings, findings AS counted
          FROM finding_counts WHERE ${inScopes(batch)}) both_of_them
      WHERE 1 = 1
      GROUP BY account_id, scope, rule_id, region, project_key, shown, severity
      HAVING SUM(findings) <> SUM(counted)
      ON DUPLICATE KEY UPDATE findings = VALUES(findings)`);
    const accounts = sql`account_id IN (${join([...new Set(batch.map(({ accountId }) => accountId))])})`;
    await countAccounts(accounts);
    await countRules(accounts);
  }
}

async function unmark(scopes: readonly ScopeKey[], whose: Sql): Promise<void> {
  for (const batch of chunksOf(scopes, SCOPES_PER_STATEMENT))
    await write(sql`DELETE FROM stale_counts WHERE ${inScopes(batch)} AND ${whose}`);
}

/** From the counts of the accounts' scopes, whichever of them changed. */
async function countAccounts(accounts: Sql): Promise<void> {
  await write(sql`INSERT INTO account_counts (account_id, project_key, shown, severity, findings)
    SELECT account_id, project_key, shown, severity, SUM(findings) FROM (
      SELECT account_id, project_key, shown, severity, findings, 0 AS counted FROM finding_counts WHERE ${accounts}
      UNION ALL
      SELECT account_id, project_key, shown, severity, 0 AS findings, findings AS counted
        FROM account_counts WHERE ${accounts}) both_of_them
    WHERE 1 = 1
    GROUP BY account_id, project_key, shown, severity
    HAVING SUM(findings) <> SUM(counted)
    ON DUPLICATE KEY UPDATE findings = VALUES(findings)`);
}

/** What is open of each rule, from the counts of the accounts' scopes. */
async function countRules(accounts: Sql): Promise<void> {
  await write(sql`INSERT INTO rule_counts (account_id, rule_id, open_findings)
    SELECT account_id, rule_id, SUM(findings) FROM (
      SELECT account_id, rule_id, findings, 0 AS counted FROM finding_counts WHERE ${accounts} AND shown = 0
      UNION ALL
      SELECT account_id, rule_id, 0 AS findings, open_findings AS counted FROM rule_counts WHERE ${accounts}) both_of_them
    WHERE 1 = 1
    GROUP BY account_id, rule_id
    HAVING SUM(findings) <> SUM(counted)
    ON DUPLICATE KEY UPDATE open_findings = VALUES(open_findings)`);
}

function inScopes(scopes: readonly ScopeKey[]): Sql {
  const each = scopes.map(({ accountId, scope }) => sql`(account_id = ${accountId} AND scope = ${scope})`);
  return sql`(${join(each, ' OR ')})`;
}

/** Each once. */
export function distinctScopes(findings: readonly ScopeKey[]): ScopeKey[] {
  const byKey = new Map(
    findings.map(({ accountId, scope }) => [scopeKey({ accountId, scope }), { accountId, scope }]),
  );
  return [...byKey.values()];
}

/** Forgets kinds that there are none of any more: those of a scope after those of its account, which are made of them. */
export async function dropEmptyCounts(): Promise<void> {
  await write(sql`DELETE FROM rule_counts WHERE open_findings = 0`);
  await write(sql`DELETE FROM account_counts WHERE findings = 0`);
  await write(sql`DELETE FROM finding_counts WHERE findings = 0`);
}
