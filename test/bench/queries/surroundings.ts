import { createHash, randomUUID } from 'node:crypto';
import { createConnection } from 'mysql2/promise';
import { z } from 'zod';
import { type Estate, EXCEPTION, seeded } from './load';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const ROWS = 4_000;
const KEPT = { runDays: 90, workItemDays: 7, slaDays: 90 };
const NUMBER = { audit: 100_000, unread: 5_000, exceptions: 500, problems: 300 };

type Row = (string | number | null)[];

/**
 * What stands around the findings after a year: runs and their work items as long as they are kept, the audit log, what
 * is unread, exceptions, the SLA day by day, and issues that Jira refuses. One run is going.
 */
export async function loadSurroundings(url: string, estate: Estate, now: number): Promise<void> {
  const connection = await createConnection({ uri: url, charset: 'utf8mb4' });
  const random = seeded(7_919);
  const insert = async (into: string, rows: Row[]): Promise<void> => {
    for (let at = 0; at < rows.length; at += ROWS)
      await connection.query(`INSERT INTO ${into} VALUES ?`, [rows.slice(at, at + ROWS)]);
  };
  const scopes = estate.accounts.flatMap((id) => ['global', ...estate.regions].map((scope) => [id, scope]));
  const runs = Array.from({ length: KEPT.runDays * 24 }, (_, hours) => ({
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
  for (const { id, startedAt, going } of runs.slice(0, KEPT.workItemDays * 24))
    await insert(
      'work_items (run_id, account_id, scope, state, started_at, finished_at, starts_at)',
      scopes.map(([account = '', scope = ''], index) => {
        const waits = going && index > scopes.length / 2;
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
  await insert(
    'audit_log (entry_id, at, actor, action, subject, note, changes)',
    Array.from({ length: NUMBER.audit }, (_, index) => [
      createHash('sha256').update(`audit ${index}`).digest('hex').slice(0, 32),
      now - Math.floor(random() * 390 * DAY_MS),
      index % 50 === 0 ? '5b10ac8d82e05b22cc7d4ef5' : null,
      index % 50 === 0 ? 'rule-changed' : 'issue-created',
      `TEAM${index % 40}-${index}`,
      'ebs-snapshot-public: fails, and its policy files it',
      '[]',
    ]),
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
  for (let day = 1; day < KEPT.slaDays; day += 1)
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
