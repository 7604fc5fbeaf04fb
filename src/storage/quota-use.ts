import sql, { bulk } from 'sql-template-tag';
import { z } from 'zod';
import { type Amounts, spreadOverMinutes } from '../domain/quotas';
import { DAY_MS, HOUR_MS } from '../domain/time';
import { integer } from './columns';
import { select, write } from './run-sql';

/** For somebody who looks at it on a Monday. */
export const QUOTA_USE_KEPT_MS = 4 * DAY_MS;

/** What one invocation took of the platform. Times in milliseconds since 1970. */
export interface InvocationUse {
  amounts: Amounts;
  /** To the outside, by this one invocation. */
  requests: number;
  from: number;
  to: number;
}

/** Adds what an invocation took to the minutes in which it ran. */
export async function addQuotaUse({ amounts, requests, from, to }: InvocationUse): Promise<void> {
  const rows = spreadOverMinutes(amounts, from, to).map(({ minuteAt, amounts: each }) => [
    minuteAt,
    each.sqlStatements,
    each.sqlMilliseconds,
    each.events,
    each.jiraPoints,
    each.sqlWaits,
    each.queueWaits,
    each.jiraWaits,
    requests,
  ]);
  await write(sql`INSERT INTO quota_use (minute_at, sql_statements, sql_milliseconds, events, jira_points,
      sql_waits, queue_waits, jira_waits, most_requests) VALUES ${bulk(rows)}
    ON DUPLICATE KEY UPDATE sql_statements = sql_statements + VALUES(sql_statements),
      sql_milliseconds = sql_milliseconds + VALUES(sql_milliseconds), events = events + VALUES(events),
      jira_points = jira_points + VALUES(jira_points), sql_waits = sql_waits + VALUES(sql_waits),
      queue_waits = queue_waits + VALUES(queue_waits), jira_waits = jira_waits + VALUES(jira_waits),
      most_requests = GREATEST(most_requests, VALUES(most_requests))`);
}

/** Of no minute there is none. */
const sum = integer.nullable();

const mostRow = z.object({
  sql_statements: sum,
  sql_milliseconds: sum,
  events: sum,
  requests: sum,
  sql_waits: sum,
  queue_waits: sum,
  jira_waits: sum,
});
const pointsRow = z.object({ points: sum });

/** The most that was taken since a moment, and how often somebody's limit made the app wait. */
export interface MostUse {
  ofAMinute: { sqlStatements: number; sqlMilliseconds: number; events: number };
  ofAnHour: { jiraPoints: number };
  ofAnInvocation: { requests: number };
  waits: { sql: number; queue: number; jira: number };
}

/** The busiest minute, hour and invocation since that moment, in milliseconds since 1970; zeros where there was none. */
export async function mostQuotaUse(since: number): Promise<MostUse> {
  const [most] = await select(
    mostRow,
    sql`SELECT MAX(sql_statements) AS sql_statements, MAX(sql_milliseconds) AS sql_milliseconds, MAX(events) AS events,
        MAX(most_requests) AS requests, SUM(sql_waits) AS sql_waits, SUM(queue_waits) AS queue_waits,
        SUM(jira_waits) AS jira_waits
      FROM quota_use WHERE minute_at >= ${since}`,
  );
  const [hour] = await select(
    pointsRow,
    sql`SELECT MAX(points) AS points FROM (SELECT SUM(jira_points) AS points FROM quota_use
        WHERE minute_at >= ${since} GROUP BY minute_at - minute_at % ${HOUR_MS}) hours`,
  );
  return {
    ofAMinute: {
      sqlStatements: most?.sql_statements ?? 0,
      sqlMilliseconds: most?.sql_milliseconds ?? 0,
      events: most?.events ?? 0,
    },
    ofAnHour: { jiraPoints: hour?.points ?? 0 },
    ofAnInvocation: { requests: most?.requests ?? 0 },
    waits: { sql: most?.sql_waits ?? 0, queue: most?.queue_waits ?? 0, jira: most?.jira_waits ?? 0 },
  };
}

/** Forgets what is older than it is kept. */
export async function dropOldQuotaUse(now: number): Promise<void> {
  await write(sql`DELETE FROM quota_use WHERE minute_at < ${now - QUOTA_USE_KEPT_MS}`);
}
