import { createHash, randomUUID } from 'node:crypto';
import { createConnection } from 'mysql2/promise';
import { z } from 'zod';
import { REGIONS_SCOPE } from '../../../src/domain/scope';
import { ceilingOf } from '../scale/company';
import { KEPT_DAYS } from '../scale/retention';
import { type Estate, EXCEPTION, seeded } from './load';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const ROWS = 4_000;
const MINUTE_MS = 60_000;
const NUMBER = { unread: 5_000, exceptions: 500, problems: 300 };

const POLICY = '5f0c2a0e-3b0d-4a53-9c5e-7a1f6b1d0042';

type Row = (string | number | null)[];

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 32);

/**
 * What stands around the findings after a year, as long as the product keeps it: runs and their work items, what was done to issues
 * and the audit log of it at the ceiling of the scale benchmark, quotas by the minute, the SLA day by day; and what is unread,
 * exceptions, and issues that Jira refuses. One run is going.
 */
export async function loadSurroundings(url: string, estate: Estate, now: number): Promise<void> {
  const connection = await createConnection({ uri: url, charset: 'utf8mb4' });
  const random = seeded(7_919);
  const insert = async (into: string, rows: Row[]): Promise<void> => {
    for (let at = 0; at < rows.length; at += ROWS)
      await connection.query(`INSERT INTO ${into} VALUES ?`, [rows.slice(at, at + ROWS)]);
  };
  const scopes = estate.accounts.flatMap((id) => ['global', ...estate.regions].map((scope) => [id, scope]));
  const items = [...scopes, ...estate.accounts.map((id) => [id, REGIONS_SCOPE])];
  const runs = Array.from({ length: KEPT_DAYS.runs * 24 }, (_, hours) => ({
    id: randomUUID(),
    startedAt: now - hours * HOUR_MS,
    going: hours === 0,
  }));
  await insert(
    'runs (run_id, trigger_kind, started_at, scanned_at, items_read, finished_at, issues_created)',
    runs.map(({ id, startedAt, going }) => {
      const end = going ? null : startedAt + HOUR_MS / 2;
      return [id, 'schedule', startedAt, end, going ? 0 : scopes.length, end, 10];
    }),
  );
  for (const { id, startedAt, going } of runs.slice(0, KEPT_DAYS.workItems * 24))
    await insert(
      'work_items (run_id, account_id, scope, state, started_at, finished_at, starts_at)',
      items.map(([account = '', scope = ''], index) => {
        const waits = going && index > items.length / 2;
        return [
          id,
          account,
          scope,
          waits ? 'queued' : 'done',
          waits ? null : startedAt,
          waits ? null : startedAt,
          startedAt,
        ];
      }),
    );
  // As many as may be filed, each of which is closed some day.
  const actionsADay = 2 * ceilingOf(estate.accounts.length).perDay;
  await insert(
    'audit_log (entry_id, at, actor, action, subject, note, changes)',
    Array.from({ length: actionsADay * KEPT_DAYS.audit }, (_, index) => [
      hashOf(`audit ${index}`),
      now - Math.floor(random() * KEPT_DAYS.audit * DAY_MS),
      index % 50 === 0 ? '5b10ac8d82e05b22cc7d4ef5' : null,
      index % 50 === 0 ? 'rule-changed' : index % 2 === 0 ? 'issue-created' : 'issue-closed',
      `TEAM${index % 40}-${index}`,
      'ebs-snapshot-public: fails, and its policy files it',
      '[]',
    ]),
  );
  await insert(
    'ticket_actions (finding_id, action, marker, run_id, issue_id, done_at, policy_id)',
    Array.from({ length: actionsADay * KEPT_DAYS.ticketActions }, (_, index) => {
      const issue = Math.floor(index / 2);
      const finding = hashOf(`finding ${issue}`).slice(0, 20);
      const at = now - Math.floor((issue / actionsADay) * 2 * DAY_MS);
      const run = runs[Math.min(runs.length - 1, Math.floor((now - at) / HOUR_MS))]?.id ?? '';
      return index % 2 === 0
        ? [finding, 'created', String(10_000 + issue), run, 10_000 + issue, at, POLICY]
        : [finding, 'closed', `${hashOf(finding)}:${at}`, run, 10_000 + issue, at, POLICY];
    }),
  );
  await insert(
    `quota_use (minute_at, sql_statements, sql_milliseconds, events, jira_points, sql_waits, queue_waits, jira_waits,
      most_requests)`,
    Array.from({ length: KEPT_DAYS.quotaUse * 24 * 60 }, (_, minutes) => {
      const minuteAt = now - (now % MINUTE_MS) - minutes * MINUTE_MS;
      return [minuteAt, Math.floor(random() * 3_000), Math.floor(random() * 20_000), 40, 100, 0, 0, 0, 700];
    }),
  );
  await insert(
    'unread (account_id, scope, region, operation, reason, message, since, seen_at)',
    Array.from({ length: NUMBER.unread }, (_, index) => {
      const [account = '', scope = ''] = scopes[index % scopes.length] ?? [];
      const operation = `kms:Operation${Math.floor(index / scopes.length)}`;
      return [account, scope, scope, operation, 'access-denied', `${operation} is not allowed`, now, now];
    }),
  );
  const [found] = await connection.query('SELECT finding_id FROM findings WHERE shown = 0 LIMIT 500');
  const ids = z.array(z.object({ finding_id: z.string() })).parse(found);
  const pattern = JSON.stringify({
    ruleIds: [estate.rules[0]],
    accountIds: [],
    arn: '*',
    name: null,
    tag: null,
  });
  await insert(
    `exceptions (exception_id, finding_id, pattern, reason, until_at, state, told_state, requested_by, requested_at, decided_at,
      note)`,
    Array.from({ length: NUMBER.exceptions }, (_, index) => [
      index === 0 ? EXCEPTION : randomUUID(),
      index === 0 ? null : (ids[index]?.finding_id ?? null),
      index === 0 ? pattern : null,
      'It is meant to be open: the site is public',
      now + (30 + index) * DAY_MS,
      index === 0 ? 'granted' : 'requested',
      index === 0 ? 'granted' : 'requested',
      '5b10ac8d82e05b22cc7d4ef5',
      now - DAY_MS,
      index === 0 ? now - DAY_MS : null,
      '',
    ]),
  );
  const today = now - (now % DAY_MS);
  for (let day = 1; day < KEPT_DAYS.sla; day += 1)
    await insert(
      'sla_days (day_at, account_id, project_key, open_findings, overdue_findings, counted_at)',
      estate.accounts.map((id, index) => [
        today - day * DAY_MS,
        id,
        `TEAM${index % 40}`,
        1_600,
        Math.floor(random() * 400),
        now,
      ]),
    );
  await connection.query(
    `UPDATE findings SET sync_problem = 'Project TEAM1, issue type Task: the required field "Cost center" is missing'
     WHERE special IN (0, 1, 2) AND issue_id > 0 LIMIT ${NUMBER.problems}`,
  );
  await connection.end();
}
