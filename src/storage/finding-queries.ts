import sql, { join, raw, type Sql } from 'sql-template-tag';
import { z } from 'zod';
import { COUNTED_UP_TO, type FindingFilters } from '../contract/findings';
import type { ShownState } from '../domain/finding';
import { SEVERITIES, type Severity, severityOfRank, severityRank } from '../domain/severity';
import { integer, numberRow, time } from './columns';
import { countForPage } from './finding-counts';
import { select } from './run-sql';
import { severityColumn } from './severity-column';
import { SPECIAL, SPECIAL_OR_NOT } from './special';
import { jsonColumn } from './stored-data';

/** Whose findings are asked for: one project's, or everybody's. */
export type Audience = { projectKey: string } | 'everybody';

export const rowSchema = z.object({
  finding_id: z.string(),
  rule_id: z.string(),
  account_id: z.string(),
  account_name: z.string().nullable(),
  region: z.string(),
  resource_id: z.string(),
  resource_arn: z.string(),
  resource_name: z.string().nullable(),
  state: z.enum(['open', 'unknown', 'resolved']),
  exception_id: z.string().nullable(),
  severity: severityColumn,
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
  evidence: jsonColumn(z.record(z.string(), z.json())),
  opened_at: time,
  resolved_reason: z.string().nullable(),
  last_complete_at: time,
});
export type StoredDetail = z.infer<typeof detailSchema>;

export const ROW_COLUMNS =
  raw(`f.finding_id, f.rule_id, f.account_id, a.name AS account_name, f.region, f.resource_id,
  f.resource_arn, f.resource_name, f.state, f.exception_id, f.severity, f.message, f.first_seen_at, f.due_at,
  f.unknown_since, f.paused_at, f.resolved_at, f.project_key,
  CASE WHEN f.group_id IS NULL THEN f.issue_key
    ELSE (SELECT g.issue_key FROM finding_groups g WHERE g.finding_id = f.group_id) END AS issue_key`);
const FROM = raw('FROM findings f LEFT JOIN accounts a ON a.account_id = f.account_id');

function mayBeSeenBy(audience: Audience): Sql {
  return audience === 'everybody' ? sql`1 = 1` : sql`f.project_key = ${audience.projectKey}`;
}

/** The column `shown` of a state: its place in SHOWN_STATES would do, were it not for what is stored already. */
export const SHOWN: Record<ShownState, number> = { open: 0, unknown: 1, excepted: 2, resolved: 3 };

/** While the clock of its SLA stands still, nothing is overdue. */
export function isOverdue(now: number): Sql {
  return sql`(f.shown <> ${SHOWN.resolved} AND f.sort_at < ${now})`;
}

export interface FindingCounts {
  openBySeverity: Record<Severity, number>;
  open: number;
  unknown: number;
  excepted: number;
  overdue: number;
  resolvedSince: number;
}

const countSchema = z.object({ shown: integer, severity: severityColumn, number: integer });

/** How many findings there are by state and severity; `resolvedAfter` and `now` in milliseconds since 1970. */
export async function findingCounts(
  audience: Audience,
  resolvedAfter: number,
  now: number,
): Promise<FindingCounts> {
  await countForPage(now);
  const [rows, overdue, resolvedSince] = await Promise.all([
    select(
      countSchema,
      sql`SELECT c.shown, c.severity, SUM(c.findings) AS number FROM ${countsOf(audience)} c
        WHERE ${ofAudience(audience)} GROUP BY c.shown, c.severity`,
    ),
    countWithin(audience, [SHOWN.open, SHOWN.unknown, SHOWN.excepted], sql`f.sort_at < ${now}`),
    countWithin(audience, [SHOWN.resolved], sql`f.sort_at > ${resolvedAfter}`),
  ]);
  const of = (state: ShownState, severity?: Severity): number =>
    rows
      .filter(
        (row) =>
          row.shown === SHOWN[state] && (severity === undefined || severityOfRank(row.severity) === severity),
      )
      .reduce((sum, row) => sum + row.number, 0);
  const [critical, high, medium, low] = SEVERITIES.map((severity) => of('open', severity));
  return {
    openBySeverity: { critical: critical ?? 0, high: high ?? 0, medium: medium ?? 0, low: low ?? 0 },
    open: of('open'),
    unknown: of('unknown'),
    excepted: of('excepted'),
    overdue,
    resolvedSince,
  };
}

/** A project's counts are found by its key; everybody's are fewer by account. */
function countsOf(audience: Audience): Sql {
  return audience === 'everybody' ? raw('account_counts') : raw('finding_counts');
}

function ofAudience(audience: Audience): Sql {
  return audience === 'everybody' ? sql`1 = 1` : sql`c.project_key = ${audience.projectKey}`;
}

/**
 * Counted by their dates, which no count knows: as far as COUNTED_UP_TO. Severity is named so that the index on (shown,
 * severity, sort_at) is read within its ranges only.
 */
async function countWithin(audience: Audience, shown: number[], when: Sql): Promise<number> {
  const [row] = await select(
    numberRow,
    sql`SELECT COUNT(*) AS number FROM (SELECT 1 AS one FROM findings f
      WHERE ${mayBeSeenBy(audience)} AND f.shown IN (${join(shown)})
        AND f.severity IN (${join(SEVERITIES.map(severityRank))}) AND ${when} LIMIT ${COUNTED_UP_TO}) c`,
  );
  return row?.number ?? 0;
}

const accountNameRow = z.object({ account_id: z.string(), name: z.string().nullable() });
const regionRow = z.object({ region: z.string() });
const ruleIdRow = z.object({ rule_id: z.string() });

/** What the filters can offer: accounts, regions and rule ids that occur. */
export async function findingFilterValues(
  audience: Audience,
): Promise<{ accounts: FindingFilters['accounts']; regions: string[]; ruleIds: string[] }> {
  // Kinds that are counted as 0 are dropped within the hour; of everybody's, only the index's first column is read.
  const seen = audience === 'everybody' ? sql`1 = 1` : sql`${ofAudience(audience)} AND c.findings > 0`;
  const [accounts, regions, rules] = await Promise.all([
    select(
      accountNameRow,
      sql`SELECT k.account_id, a.name
        FROM (SELECT DISTINCT c.account_id FROM ${countsOf(audience)} c WHERE ${seen}) k
        LEFT JOIN accounts a ON a.account_id = k.account_id ORDER BY a.name`,
    ),
    select(regionRow, sql`SELECT DISTINCT c.region FROM finding_counts c WHERE ${seen} ORDER BY c.region`),
    select(ruleIdRow, sql`SELECT DISTINCT c.rule_id FROM finding_counts c WHERE ${seen} ORDER BY c.rule_id`),
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
  return oneFinding(sql`${raw(SPECIAL_OR_NOT)} AND f.issue_id = ${Number(issueId)}`);
}

const MOST_MEMBERS = 200;

const memberCountsRow = z.object({ total: integer, failing: integer.nullable() });

export interface IssueMembers {
  /** What fails first; at most 200. */
  rows: StoredRow[];
  /** All that share the issue, and those of them that fail. */
  total: number;
  failing: number;
}

/** The findings that share the issue; none when it is not the issue of a group. */
export async function membersOfIssue(issueId: string): Promise<IssueMembers> {
  const sharing = sql`JOIN finding_groups shared ON shared.finding_id = f.group_id
    WHERE ${raw(SPECIAL)} AND shared.issue_id = ${Number(issueId)}`;
  const rows = await select(
    rowSchema,
    sql`SELECT ${ROW_COLUMNS} ${FROM} ${sharing}
      ORDER BY CASE f.state WHEN 'open' THEN 0 WHEN 'unknown' THEN 1 ELSE 2 END, f.exception_id IS NOT NULL,
        f.severity, f.finding_id
      LIMIT ${MOST_MEMBERS}`,
  );
  if (rows.length === MOST_MEMBERS) {
    const [counts] = await select(
      memberCountsRow,
      sql`SELECT COUNT(*) AS total, SUM(CASE WHEN f.shown = ${SHOWN.open} THEN 1 ELSE 0 END) AS failing
        FROM findings f ${sharing}`,
    );
    if (counts !== undefined) return { rows, total: counts.total, failing: counts.failing ?? 0 };
  }
  const failing = rows.filter((row) => row.state === 'open' && row.exception_id === null);
  return { rows, total: rows.length, failing: failing.length };
}

/** Open findings by account id. */
export const openByAccount = (): Promise<Map<string, number>> =>
  openBy(sql`SELECT account_id AS id, SUM(findings) AS number
  FROM account_counts WHERE shown = ${SHOWN.open} GROUP BY account_id`);

/** Open findings by rule id. */
export const openByRule = (): Promise<Map<string, number>> =>
  openBy(sql`SELECT rule_id AS id, SUM(open_findings) AS number FROM rule_counts GROUP BY rule_id`);

const openRow = z.object({ id: z.string(), number: integer.nullable() });

async function openBy(counts: Sql): Promise<Map<string, number>> {
  await countForPage(Date.now());
  const rows = await select(openRow, counts);
  return new Map(rows.map(({ id, number }) => [id, number ?? 0]));
}
