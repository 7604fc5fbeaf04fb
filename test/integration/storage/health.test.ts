import sql, { bulk } from 'sql-template-tag';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { LATE_MS } from '../../../src/domain/account-scans';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../src/domain/time';
import { healthView } from '../../../src/entrypoints/resolvers/health';
import { findingsSummary } from '../../../src/entrypoints/resolvers/summary';
import { unreadView } from '../../../src/entrypoints/resolvers/unread-view';
import { reconcile } from '../../../src/scan/reconcile';
import { saveAccount } from '../../../src/storage/accounts';
import { applyFindingChanges, findingsOfScope } from '../../../src/storage/findings';
import { ensureSchema } from '../../../src/storage/migrate';
import { write } from '../../../src/storage/run-sql';
import { forgetScope, noteScan } from '../../../src/storage/scopes';
import { ticketStore } from '../../../src/storage/ticket-store';
import { replaceUnread } from '../../../src/storage/unread';
import { ACCOUNT, complete, evaluation, idOf, TERMS } from '../../unit/scan/support/findings';
import { type ForgeStorage, startForgeStorage } from './support/forge-storage';

const NOW = Date.UTC(2026, 10, 23, 20);
const RULE = 's3-bucket-public-read';
const ACCOUNT_ROW = {
  id: ACCOUNT.id,
  name: 'payments',
  roleArn: `arn:aws:iam::${ACCOUNT.id}:role/CloudFindingsReadOnly`,
  tier: 'production' as const,
  ownerProjectKey: 'PAY',
  regions: 'enabled' as const,
  enabled: true,
  tags: {},
};

let forge: ForgeStorage;
beforeAll(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: NOW });
  forge = await startForgeStorage('health');
  await ensureSchema();
});
afterAll(async () => {
  await forge.close();
  vi.useRealTimers();
});
beforeEach(async () => {
  vi.setSystemTime(NOW);
  for (const table of [
    sql`accounts`,
    sql`scopes`,
    sql`unread`,
    sql`runs`,
    sql`work_items`,
    sql`findings`,
    sql`finding_groups`,
  ])
    await write(sql`DELETE FROM ${table} WHERE 1 = 1`);
});

const connect = (at: number, account: Partial<typeof ACCOUNT_ROW> = {}) =>
  saveAccount({ ...ACCOUNT_ROW, ...account }, at);
const read = (scope: string, now: number, ended = true) =>
  noteScan(ACCOUNT.id, scope, { startedAt: now - MINUTE_MS, now, ended });

let runs = 0;
/** A run of which everything was scanned. */
async function scanned(
  startedAt: number,
  {
    tookMs = MINUTE_MS,
    trigger = 'schedule',
    read: itemsRead = 10,
    finished = true,
    held = 0,
  }: { tookMs?: number; trigger?: string; read?: number; finished?: boolean; held?: number } = {},
): Promise<void> {
  runs += 1;
  const runId = `3f0c6f5e-0000-4000-8000-${String(runs).padStart(12, '0')}`;
  const scannedAt = startedAt + tookMs;
  await write(sql`INSERT INTO runs (run_id, trigger_kind, started_at, scanned_at, items_read, finished_at, issues_held)
    VALUES (${runId}, ${trigger}, ${startedAt}, ${scannedAt}, ${itemsRead}, ${finished ? scannedAt : null}, ${held})`);
}

const noticesAt = async (now: number) =>
  (await findingsSummary('everybody', now)).notices.map(
    ({ kind, title, text }) => `${kind}: ${title}: ${text}`,
  );
const accountAt = async (now: number) => {
  vi.setSystemTime(now);
  const [account] = (await healthView()).accounts;
  return account;
};

describe('an account', () => {
  it('is late when a region waits for its first whole reading, and not before three hours of that', async () => {
    await connect(NOW - 5 * DAY_MS);
    await read('global', NOW);
    await read('eu-south-2', NOW, false);
    await scanned(NOW - MINUTE_MS);
    expect((await noticesAt(NOW)).filter((notice) => notice.includes('not scanned to the end'))).toEqual([]);
    expect(await accountAt(NOW)).toMatchObject({ state: 'partly', oldestScanAt: NOW, scopesNeverRead: 1 });

    // Each hour reads some more of the region, which is no reason to forget since when it waits.
    const later = NOW + LATE_MS - MINUTE_MS / 2;
    await read('eu-south-2', later, false);
    await read('global', later);
    await scanned(later - MINUTE_MS);
    expect(await accountAt(later)).toMatchObject({ state: 'late', oldestScanAt: later, scopesNeverRead: 1 });
    expect(await noticesAt(later)).toEqual([
      expect.stringMatching(/^error: 1 account not scanned .* Last time: payments \(1 scope never\)\./),
    ]);

    await read('eu-south-2', later);
    expect(await accountAt(later)).toMatchObject({ state: 'hourly', scopesNeverRead: 0 });
    expect(await noticesAt(later)).toEqual([]);
  });

  it('is told of by the scope that waits the longest, and a region that is forgotten waits no more', async () => {
    await connect(NOW - 5 * DAY_MS);
    await read('global', NOW);
    await read('eu-west-1', NOW - 5 * HOUR_MS);
    await scanned(NOW - MINUTE_MS);
    expect(await accountAt(NOW)).toMatchObject({ state: 'late', oldestScanAt: NOW - 5 * HOUR_MS });
    expect((await noticesAt(NOW)).join()).toContain('payments (5 hours ago)');
    await forgetScope(ACCOUNT.id, 'eu-west-1');
    expect(await accountAt(NOW)).toMatchObject({ state: 'hourly' });
    expect(await noticesAt(NOW)).toEqual([]);
  });

  it('whose regions AWS does not list is no account that is all read; one that names them is', async () => {
    await connect(NOW - DAY_MS);
    await read('global', NOW);
    const denied = {
      accountId: ACCOUNT.id,
      region: 'every region',
      operation: 'account:ListRegions',
      reason: 'access-denied' as const,
      message: 'AWS denied it',
    };
    const pass = { startedAt: NOW, now: NOW, ended: true, inOnePart: true };
    await replaceUnread(ACCOUNT.id, 'regions', [denied], pass);
    expect(await accountAt(NOW)).toMatchObject({ state: 'partly', regionsListed: false });
    await saveAccount({ ...ACCOUNT_ROW, regions: ['eu-west-1'] }, NOW);
    expect(await accountAt(NOW)).toMatchObject({ state: 'hourly', regionsListed: true });
    expect(await unreadView()).toEqual({ rows: [], total: 0 });
  });

  it.each([
    ['just connected', HOUR_MS, true, 'not-yet', /^info: No scan has ended yet/],
    [
      'of which nothing was ever read',
      4 * HOUR_MS,
      true,
      'late',
      /^error: No scan has read anything yet.* 4 hours ago/,
    ],
    ['that is off', 4 * HOUR_MS, false, 'off', /^info: No scan has ended yet/],
  ] as const)(
    '%s is no other to the security team than on Health',
    async (_, age, enabled, state, notice) => {
      await connect(NOW - age, { enabled });
      await scanned(NOW - MINUTE_MS, { read: 0 });
      expect(await accountAt(NOW)).toMatchObject({ state, oldestScanAt: null });
      expect(await noticesAt(NOW)).toEqual([expect.stringMatching(notice)]);
    },
  );
});

describe('the queue', () => {
  const RUN = '3f0c6f5e-0000-4000-8000-0000000000aa';

  it('tells what is due from what is planned for later in the hour', async () => {
    await write(
      sql`INSERT INTO runs (run_id, trigger_kind, started_at) VALUES (${RUN}, 'schedule', ${NOW - 5 * MINUTE_MS})`,
    );
    const planned = NOW + 20 * MINUTE_MS;
    await write(sql`INSERT INTO work_items (run_id, account_id, scope, state, starts_at) VALUES
      (${RUN}, ${ACCOUNT.id}, 'global', 'queued', ${planned}), (${RUN}, ${ACCOUNT.id}, 'eu-west-1', 'queued', ${planned})`);
    expect((await healthView()).queue).toMatchObject({ waiting: 0, planned: 2, waitingSince: null });
    vi.setSystemTime(planned);
    expect((await healthView()).queue).toMatchObject({ waiting: 2, planned: 0, waitingSince: planned });
  });

  it('has the runs whose issues nobody brought in step, since the first of them was scanned', async () => {
    await scanned(NOW - 3 * HOUR_MS, { finished: false });
    await scanned(NOW - HOUR_MS, { finished: false });
    await scanned(NOW - 2 * HOUR_MS, { held: 7 });
    const { queue, tickets } = await healthView();
    expect(queue).toMatchObject({
      runsAwaitingTickets: 2,
      ticketsAwaitedSince: NOW - 3 * HOUR_MS + MINUTE_MS,
    });
    expect(tickets.held).toBe(7);
  });
});

describe('the hour', () => {
  const hour = async () => (await healthView()).quotas.find(({ quota }) => quota === 'hour');

  it('is what the newest hourly scan took that had about as much to read as the others', async () => {
    await scanned(NOW - 3 * HOUR_MS, { tookMs: 40 * MINUTE_MS, read: 100 });
    await scanned(NOW - 2 * HOUR_MS, { tookMs: 30 * MINUTE_MS, read: 90 });
    await scanned(NOW - HOUR_MS, { tookMs: 2 * MINUTE_MS, read: 5 });
    await scanned(NOW - MINUTE_MS, { tookMs: 3 * MINUTE_MS, read: 100, trigger: 'manual' });
    const { lastScan } = await healthView();
    expect(lastScan).toEqual({ startedAt: NOW - 2 * HOUR_MS, tookMs: 30 * MINUTE_MS, workItems: 90 });
    expect(await hour()).toEqual({ quota: 'hour', used: 30 * MINUTE_MS, limit: HOUR_MS });
  });

  it('begins when the last account starts: that many are spread over it is no use of it', async () => {
    const rows = Array.from({ length: 1_000 }, (_, index) => [
      String(100_000_000_000 + index),
      `account ${index}`,
      'role',
      'production',
      '"enabled"',
      1,
      NOW,
      NOW,
    ]);
    await write(sql`INSERT INTO accounts
      (account_id, name, role_arn, tier, regions, enabled, created_at, updated_at) VALUES ${bulk(rows)}`);
    await scanned(NOW - HOUR_MS, { tookMs: 45 * MINUTE_MS });
    const use = await hour();
    expect(use?.limit).toBeGreaterThan(20 * MINUTE_MS);
    expect(use?.limit).toBeLessThan(21 * MINUTE_MS);
    expect(use?.used).toBe((use?.limit ?? 0) - 15 * MINUTE_MS);
  });
});

describe('what could not be read', () => {
  it('is counted though one answer has not all of it, and the newest is in it', async () => {
    const unread = Array.from({ length: 2_300 }, (_, index) => [
      ACCOUNT.id,
      'global',
      'global',
      `iam:Operation${index}`,
      'access-denied',
      'AWS denied it',
      NOW - index * MINUTE_MS,
      NOW,
    ]);
    for (let from = 0; from < unread.length; from += 500)
      await write(sql`INSERT INTO unread (account_id, scope, region, operation, reason, message, since, seen_at)
        VALUES ${bulk(unread.slice(from, from + 500))}`);
    const { rows, total } = await unreadView();
    expect(total).toBe(2_300);
    expect(rows).toHaveLength(2_000);
    expect(rows[0]).toMatchObject({ operation: 'iam:Operation0', since: NOW });
  });
});

/** One scan of the account's global scope. */
async function scanOf(now: number, seen: ReturnType<typeof evaluation>[]): Promise<void> {
  const stored = await findingsOfScope(ACCOUNT.id, 'global');
  const outcome = { scope: 'global', evaluations: seen, coverage: complete(RULE) };
  await applyFindingChanges(
    { accountId: ACCOUNT.id, scope: 'global' },
    reconcile({ stored, outcome, terms: TERMS, now }),
  );
}
const failing = (name: string, detail = '') =>
  evaluation(RULE, name, 'fail', { evidence: { detail }, message: `${name} is public${detail}` });

/** A group of so many findings, with what Jira says of its issue. */
const storeGroup = (id: string, resources: number, problem: string) =>
  write(sql`INSERT INTO finding_groups (finding_id, rule_id, account_id, scope, region, resource_id, resource_arn, state,
      severity, message, changed_at, resources, resource_count, needs_sync, sync_problem)
    VALUES (${id}, ${RULE}, ${ACCOUNT.id}, 'global', 'global', ${`the first of ${id}`}, 'arn:aws:s3:::x', 'open', 1,
      'public', ${NOW}, '[]', ${resources}, 1, ${problem})`);

describe('what could not be filed', () => {
  it('is one row for the same words of Jira, whoever shares an issue', async () => {
    await scanOf(NOW, [failing('logs'), failing('member')]);
    await ticketStore.setProblem([idOf(RULE, 'logs'), idOf(RULE, 'member')], 'The workflow says no.');
    // What joined a group is told of by the group, whatever was said of it before.
    await write(sql`UPDATE findings SET group_id = 'g.1' WHERE finding_id = ${idOf(RULE, 'member')}`);
    await storeGroup('g.1', 12, 'The workflow says no.');
    await storeGroup('g.2', 3, 'The project is archived.');
    const { problems, blocked } = (await healthView()).tickets;
    expect(problems.map(({ problem, findings, resource }) => [problem, findings, resource])).toEqual([
      ['The workflow says no.', 13, 'the first of g.1'],
      ['The project is archived.', 3, 'the first of g.2'],
    ]);
    expect(blocked).toBe(16);
  });

  it('is counted though only the most frequent words are listed', async () => {
    const names = Array.from({ length: 30 }, (_, index) => `bucket-${index}`);
    await scanOf(
      NOW,
      names.map((name) => failing(name)),
    );
    for (const name of names) await ticketStore.setProblem([idOf(RULE, name)], `Jira refuses ${name}.`);
    const { problems, blocked } = (await healthView()).tickets;
    expect({ listed: problems.length, blocked }).toEqual({ listed: 20, blocked: 30 });
  });
});

describe('an issue that is out of step', () => {
  const ID = idOf(RULE, 'logs');
  const OPENED = NOW - 150 * DAY_MS;
  const since = async () => (await healthView()).tickets.oldest;

  async function inStep(at: number, state: 'open' | 'closed' = 'open'): Promise<void> {
    const [finding] = await ticketStore.details([ID]);
    if (finding === undefined) throw new Error('The finding is not there');
    await ticketStore.settle({ finding, issueKey: 'SEC-1', state, digest: 'd', at });
  }

  beforeEach(async () => {
    await scanOf(OPENED, [failing('logs')]);
    await ticketStore.attachIssues([{ findingId: ID, issue: { id: '10001', key: 'SEC-1' } }], OPENED);
    await inStep(OPENED);
    expect(await since()).toBeNull();
  });

  it('is so since somebody moved it, not since its finding changed', async () => {
    await ticketStore.setIssueState(ID, 'done-by-person', NOW - MINUTE_MS);
    expect(await since()).toEqual({ issueKey: 'SEC-1', since: NOW - MINUTE_MS });
  });

  it('is so since the first change that it was not told, though somebody moved it later', async () => {
    await scanOf(NOW - HOUR_MS, [failing('logs', ' by policy')]);
    await ticketStore.setIssueState(ID, 'done-by-person', NOW);
    expect(await since()).toEqual({ issueKey: 'SEC-1', since: NOW - HOUR_MS });
  });

  it('is so since the first change that it was not told, however often there is another', async () => {
    const first = NOW - 3 * DAY_MS;
    await scanOf(first, [failing('logs', ' by policy')]);
    expect(await since()).toEqual({ issueKey: 'SEC-1', since: first });
    await scanOf(NOW - 2 * DAY_MS, [failing('logs', ' by ACL')]);
    await ticketStore.setIssueState(ID, 'done-by-person', NOW - DAY_MS);
    await scanOf(NOW, []);
    expect(await since()).toEqual({ issueKey: 'SEC-1', since: first });

    // Told, and changed again: what was before is over.
    await inStep(NOW, 'closed');
    expect(await since()).toBeNull();
    await scanOf(NOW + HOUR_MS, [failing('logs')]);
    expect(await since()).toEqual({ issueKey: 'SEC-1', since: NOW + HOUR_MS });
  });
});
