import sql, { empty, join, raw, type Sql } from 'sql-template-tag';
import { z } from 'zod';
import type { ParsedFindingsQuery } from '../contract/findings';
import { SHOWN_STATES, type ShownState } from '../domain/finding';
import { SEVERITIES, severityRank } from '../domain/severity';
import { ensureCounted } from './finding-counts';
import { type Audience, isOverdue, ROW_COLUMNS, rowSchema, SHOWN, type StoredRow } from './finding-queries';
import { literal } from './like';
import { select } from './run-sql';

/**
 * One page of findings, however many there are. The counts say beforehand how many match. Few are picked out by the
 * counts' account, scope and rule, and may be sorted and searched in any way. Of many, only what an index has in order is
 * offered: severity and due date, and what begins with the text that is searched for.
 */

/** Up to here everything that matches is looked at. */
export const FEW = 5_000;

export interface FoundPage {
  rows: StoredRow[];
  total: number;
  /** There are more than `total`; how many is not counted. */
  more: boolean;
  /** What of the query could not be done among so many. */
  limited: { sort: boolean; search: boolean };
}

interface Search {
  audience: Audience;
  query: ParsedFindingsQuery;
  now: number;
}

const integer = z.coerce.number().int();
/** Later than any due date, as in the migration: what has none. */
const NEVER = 8_640_000_000_000_000;

/** The page that the query asks for, of what the audience may see. `now` in milliseconds since 1970. */
export async function findingsPage(
  audience: Audience,
  query: ParsedFindingsQuery,
  now: number,
): Promise<FoundPage> {
  await ensureCounted(now);
  const search = { audience, query, now };
  const candidates = await candidatesOf(search);
  if (candidates === 0) return { rows: [], total: 0, more: false, limited: { sort: false, search: false } };
  if (candidates <= FEW) return few(search, candidates);
  if ((query.search ?? '') !== '') return searchMany(search);
  return many(search, candidates);
}

/** How many there are if it were not for search and due dates. */
async function candidatesOf(search: Search): Promise<number> {
  const [row] = await select(
    z.object({ total: integer.nullable() }),
    sql`SELECT SUM(c.findings) AS total FROM finding_counts c WHERE ${countFilters(search)}`,
  );
  return row?.total ?? 0;
}

function countFilters({ audience, query }: Search): Sql {
  return sql`${audience === 'everybody' ? sql`1 = 1` : sql`c.project_key = ${audience.projectKey}`}
    AND c.shown IN (${join(query.states.map(shownRank))})
    ${anyOf('c.severity', query.severities?.map(severityRank))}
    ${anyOf('c.account_id', query.accountIds)}
    ${anyOf('c.region', query.regions)}
    ${anyOf('c.rule_id', query.ruleIds)}`;
}

const shownRank = (state: ShownState): number => SHOWN[state];

function anyOf(column: string, values: readonly (string | number)[] | undefined): Sql {
  if (values === undefined || values.length === 0) return empty;
  return sql`AND ${raw(column)} IN (${join([...values])})`;
}

/** The whole query as a condition on `findings f`; states and severities are left to branches where those are given. */
function conditions({ audience, query, now }: Search): Sql {
  return sql`${audience === 'everybody' ? sql`1 = 1` : sql`f.project_key = ${audience.projectKey}`}
    ${anyOf('f.account_id', query.accountIds)}
    ${anyOf('f.region', query.regions)}
    ${anyOf('f.rule_id', query.ruleIds)}
    ${query.overdueOnly === true ? sql`AND ${isOverdue(now)}` : empty}`;
}

function statesAndSeverities({ query }: Search): Sql {
  return sql`AND f.shown IN (${join(query.states.map(shownRank))})
    ${anyOf('f.severity', query.severities?.map(severityRank))}`;
}

/** Nulls last whichever way it goes: what has no date is never the most urgent. */
const ORDERS: Record<ParsedFindingsQuery['sort'], (direction: Sql) => Sql> = {
  severity: (direction) => sql`f.severity ${direction}, f.sort_at`,
  due: (direction) => sql`f.sort_at = ${NEVER}, f.sort_at ${direction}, f.severity`,
  firstSeen: (direction) => sql`f.first_seen_at IS NULL, f.first_seen_at ${direction}`,
  account: (direction) => sql`a.name ${direction}, f.severity`,
  rule: (direction) => sql`f.rule_id ${direction}, f.severity`,
  resource: (direction) => sql`f.resource_id ${direction}, f.severity`,
};

async function few(search: Search, candidates: number): Promise<FoundPage> {
  const { query } = search;
  const text = query.search ?? '';
  const kinds = sql`(SELECT DISTINCT c.account_id, c.scope, c.rule_id FROM finding_counts c
    WHERE ${countFilters(search)} AND c.findings > 0) k
    JOIN findings f ON f.account_id = k.account_id AND f.scope = k.scope AND f.rule_id = k.rule_id`;
  const matching = sql`WHERE ${conditions(search)} ${statesAndSeverities(search)} ${text === '' ? empty : contains(text)}`;
  const counted = text === '' && query.overdueOnly !== true;
  const [rows, total] = await Promise.all([
    select(
      rowSchema,
      sql`SELECT ${ROW_COLUMNS} FROM ${kinds} LEFT JOIN accounts a ON a.account_id = f.account_id ${matching}
        ORDER BY ${ORDERS[query.sort](directionOf(query))}, f.finding_id
        LIMIT ${query.pageSize} OFFSET ${offsetOf(query)}`,
    ),
    counted ? candidates : countOf(sql`SELECT COUNT(*) AS total FROM ${kinds} ${matching}`),
  ]);
  return { rows, total, more: false, limited: { sort: false, search: false } };
}

function contains(text: string): Sql {
  const pattern = `%${literal(text.toLowerCase())}%`;
  return sql`AND (LOWER(f.resource_id) LIKE ${pattern} OR LOWER(f.resource_arn) LIKE ${pattern}
    OR LOWER(COALESCE(f.resource_name, '')) LIKE ${pattern} OR f.rule_id LIKE ${pattern})`;
}

const directionOf = ({ descending }: ParsedFindingsQuery): Sql => raw(descending ? 'DESC' : 'ASC');
const offsetOf = ({ page, pageSize }: ParsedFindingsQuery): number => (page - 1) * pageSize;

async function countOf(query: Sql): Promise<number> {
  const [row] = await select(z.object({ total: integer }), query);
  return row?.total ?? 0;
}

/** Rules whose id has the text; else resources whose id begins with it, an ARN standing for its last part. */
async function searchMany(search: Search): Promise<FoundPage> {
  const text = search.query.search ?? '';
  const rules = await select(
    z.object({ rule_id: z.string() }),
    sql`SELECT DISTINCT c.rule_id FROM finding_counts c
      WHERE ${countFilters(search)} AND c.rule_id LIKE ${`%${literal(text.toLowerCase())}%`}`,
  );
  if (rules.length > 0) {
    const ruleIds = rules.map((row) => row.rule_id);
    return findingsPage(search.audience, { ...search.query, search: '', ruleIds }, search.now);
  }
  const { query } = search;
  const id = text.startsWith('arn:') ? (text.split(/[:/]/).at(-1) ?? text) : text;
  const begins = sql`(SELECT f.finding_id FROM findings f
    WHERE f.resource_id LIKE ${`${literal(id)}%`} AND ${conditions(search)} ${statesAndSeverities(search)}
    LIMIT ${FEW}) p`;
  const [rows, total] = await Promise.all([
    select(
      rowSchema,
      sql`SELECT ${ROW_COLUMNS} FROM ${begins} JOIN findings f ON f.finding_id = p.finding_id
        LEFT JOIN accounts a ON a.account_id = f.account_id
        ORDER BY ${ORDERS[query.sort](directionOf(query))}, f.finding_id
        LIMIT ${query.pageSize} OFFSET ${offsetOf(query)}`,
    ),
    countOf(sql`SELECT COUNT(*) AS total FROM ${begins}`),
  ]);
  return { rows, total, more: total === FEW, limited: { sort: false, search: true } };
}

/**
 * Each state and severity is read in the order of its index, no further than the page, and the branches are merged: that
 * is what no single index gives for several states.
 */
async function many(search: Search, candidates: number): Promise<FoundPage> {
  const { query } = search;
  const byDue = query.sort === 'due';
  const upTo = offsetOf(query) + query.pageSize;
  const branches = branchesOf(query).map(({ shown, severity, undated }, index) => {
    const dated =
      undated === null ? empty : undated ? sql`AND f.sort_at = ${NEVER}` : sql`AND f.sort_at < ${NEVER}`;
    return sql`SELECT * FROM (SELECT f.finding_id, f.severity, f.sort_at FROM findings f
      WHERE ${conditions(search)} AND f.shown = ${shown} AND f.severity = ${severity} ${dated}
      ORDER BY f.sort_at ${byDue ? directionOf(query) : raw('ASC')}, f.finding_id LIMIT ${upTo}) ${raw(`b${index}`)}`;
  });
  const order = (table: string): Sql => {
    const [severity, sortAt] = [raw(`${table}.severity`), raw(`${table}.sort_at`)];
    return byDue
      ? sql`${sortAt} = ${NEVER}, ${sortAt} ${directionOf(query)}, ${severity}, ${raw(table)}.finding_id`
      : sql`${severity} ${query.sort === 'severity' ? directionOf(query) : raw('ASC')}, ${sortAt}, ${raw(table)}.finding_id`;
  };
  const [rows, total] = await Promise.all([
    select(
      rowSchema,
      sql`SELECT ${ROW_COLUMNS} FROM (SELECT finding_id, severity, sort_at FROM (${join(branches, ' UNION ALL ')}) u
          ORDER BY ${order('u')} LIMIT ${query.pageSize} OFFSET ${offsetOf(query)}) p
        JOIN findings f ON f.finding_id = p.finding_id LEFT JOIN accounts a ON a.account_id = f.account_id
        ORDER BY ${order('p')}`,
    ),
    query.overdueOnly === true
      ? countOf(sql`SELECT COUNT(*) AS total FROM (SELECT 1 AS one FROM findings f
          WHERE ${conditions(search)} ${statesAndSeverities(search)} LIMIT ${FEW}) p`)
      : candidates,
  ]);
  const more = query.overdueOnly === true && total === FEW;
  return { rows, total, more, limited: { sort: !['severity', 'due'].includes(query.sort), search: false } };
}

interface Branch {
  shown: number;
  severity: number;
  /** Downwards, what has no date would come first: it is a branch of its own. Null where that does not matter. */
  undated: boolean | null;
}

function branchesOf({ states, severities, sort, descending }: ParsedFindingsQuery): Branch[] {
  const ranks = (severities === undefined || severities.length === 0 ? SEVERITIES : severities).map(
    severityRank,
  );
  const shown = SHOWN_STATES.filter((state) => states.includes(state)).map(shownRank);
  const dates = sort === 'due' && descending ? [false, true] : [null];
  return shown.flatMap((each) =>
    ranks.flatMap((severity) => dates.map((undated) => ({ shown: each, severity, undated }))),
  );
}
