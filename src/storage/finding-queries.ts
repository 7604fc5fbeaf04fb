import sql, { empty, join, raw, type Sql } from 'sql-template-tag';
import { z } from 'zod';
import type { FindingFilters, ParsedFindingsQuery } from '../contract/findings';
import type { ShownState } from '../domain/finding';
import type { JsonObject } from '../domain/json';
import { SEVERITIES, type Severity, severityOfRank, severityRank } from '../domain/severity';
import { literal } from './like';
import { select } from './run-sql';

/** Whose findings are asked for: one project's, or everybody's. */
export type Audience = { projectKey: string } | 'everybody';

const integer = z.coerce.number().int();
const time = integer.nullable();

const rowSchema = z.object({
  finding_id: z.string(),
  rule_id: z.string(),
  account_id: z.string(),
  account_name: z.string().nullable(),
  region: z.string(),
  resource_type: z.string(),
  resource_id: z.string(),
  resource_arn: z.string(),
  resource_name: z.string().nullable(),
  state: z.enum(['open', 'unknown', 'resolved']),
  exception_id: z.string().nullable(),
  severity: integer,
  message: z.string(),
  first_seen_at: time,
  due_at: time,
  unknown_since: time,
  paused_at: time,
  resolved_at: time,
  issue_key: z.string().nullable(),
  project_key: z.string().nullable(),
});
export type StoredRow = z.infer<typeof rowSchema>;

const detailSchema = rowSchema.extend({
  evidence: z.string().transform((text, context): JsonObject => {
    const parsed = z.record(z.string(), z.json()).safeParse(JSON.parse(text));
    if (parsed.success) return parsed.data;
    context.addIssue('evidence is not a JSON object');
    return z.NEVER;
  }),
  opened_at: time,
  resolved_reason: z.string().nullable(),
  last_complete_at: time,
});
export type StoredDetail = z.infer<typeof detailSchema>;

const ROW_COLUMNS =
  raw(`f.finding_id, f.rule_id, f.account_id, a.name AS account_name, f.region, f.resource_type,
  f.resource_id, f.resource_arn, f.resource_name, f.state, f.exception_id, f.severity, f.message, f.first_seen_at,
  f.due_at, f.unknown_since, f.paused_at, f.resolved_at, f.project_key,
  CASE WHEN f.group_id IS NULL THEN f.issue_key
    ELSE (SELECT g.issue_key FROM finding_groups g WHERE g.finding_id = f.group_id) END AS issue_key`);
const FROM = raw('FROM findings f LEFT JOIN accounts a ON a.account_id = f.account_id');

/** Nulls last whichever way it goes: what has no date is never the most urgent. */
const ORDERS: Record<ParsedFindingsQuery['sort'], (direction: Sql) => Sql> = {
  severity: (direction) => sql`f.severity ${direction}, f.due_at IS NULL, f.due_at`,
  due: (direction) => sql`f.due_at IS NULL, f.due_at ${direction}, f.severity`,
  firstSeen: (direction) => sql`f.first_seen_at IS NULL, f.first_seen_at ${direction}`,
  account: (direction) => sql`a.name ${direction}, f.severity`,
  rule: (direction) => sql`f.rule_id ${direction}, f.severity`,
  resource: (direction) => sql`f.resource_id ${direction}, f.severity`,
};

function mayBeSeenBy(audience: Audience): Sql {
  return audience === 'everybody' ? sql`1 = 1` : sql`f.project_key = ${audience.projectKey}`;
}

function searchFor(text: string): Sql {
  const pattern = `%${literal(text.toLowerCase())}%`;
  return sql`AND (LOWER(f.resource_id) LIKE ${pattern} OR LOWER(f.resource_arn) LIKE ${pattern}
    OR LOWER(COALESCE(f.resource_name, '')) LIKE ${pattern} OR f.rule_id LIKE ${pattern})`;
}

function anyOf(column: string, values: readonly (string | number)[] | undefined): Sql {
  if (values === undefined || values.length === 0) return empty;
  return sql`AND ${raw(column)} IN (${join([...values])})`;
}

const STATE_CONDITIONS: Record<ShownState, Sql> = {
  open: sql`(f.state = 'open' AND f.exception_id IS NULL)`,
  excepted: sql`(f.state = 'open' AND f.exception_id IS NOT NULL)`,
  unknown: sql`f.state = 'unknown'`,
  resolved: sql`f.state = 'resolved'`,
};

function anyState(states: readonly ShownState[]): Sql {
  return sql`(${join(
    states.map((state) => STATE_CONDITIONS[state]),
    ' OR ',
  )})`;
}

/** While the clock of its SLA stands still, nothing is overdue. */
function isOverdue(now: number): Sql {
  return sql`(f.due_at < ${now} AND f.paused_at IS NULL AND f.state <> 'resolved')`;
}

function where(audience: Audience, query: ParsedFindingsQuery, now: number): Sql {
  const search = query.search ?? '';
  return sql`WHERE ${mayBeSeenBy(audience)}
    AND ${anyState(query.states)}
    ${anyOf('f.severity', query.severities?.map(severityRank))}
    ${anyOf('f.account_id', query.accountIds)}
    ${anyOf('f.region', query.regions)}
    ${anyOf('f.rule_id', query.ruleIds)}
    ${query.overdueOnly === true ? sql`AND ${isOverdue(now)}` : empty}
    ${search === '' ? empty : searchFor(search)}`;
}

/** One page of the findings that the audience may see, and how many match in all. */
export async function findingsPage(
  audience: Audience,
  query: ParsedFindingsQuery,
  now: number,
): Promise<{ rows: StoredRow[]; total: number }> {
  const condition = where(audience, query, now);
  const direction = raw(query.descending ? 'DESC' : 'ASC');
  const offset = (query.page - 1) * query.pageSize;
  const [rows, [count]] = await Promise.all([
    select(
      rowSchema,
      sql`SELECT ${ROW_COLUMNS} ${FROM} ${condition}
        ORDER BY ${ORDERS[query.sort](direction)}, f.finding_id LIMIT ${query.pageSize} OFFSET ${offset}`,
    ),
    select(z.object({ total: integer }), sql`SELECT COUNT(*) AS total FROM findings f ${condition}`),
  ]);
  return { rows, total: count?.total ?? 0 };
}

export interface FindingCounts {
  openBySeverity: Record<Severity, number>;
  open: number;
  unknown: number;
  excepted: number;
  overdue: number;
  resolvedSince: number;
}

const countSchema = z.object({
  state: z.enum(['open', 'unknown', 'resolved']),
  excepted: integer,
  severity: integer,
  number: integer,
  overdue: integer.nullable(),
});

/** How many findings there are by state and severity; `resolvedAfter` and `now` in milliseconds since 1970. */
export async function findingCounts(
  audience: Audience,
  resolvedAfter: number,
  now: number,
): Promise<FindingCounts> {
  const rows = await select(
    countSchema,
    sql`SELECT f.state, CASE WHEN f.exception_id IS NULL THEN 0 ELSE 1 END AS excepted, f.severity,
        COUNT(*) AS number,
        SUM(CASE WHEN ${isOverdue(now)} THEN 1 ELSE 0 END) AS overdue
      FROM findings f
      WHERE ${mayBeSeenBy(audience)} AND (f.state <> 'resolved' OR f.resolved_at > ${resolvedAfter})
      GROUP BY f.state, CASE WHEN f.exception_id IS NULL THEN 0 ELSE 1 END, f.severity`,
  );
  const of = (state: ShownState, severity?: Severity): number =>
    rows
      .filter(
        (row) =>
          (row.state === 'open' && row.excepted === 1 ? 'excepted' : row.state) === state &&
          (severity === undefined || severityOfRank(row.severity) === severity),
      )
      .reduce((sum, row) => sum + row.number, 0);
  const [critical, high, medium, low] = SEVERITIES.map((severity) => of('open', severity));
  return {
    openBySeverity: { critical: critical ?? 0, high: high ?? 0, medium: medium ?? 0, low: low ?? 0 },
    open: of('open'),
    unknown: of('unknown'),
    excepted: of('excepted'),
    overdue: rows.reduce((sum, row) => sum + (row.overdue ?? 0), 0),
    resolvedSince: of('resolved'),
  };
}

/** What the filters can offer: accounts, regions and rule ids that occur. */
export async function findingFilterValues(
  audience: Audience,
): Promise<{ accounts: FindingFilters['accounts']; regions: string[]; ruleIds: string[] }> {
  const seen = mayBeSeenBy(audience);
  const [accounts, regions, rules] = await Promise.all([
    select(
      z.object({ account_id: z.string(), name: z.string().nullable() }),
      sql`SELECT DISTINCT f.account_id, a.name ${FROM} WHERE ${seen} ORDER BY a.name`,
    ),
    select(
      z.object({ region: z.string() }),
      sql`SELECT DISTINCT f.region FROM findings f WHERE ${seen} ORDER BY f.region`,
    ),
    select(
      z.object({ rule_id: z.string() }),
      sql`SELECT DISTINCT f.rule_id FROM findings f WHERE ${seen} ORDER BY f.rule_id`,
    ),
  ]);
  return {
    accounts: accounts.map((row) => ({ id: row.account_id, name: row.name ?? row.account_id })),
    regions: regions.map((row) => row.region),
    ruleIds: rules.map((row) => row.rule_id),
  };
}

async function oneFinding(condition: Sql): Promise<StoredDetail | null> {
  const [row] = await select(
    detailSchema,
    sql`SELECT ${ROW_COLUMNS}, f.evidence, f.opened_at, f.resolved_reason, s.last_complete_at ${FROM}
      LEFT JOIN scopes s ON s.account_id = f.account_id AND s.scope = f.scope
      WHERE ${condition} LIMIT 1`,
  );
  return row ?? null;
}

/** One finding in full, or null when there is none that the audience may see. */
export function findingForAudience(audience: Audience, findingId: string): Promise<StoredDetail | null> {
  return oneFinding(sql`f.finding_id = ${findingId} AND ${mayBeSeenBy(audience)}`);
}

/** The finding that the issue was filed for, or null. `issueId` is Jira's numeric id. */
export function findingOfIssue(issueId: string): Promise<StoredDetail | null> {
  return oneFinding(sql`f.issue_id = ${Number(issueId)}`);
}

const MOST_MEMBERS = 200;

/** The findings that share the issue, what fails first; none when it is not the issue of a group. At most 200. */
export function membersOfIssue(issueId: string): Promise<StoredRow[]> {
  return select(
    rowSchema,
    sql`SELECT ${ROW_COLUMNS} ${FROM} JOIN finding_groups shared ON shared.finding_id = f.group_id
      WHERE shared.issue_id = ${Number(issueId)}
      ORDER BY CASE f.state WHEN 'open' THEN 0 WHEN 'unknown' THEN 1 ELSE 2 END, f.exception_id IS NOT NULL,
        f.severity, f.finding_id
      LIMIT ${MOST_MEMBERS}`,
  );
}

/** Open findings per account and per rule, for the settings pages. */
export async function openFindingsBy(column: 'account_id' | 'rule_id'): Promise<Map<string, number>> {
  const rows = await select(
    z.object({ id: z.string(), number: integer }),
    sql`SELECT f.${raw(column)} AS id, COUNT(*) AS number FROM findings f WHERE f.state = 'open' AND f.exception_id IS NULL GROUP BY f.${raw(column)}`,
  );
  return new Map(rows.map((row) => [row.id, row.number]));
}
