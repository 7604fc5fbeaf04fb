import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { HOUR, type Pages, startPages, WEB } from './support/pages';

// Two cores may have other work.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 120_000 });

const healthSchema = z.object({
  queue: z.object({ waiting: z.number(), running: z.number(), waitingSince: z.number().nullable() }),
  lastScan: z.object({ tookMs: z.number(), workItems: z.number() }).nullable(),
  throttled: z.object({ accounts: z.number(), operations: z.number() }),
  findings: z.number(),
  quotas: z.array(z.object({ quota: z.string(), used: z.number(), limit: z.number() })),
  waits: z.object({ sql: z.number(), queue: z.number(), jira: z.number() }),
  tickets: z.object({
    waiting: z.number(),
    oldest: z.object({ issueKey: z.string(), since: z.number() }).nullable(),
    problems: z.array(
      z.object({
        problem: z.string(),
        findings: z.number(),
        ruleId: z.string(),
        issueKey: z.string().nullable(),
      }),
    ),
  }),
  logLevel: z.string(),
});
const summarySchema = z.object({ notices: z.array(z.object({ title: z.string(), text: z.string() })) });

let pages: Pages;
beforeAll(async () => {
  pages = await startPages();
});
afterAll(() => pages.sandbox.stop());

const health = async () => healthSchema.parse((await pages.admin('admin', 'getHealth')).value);
const notices = async () =>
  summarySchema
    .parse((await pages.global('admin', 'getSummary')).value)
    .notices.map(({ title, text }) => `${title}: ${text}`);
const nextHour = async () => {
  pages.sandbox.clock.advance(HOUR);
  await pages.runHour();
};

async function accountWithRole(id: string) {
  const { accounts } = z
    .object({ accounts: z.array(z.looseObject({ id: z.string(), roleArn: z.string() })) })
    .parse((await pages.admin('admin', 'getOverview')).value);
  const found = accounts.find((account) => account.id === id);
  if (found === undefined) throw new Error(`${id} is not connected`);
  const { openFindings: _, unreadOperations: __, lastScanAt: ___, ...account } = found;
  return { account, roleArn: found.roleArn };
}

interface Line {
  level: string;
  event: string;
  correlationId: string | null;
  runId?: string | undefined;
}

function lines(): Line[] {
  const line = z.looseObject({
    level: z.string(),
    event: z.string(),
    correlationId: z.string().nullable(),
    runId: z.string().optional(),
  });
  return pages
    .everythingSaid()
    .split('\n')
    .flatMap((text) => {
      const found = /^[\w-]+: (\{"level":.*\})$/.exec(text)?.[1];
      return found === undefined ? [] : [line.parse(JSON.parse(found))];
    });
}

describe('the log', () => {
  it('carries the run’s id from the schedule to the calls of Jira, at the level that admins chose', async () => {
    const answer = await pages.admin('admin', 'saveLogLevel', { level: 'debug' });
    expect(answer.value).toEqual({ level: 'debug' });
    pages.sandbox.jira.faults.add({
      method: 'POST',
      path: '/issue/bulk',
      effect: { kind: 'error', status: 400, errorMessages: ['The workflow says no today.'] },
    });
    await pages.runHour();
    const planned = lines().find(({ event }) => event === 'run-planned');
    const ofRun = lines().filter(({ correlationId }) => correlationId === planned?.runId);
    expect([...new Set(ofRun.map(({ event }) => event))].sort()).toEqual(
      expect.arrayContaining([
        'aws-calls',
        'jira-call',
        'run-planned',
        'tickets-synced',
        'work-item-scanned',
      ]),
    );
    await pages.admin('admin', 'saveLogLevel', { level: 'info' });
  });

  it('leaves single calls out as it is usually set', async () => {
    const debug = () => lines().filter(({ level }) => level === 'debug').length;
    pages.sandbox.clock.advance(2 * 60_000);
    const before = debug();
    await pages.admin('admin', 'retryTickets');
    await pages.sandbox.host.drainQueues({ skipDelays: true });
    expect(debug()).toBe(before);
  });
});

describe('health', () => {
  it('shows what Jira says against an issue, and files it when tried again, once', async () => {
    const { jira } = pages.sandbox;
    const issues = () => [...jira.store.issues()].length;
    const known = issues();
    const blocked = await health();
    expect(blocked.tickets.problems.map(({ problem }) => problem).join()).toContain(
      'The workflow says no today.',
    );
    jira.faults.clear();
    await pages.admin('admin', 'retryTickets');
    await pages.sandbox.host.drainQueues({ skipDelays: true });
    expect(issues()).toBeGreaterThan(known);
    expect((await health()).tickets.problems).toEqual([]);
    const filed = issues();
    await pages.admin('admin', 'retryTickets');
    await pages.sandbox.host.drainQueues({ skipDelays: true });
    expect(issues()).toBe(filed);
  });

  it('shows what waits before it is worked off, and nothing afterwards', async () => {
    pages.sandbox.clock.advance(HOUR);
    await pages.sandbox.host.runScheduledTrigger('hourly-scan');
    const before = await health();
    expect(before.queue.waiting + before.queue.running).toBeGreaterThan(0);
    await pages.sandbox.host.drainQueues({ skipDelays: true });
    const after = await health();
    expect(after.queue).toMatchObject({ waiting: 0, running: 0, waitingSince: null });
    expect(after.lastScan?.workItems).toBeGreaterThan(0);
    expect(after.tickets).toEqual({ waiting: 0, oldest: null, problems: [] });
    expect(after.findings).toBeGreaterThan(0);
  });

  it('shows what an hour took of the quotas, and whose limit it waited for', async () => {
    const { jira, host } = pages.sandbox;
    const used = async (name: string) =>
      (await health()).quotas.find(({ quota }) => quota === name)?.used ?? 0;
    host.resetCounters();
    await nextHour();
    const { sqlStatements } = host.counters();
    // What the sandbox counted of the whole hour is in its minutes, and no minute of the last day has more than all of it.
    expect(await used('sqlStatements')).toBeGreaterThan(sqlStatements / 10);
    for (const name of ['hour', 'sqlStorage', 'sqlStatements', 'sqlMilliseconds', 'events', 'requests'])
      expect(await used(name), name).toBeGreaterThan(0);
    for (const { quota, used: taken, limit } of (await health()).quotas)
      expect(taken, quota).toBeLessThan(limit);
    const before = (await health()).waits.jira;
    const points = await used('jiraPoints');
    jira.faults.add({
      method: 'GET',
      path: '/field',
      effect: { kind: 'rate-limit', retryAfterSeconds: 1 },
      times: 1,
    });
    await nextHour();
    jira.faults.clear();
    expect((await health()).waits.jira).toBeGreaterThan(before);
    expect(await used('jiraPoints')).toBeGreaterThanOrEqual(points);
    expect(points).toBeGreaterThan(0);
  });

  it('counts what AWS throttled', async () => {
    pages.sandbox.aws?.faults.add({ operation: 'ec2:DescribeVolumes', fault: { kind: 'throttle' } });
    await nextHour();
    expect((await health()).throttled.operations).toBeGreaterThan(0);
    pages.sandbox.aws?.faults.clear();
  });
});

describe('an issue that cannot be closed though its finding is fixed', () => {
  const nothingInTheWay = async () => (await health()).tickets;

  it('is shown with its key and since when, and is no more once Jira takes it', async () => {
    const { jira, aws } = pages.sandbox;
    const { accounts } = z
      .object({ accounts: z.array(z.looseObject({ id: z.string() })) })
      .parse((await pages.admin('admin', 'getOverview')).value);
    expect(accounts.length).toBeGreaterThan(0);
    aws?.faults.clear();
    await nextHour();
    expect(await nothingInTheWay()).toMatchObject({ waiting: 0, problems: [] });
    jira.faults.add({
      method: 'POST',
      path: '/issue/{issueIdOrKey}/transitions',
      effect: { kind: 'error', status: 400, errorMessages: ['Closing is for managers.'] },
    });
    // The rule is switched off, so that its findings end and their issues are to be closed.
    const off = { ruleId: 'ebs-volume-encrypted', enabled: false, severity: null, parameters: {} };
    const at = pages.sandbox.clock.now();
    expect((await pages.admin('admin', 'saveRule', off)).ok).toBe(true);
    await pages.runHour();
    const { tickets } = await health();
    expect(tickets.waiting).toBeGreaterThan(0);
    expect(jira.store.issue(tickets.oldest?.issueKey ?? '')).toBeDefined();
    expect(tickets.oldest?.since).toBeGreaterThanOrEqual(at);
    const [problem] = tickets.problems;
    expect(problem?.problem).toContain('Closing is for managers.');
    expect(problem).toMatchObject({ ruleId: 'ebs-volume-encrypted' });
    expect(jira.store.issue(problem?.issueKey ?? '')).toBeDefined();
    jira.faults.clear();
    await pages.admin('admin', 'retryTickets');
    await pages.sandbox.host.drainQueues({ skipDelays: true });
    expect(await nothingInTheWay()).toMatchObject({ waiting: 0, oldest: null, problems: [] });
    await pages.admin('admin', 'saveRule', { ...off, enabled: true });
  });
});

describe('what could not be read', () => {
  const unread = async () =>
    z
      .object({
        rows: z.array(
          z.looseObject({ operation: z.string(), permission: z.string().nullable(), remedy: z.string() }),
        ),
      })
      .parse((await pages.admin('admin', 'listUnread')).value).rows;

  it.each([
    ['identity', /^Allow s3:GetAccountPublicAccessBlock to the role: deploy the role template/],
    ['scp', /^Something denies s3:GetAccountPublicAccessBlock explicitly.* have the role exempted/],
  ] as const)(
    'names the missing permission as a policy does, and what to do: denied by %s',
    async (by, remedy) => {
      pages.sandbox.aws?.faults.add({
        operation: 's3:GetAccountPublicAccessBlock',
        fault: { kind: 'deny', by },
      });
      await nextHour();
      pages.sandbox.aws?.faults.clear();
      const rows = (await unread()).filter(({ operation }) => operation === 's3control:GetPublicAccessBlock');
      expect(rows.length).toBeGreaterThan(0);
      for (const row of rows) {
        expect(row.permission).toBe('s3:GetAccountPublicAccessBlock');
        expect(row.remedy).toMatch(remedy);
      }
    },
  );
});

describe('an account that was not scanned to the end for three hours', () => {
  it('is said on the page of the security team, until it is scanned again', async () => {
    await nextHour();
    expect((await notices()).filter((notice) => notice.includes('not scanned to the end'))).toEqual([]);
    const { account, ...role } = await accountWithRole(WEB);
    await pages.admin('admin', 'saveAccount', { account: { ...account, roleArn: `${role.roleArn}Gone` } });
    for (let hour = 0; hour < 4; hour += 1) await nextHour();
    const late = (await notices()).filter((notice) => notice.includes('not scanned to the end'));
    expect(late).toHaveLength(1);
    expect(late[0]).toMatch(
      /^1 account not scanned to the end for more than 3 hours: Last time: .* \(\d hours ago\)/,
    );
    await pages.admin('admin', 'saveAccount', { account: { ...account, roleArn: role.roleArn } });
    await nextHour();
    expect((await notices()).filter((notice) => notice.includes('not scanned to the end'))).toEqual([]);
  });
});
