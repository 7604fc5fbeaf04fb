import sql, { empty, join, raw, type Sql } from 'sql-template-tag';
import { z } from 'zod';
import type { ParsedFindingsQuery } from '../contract/findings';
import type { ShownState } from '../domain/finding';
import { severityOfRank, severityRank } from '../domain/severity';
import { integer } from './columns';
import { countForPage } from './finding-counts';
import { type Audience, isOverdue, ROW_COLUMNS, rowSchema, SHOWN, type StoredRow } from './finding-queries';
import { literal } from './like';
import { select } from './run-sql';
import { severityColumn } from './severity-column';

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

/**
 * A kind's findings are of several states and severities: so many are read for one that matches. Of 1, 3 and 8 the one with
 * which the slowest of the first 400 pages of large accounts was fastest: 249 ms, 406 with 8.
 */
const READ_PER_KIND = 3;

interface Search {
  audience: Audience;
  query: ParsedFindingsQuery;
  now: number;
}

/** Later than any due date, as in the migration: what has none. */
const NEVER = 8_640_000_000_000_000;

/** The page that the query asks for, of what the audience may see. `now` in milliseconds since 1970. */
export async function findingsPage(
  audience: Audience,
  query: ParsedFindingsQuery,
  now: number,
): Promise<FoundPage> {
  await countForPage(now);
  const search = { audience, query, now };
  const candidates = await candidatesOf(search);
  const total = sumOf(candidates);
  if (total === 0) return { rows: [], total: 0, more: false, limited: { sort: false, search: false } };
  if (total <= FEW) return few(search, candidates);
  if ((query.search ?? '') !== '') return searchMany(search);
  return many(search, candidates);
}

interface Candidates {
  shown: number;
  severity: number;
  findings: number;
}

const candidatesRow = z.object({ shown: integer, severity: severityColumn, findings: integer });

/** How many there are of each state and severity if it were not for search and due dates. */
async function candidatesOf(search: Search): Promise<Candidates[]> {
  const { audience, query } = search;
  const byAccount = audience === 'everybody' && !isFiltered(query.ruleIds) && !isFiltered(query.regions);
  return select(
    candidatesRow,
    sql`SELECT c.shown, c.severity, SUM(c.findings) AS findings
      FROM ${byAccount ? raw('account_counts') : raw('finding_counts')} c
      WHERE ${countFilters(search)} AND c.findings > 0 GROUP BY c.shown, c.severity`,
  );
}

const isFiltered = (values: readonly string[] | undefined): boolean =>
  values !== undefined && values.length > 0;
const sumOf = (candidates: readonly Candidates[]): number =>
  candidates.reduce((sum, { findings }) => sum + findings, 0);

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

/** Which columns an index may be used for; null for all of them. */
type ReadBy = 'kind' | 'order' | null;

/**
 * The whole query as a condition on `findings f`; states and severities are left to branches where those are given. Where the
 * counts have told how the findings are best read, the other way is kept from the database, whose guess goes wrong with one
 * account far larger than the others: of findings picked out by kind no index answers the project, of those read in the
 * order of an index none answers the account.
 */
function conditions({ audience, query, now }: Search, readBy: ReadBy = null): Sql {
  const project = raw(readBy === 'kind' ? "COALESCE(f.project_key, '')" : 'f.project_key');
  return sql`${audience === 'everybody' ? sql`1 = 1` : sql`${project} = ${audience.projectKey}`}
    ${anyOf(readBy === 'order' ? "COALESCE(f.account_id, '')" : 'f.account_id', query.accountIds)}
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

async function few(search: Search, candidates: readonly Candidates[]): Promise<FoundPage> {
  const { query } = search;
  const text = query.search ?? '';
  const counted = text === '' && query.overdueOnly !== true;
  // Each finding is read from a place of its own, so that reading also what is on no page would take most of the time.
  const { offset, within } =
    counted && query.sort === 'severity'
      ? pageWithin(query, candidates)
      : { offset: offsetOf(query), within: candidates };
  const severities = [...new Set(within.map(({ severity }) => severity))].map(severityOfRank);
  const onPage: Search = { ...search, query: { ...query, severities } };
  const kinds = ofKinds(countFilters(onPage));
  const order = sql`${ORDERS[query.sort](directionOf(query))}, f.finding_id`;
  const matching = sql`WHERE ${conditions(onPage, 'kind')} ${statesAndSeverities(onPage)} ${text === '' ? empty : contains(text)}`;
  const [rows, total] = await Promise.all([
    select(
      rowSchema,
      // Only what is on the page is read in full.
      sql`SELECT ${ROW_COLUMNS} FROM (SELECT f.finding_id FROM ${kinds}
          LEFT JOIN accounts a ON a.account_id = f.account_id ${matching}
          ORDER BY ${order} LIMIT ${query.pageSize} OFFSET ${offset}) p
        JOIN findings f ON f.finding_id = p.finding_id LEFT JOIN accounts a ON a.account_id = f.account_id
        ORDER BY ${order}`,
    ),
    counted ? sumOf(candidates) : countOf(sql`SELECT COUNT(*) AS total FROM ${kinds} ${matching}`),
  ]);
  return { rows, total, more: false, limited: { sort: false, search: false } };
}

/** Findings of the account, scope and rule of these counts. */
function ofKinds(counts: Sql): Sql {
  return sql`(SELECT DISTINCT c.account_id, c.scope, c.rule_id FROM finding_counts c WHERE ${counts} AND c.findings > 0) k
    JOIN findings f ON f.account_id = k.account_id AND f.scope = k.scope AND f.rule_id = k.rule_id`;
}

function contains(text: string): Sql {
  const pattern = `%${literal(text.toLowerCase())}%`;
  return sql`AND (LOWER(f.resource_id) LIKE ${pattern} OR LOWER(f.resource_arn) LIKE ${pattern}
    OR LOWER(COALESCE(f.resource_name, '')) LIKE ${pattern} OR f.rule_id LIKE ${pattern})`;
}

const directionOf = ({ descending }: ParsedFindingsQuery): Sql => raw(descending ? 'DESC' : 'ASC');
const offsetOf = ({ page, pageSize }: ParsedFindingsQuery): number => (page - 1) * pageSize;

const totalRow = z.object({ total: integer });

async function countOf(query: Sql): Promise<number> {
  const [row] = await select(totalRow, query);
  return row?.total ?? 0;
}

const ruleIdRow = z.object({ rule_id: z.string() });

/** Rules whose id has the text; else resources whose id begins with it, an ARN standing for its last part. */
async function searchMany(search: Search): Promise<FoundPage> {
  const text = search.query.search ?? '';
  const known = await select(
    ruleIdRow,
    sql`SELECT DISTINCT c.rule_id FROM finding_counts c ORDER BY c.rule_id`,
  );
  const ruleIds = known
    .map((row) => row.rule_id)
    .filter((id) => id.includes(text.toLowerCase()) && (search.query.ruleIds?.includes(id) ?? true));
  if (ruleIds.length > 0) {
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
 * is what no single index gives for several states. Where few of a branch match, they are picked out by their kinds
 * instead: the index would be read to its end for them.
 */
async function many(search: Search, candidates: readonly Candidates[]): Promise<FoundPage> {
  const { query } = search;
  const byDue = query.sort === 'due';
  const { offset, within } = pageWithin(query, candidates);
  const upTo = offset + query.pageSize;
  const everything = await candidatesOf({
    ...search,
    query: { ...query, accountIds: [], regions: [], ruleIds: [] },
  });
  const branches = branchesOf(query, within).map(({ shown, severity, findings, undated }, index) => {
    const dated =
      undated === null ? empty : undated ? sql`AND f.sort_at = ${NEVER}` : sql`AND f.sort_at < ${NEVER}`;
    const all =
      everything.find((each) => each.shown === shown && each.severity === severity)?.findings ?? findings;
    const readInOrder = upTo * (all / findings);
    const rare = readInOrder > findings * READ_PER_KIND;
    const source = rare
      ? ofKinds(sql`${countFilters(search)} AND c.shown = ${shown} AND c.severity = ${severity}`)
      : raw('findings f');
    const matching = conditions(search, rare ? 'kind' : 'order');
    const direction = byDue ? directionOf(query) : raw('ASC');
    return sql`SELECT * FROM (SELECT f.finding_id, f.severity, f.sort_at FROM ${source}
      WHERE ${matching} AND f.shown = ${shown} AND f.severity = ${severity} ${dated}
      ORDER BY f.sort_at ${direction}, f.finding_id ${direction} LIMIT ${upTo}) ${raw(`b${index}`)}`;
  });
  const order = (table: string): Sql => {
    const [severity, sortAt] = [raw(`${table}.severity`), raw(`${table}.sort_at`)];
    return byDue
      ? sql`${sortAt} = ${NEVER}, ${sortAt} ${directionOf(query)}, ${severity}, ${raw(table)}.finding_id ${directionOf(query)}`
      : sql`${severity} ${query.sort === 'severity' ? directionOf(query) : raw('ASC')}, ${sortAt}, ${raw(table)}.finding_id`;
  };
  const [rows, total] = await Promise.all([
    select(
      rowSchema,
      sql`SELECT ${ROW_COLUMNS} FROM (SELECT finding_id, severity, sort_at FROM (${join(branches, ' UNION ALL ')}) u
          ORDER BY ${order('u')} LIMIT ${query.pageSize} OFFSET ${offset}) p
        JOIN findings f ON f.finding_id = p.finding_id LEFT JOIN accounts a ON a.account_id = f.account_id
        ORDER BY ${order('p')}`,
    ),
    query.overdueOnly === true
      ? countOf(sql`SELECT COUNT(*) AS total FROM (SELECT 1 AS one FROM findings f
          WHERE ${conditions(search)} ${statesAndSeverities(search)} LIMIT ${FEW}) p`)
      : sumOf(candidates),
  ]);
  const more = query.overdueOnly === true && total === FEW;
  return { rows, total, more, limited: { sort: !['severity', 'due'].includes(query.sort), search: false } };
}

/**
 * By severity, a page is of one severity or two, and their counts say how much comes before: what is more severe need not be read
 * to be skipped, nor what is less. Where it is not known how many match, or the order is another, all are read.
 */
function pageWithin(
  query: ParsedFindingsQuery,
  candidates: readonly Candidates[],
): { offset: number; within: readonly Candidates[] } {
  let offset = offsetOf(query);
  if (query.sort === 'due' || query.overdueOnly === true) return { offset, within: candidates };
  const ranks = [...new Set(candidates.map(({ severity }) => severity))].sort((a, b) => a - b);
  if (query.sort === 'severity' && query.descending) ranks.reverse();
  const within: Candidates[] = [];
  let end = 0;
  for (const rank of ranks) {
    const group = candidates.filter(({ severity }) => severity === rank);
    const begin = end;
    end += sumOf(group);
    if (end <= offsetOf(query)) offset -= end - begin;
    else if (begin < offsetOf(query) + query.pageSize) within.push(...group);
  }
  return within.length === 0 ? { offset: offsetOf(query), within: candidates } : { offset, within };
}

interface Branch extends Candidates {
  /** Downwards, what has no date would come first: it is a branch of its own. Null where that does not matter. */
  undated: boolean | null;
}

function branchesOf({ sort, descending }: ParsedFindingsQuery, candidates: readonly Candidates[]): Branch[] {
  const dates = sort === 'due' && descending ? [false, true] : [null];
  return candidates.flatMap((each) => dates.map((undated) => ({ ...each, undated })));
}
