import sql from 'sql-template-tag';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { z } from 'zod';
import { DAY_MS } from '../../../src/domain/time';
import { groupRepository } from '../../../src/storage/finding-groups';
import { ensureSchema } from '../../../src/storage/migrate';
import { dropOldTickets } from '../../../src/storage/old-tickets';
import { select, write } from '../../../src/storage/run-sql';
import { ticketStore } from '../../../src/storage/ticket-store';
import type { FindingGroup } from '../../../src/tickets/group-findings';
import type { RecordedAction } from '../../../src/tickets/ports';
import { type ForgeStorage, startForgeStorage } from './support/forge-storage';

const NOW = Date.UTC(2026, 10, 23, 20);
const RUN = '3f0c6f5e-0000-4000-8000-000000000001';
const ACTIONS: RecordedAction[] = ['created', 'updated', 'closed', 'reopened', 'reminded', 'escalated'];

let forge: ForgeStorage;
beforeAll(async () => {
  forge = await startForgeStorage('old_tickets');
  await ensureSchema();
});
afterAll(() => forge.close());
beforeEach(async () => {
  for (const table of [sql`ticket_actions`, sql`finding_groups`, sql`findings`])
    await write(sql`DELETE FROM ${table} WHERE 1 = 1`);
});

const record = (action: RecordedAction, findingId: string, at: number) =>
  ticketStore.recordActions(
    action,
    [{ findingId, issueId: '10001', issueKey: 'PAY-1', marker: '10001', reason: 'fails', policyId: null }],
    { runId: RUN, at },
  );

async function actions(): Promise<string[]> {
  const rows = await select(
    z.object({ finding_id: z.string(), action: z.string() }),
    sql`SELECT finding_id, action FROM ticket_actions`,
  );
  return rows.map((row) => `${row.finding_id} ${row.action}`).sort();
}

it('forgets what was done to issues a quarter of a year ago, whatever it was, and keeps what is younger', async () => {
  for (const action of ACTIONS) {
    await record(action, 'old', NOW - 91 * DAY_MS);
    await record(action, 'young', NOW - 89 * DAY_MS);
  }
  await dropOldTickets(NOW);
  expect(await actions()).toEqual(ACTIONS.map((action) => `young ${action}`).sort());
});

const group = (id: string, more: Partial<FindingGroup> = {}): FindingGroup => ({
  id: `g.${id}`,
  ruleId: 's3-bucket-public-read',
  accountId: '111122223333',
  projectKey: 'PAY',
  scope: 'global',
  region: 'eu-west-1',
  resourceId: 'acme',
  resourceArn: 'arn:aws:s3:::acme',
  resourceName: null,
  tags: {},
  state: 'resolved',
  severity: 'high',
  message: '',
  firstSeenAt: NOW - 300 * DAY_MS,
  openedAt: NOW - 300 * DAY_MS,
  dueAt: null,
  resolvedAt: NOW - 181 * DAY_MS,
  resolvedReason: 'fixed',
  exceptionId: null,
  resources: [],
  count: 0,
  changedAt: NOW,
  ...more,
});

it('forgets groups that ended half a year ago, unless a finding is part of them or their issue is out of step', async () => {
  await groupRepository.saveGroups([
    group('never-filed'),
    group('closed'),
    group('out-of-step'),
    group('has-member'),
    group('young', { resolvedAt: NOW - 179 * DAY_MS }),
    group('open', { state: 'open', resolvedAt: null, resolvedReason: null }),
  ]);
  const filed = sql`finding_id IN ('g.closed', 'g.out-of-step')`;
  await write(sql`UPDATE finding_groups SET issue_id = 10001, issue_key = 'PAY-1' WHERE ${filed}`);
  await write(sql`UPDATE finding_groups SET needs_sync = 0 WHERE finding_id = 'g.closed'`);
  await write(sql`INSERT INTO findings (finding_id, rule_id, account_id, scope, resource_id, state, severity, message,
      evidence, changed_at, group_id)
    VALUES ('a', 's3-bucket-public-read', '111122223333', 'global', 'acme', 'open', 1, '', '{}', ${NOW}, 'g.has-member')`);
  await dropOldTickets(NOW);
  const left = (await groupRepository.groups()).map(({ group: { id } }) => id);
  expect(left.sort()).toEqual(['g.has-member', 'g.open', 'g.out-of-step', 'g.young']);
});
