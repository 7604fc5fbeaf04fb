import sql, { bulk, join, type Sql } from 'sql-template-tag';
import { z } from 'zod';
import { chunksOf } from '../domain/chunks';
import { DAY_MS } from '../domain/time';
import { integer } from './columns';
import { ensureCounted } from './finding-counts';
import { everyFinding } from './finding-parts';
import { select, write } from './run-sql';

/** A little over a year, to compare with the same time a year ago. */
export const SLA_KEPT_DAYS = 400;
const ROWS_PER_STATEMENT = 500;

/** Notes how many findings there are and how many are overdue today; the last count of a UTC day stands for it. */
export async function countSlaDay(now: number): Promise<void> {
  const dayAt = now - (now % DAY_MS);
  await ensureCounted(now);
  for (const batch of chunksOf(await countOpen(now), ROWS_PER_STATEMENT)) {
    const rows = batch.map((each) => [
      dayAt,
      each.accountId,
      each.projectKey,
      each.open,
      each.overdue,
      each.oldestDueAt,
      now,
    ]);
    await write(sql`INSERT INTO sla_days
        (day_at, account_id, project_key, open_findings, overdue_findings, oldest_due_at, counted_at) VALUES ${bulk(rows)}
      ON DUPLICATE KEY UPDATE open_findings = VALUES(open_findings), overdue_findings = VALUES(overdue_findings),
        oldest_due_at = VALUES(oldest_due_at), counted_at = VALUES(counted_at)`);
  }
  // What has no finding any more was not counted anew.
  await write(sql`DELETE FROM sla_days WHERE day_at = ${dayAt} AND counted_at < ${now}`);
  await write(sql`DELETE FROM sla_days WHERE day_at < ${dayAt - SLA_KEPT_DAYS * DAY_MS}`);
}

const standingColumns = {
  open_findings: integer,
  overdue_findings: integer,
  oldest_due_at: z.union([z.null(), integer]),
};

function standingOf(row: { open_findings: number; overdue_findings: number; oldest_due_at: number | null }) {
  return { open: row.open_findings, overdue: row.overdue_findings, oldestDueAt: row.oldest_due_at };
}

const openCountRow = z
  .object({ account_id: z.string(), project_key: z.string(), ...standingColumns })
  .transform((row) => ({ accountId: row.account_id, projectKey: row.project_key, ...standingOf(row) }));

type OpenCount = z.output<typeof openCountRow>;

/** By account and project. An account of many findings is counted in parts, which are added up here. */
async function countOpen(now: number): Promise<OpenCount[]> {
  const counts = new Map<string, OpenCount>();
  for (const part of await everyFinding()) {
    const rows = await select(
      openCountRow,
      sql`SELECT account_id, COALESCE(project_key, '') AS project_key, COUNT(*) AS open_findings,
          SUM(CASE WHEN sort_at < ${now} THEN 1 ELSE 0 END) AS overdue_findings,
          MIN(CASE WHEN sort_at < ${now} THEN sort_at ELSE NULL END) AS oldest_due_at
        FROM findings WHERE shown = 0 AND ${part} GROUP BY account_id, COALESCE(project_key, '')`,
    );
    for (const row of rows) {
      const key = `${row.accountId} ${row.projectKey}`;
      const before = counts.get(key);
      counts.set(key, before === undefined ? row : added(before, row));
    }
  }
  return [...counts.values()];
}

function added(one: OpenCount, other: OpenCount): OpenCount {
  const dates = [one.oldestDueAt, other.oldestDueAt].filter((date) => date !== null);
  return {
    ...one,
    open: one.open + other.open,
    overdue: one.overdue + other.overdue,
    oldestDueAt: dates.length === 0 ? null : Math.min(...dates),
  };
}

export interface SlaFilter {
  accountId?: string | undefined;
  projectKey?: string | undefined;
}

export interface SlaDay {
  /** Midnight UTC, in milliseconds since 1970. */
  dayAt: number;
  open: number;
  overdue: number;
}

const dayRow = z.object({ day_at: integer, open_findings: integer, overdue_findings: integer });

/** Day by day since `since`, the oldest first; days without a scan are left out. */
export async function slaDays({ accountId, projectKey }: SlaFilter, since: number): Promise<SlaDay[]> {
  const conditions: Sql[] = [
    sql`day_at >= ${since}`,
    ...(accountId === undefined ? [] : [sql`account_id = ${accountId}`]),
    ...(projectKey === undefined ? [] : [sql`project_key = ${projectKey}`]),
  ];
  const rows = await select(
    dayRow,
    sql`SELECT day_at, SUM(open_findings) AS open_findings, SUM(overdue_findings) AS overdue_findings
      FROM sla_days WHERE ${join(conditions, ' AND ')} GROUP BY day_at ORDER BY day_at`,
  );
  return rows.map((row) => ({ dayAt: row.day_at, open: row.open_findings, overdue: row.overdue_findings }));
}

export interface SlaStanding {
  /** An account id or a project key; empty for what nobody owns. */
  id: string;
  open: number;
  overdue: number;
  /** The earliest due date that has passed, in milliseconds since 1970; null when none has. */
  oldestDueAt: number | null;
}

const standingRow = z.object({ id: z.string(), ...standingColumns });

/** How accounts, or the teams that own findings, stood when they were last counted: the most overdue first. At most 500. */
export async function slaStanding(by: 'account' | 'project'): Promise<SlaStanding[]> {
  const id = by === 'account' ? sql`account_id` : sql`project_key`;
  const rows = await select(
    standingRow,
    sql`SELECT ${id} AS id, SUM(open_findings) AS open_findings, SUM(overdue_findings) AS overdue_findings,
        MIN(oldest_due_at) AS oldest_due_at
      FROM sla_days WHERE day_at = (SELECT MAX(day_at) FROM sla_days) GROUP BY ${id}
      ORDER BY overdue_findings DESC, open_findings DESC, id LIMIT 500`,
  );
  return rows.map((row) => ({ id: row.id, ...standingOf(row) }));
}
