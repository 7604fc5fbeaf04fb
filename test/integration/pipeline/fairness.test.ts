import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { LANES } from '../../../src/scan/spread-scans';
import { idOf, type Line, type ManyAccounts, type Size, startManyAccounts } from './support/many-accounts';

vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const SMALL: Size = { regions: ['us-east-1'], keys: 1 };
const REGIONS = ['us-east-1', 'us-west-2', 'eu-west-1', 'eu-central-1', 'ap-southeast-2', 'ap-northeast-1'];

const workOf = (lines: readonly Line[], event: string): Line[] =>
  lines.filter((line) => line.event === event && line.accountId !== undefined);

describe('an hour of many accounts', () => {
  const ACCOUNTS = 62;
  let company: ManyAccounts;
  beforeAll(async () => {
    company = await startManyAccounts(
      Array.from({ length: ACCOUNTS }, () => SMALL),
      // Fewer pushes than accounts: what a chain of events may do is bounded, how many accounts there are is not.
      { connected: ACCOUNTS - 1, limits: { pushesPerChain: 20 } },
    );
  });
  afterAll(() => company.stop());

  /** When each account was begun, in the order in which they were. */
  async function hour(): Promise<Map<string, number>> {
    company.lines.length = 0;
    const startedAt = company.clock.now();
    await company.runHour();
    const begun = new Map<string, number>();
    for (const { accountId = '', at } of workOf(company.lines, 'work-item-begun'))
      if (!begun.has(accountId)) begun.set(accountId, at - startedAt);
    return begun;
  }

  it('spreads the scans over it, twenty accounts a minute, and gets to the end of each', async () => {
    const begun = await hour();
    expect(begun.size).toBe(ACCOUNTS - 1);
    const starts = [...begun.values()];
    const inMinute = (minute: number) =>
      starts.filter((at) => at >= minute * MINUTE && at < (minute + 1) * MINUTE).length;
    expect([inMinute(0), inMinute(1), inMinute(2), inMinute(3)]).toEqual([20, 20, 20, 1]);
    expect(company.host.counters().events).toBeLessThan(2 * ACCOUNTS);
    const { runs } = await company.pages.global('listRuns', {});
    expect(runs[0]?.workItems).toEqual({ total: 61, done: 61, failed: 0, queued: 0, running: 0 });
  });

  it('begins with an account that was connected since', async () => {
    await company.connect(ACCOUNTS - 1);
    company.clock.advance(HOUR);
    const begun = await hour();
    expect(begun.size).toBe(ACCOUNTS);
    // Four are scanned at once, so that any of the first four may have been the first.
    expect([...begun.keys()].slice(0, 4)).toContain(idOf(ACCOUNTS - 1));
  });

  it('that was too short for them is brought to its end by the next, which does not scan them twice', async () => {
    company.clock.advance(HOUR);
    company.lines.length = 0;
    await company.host.runScheduledTrigger('hourly-scan');
    company.clock.advance(HOUR);
    await company.runHour();
    const [second, first] = (await company.pages.global('listRuns', {})).runs;
    expect(first?.workItems).toMatchObject({ queued: 0, running: 0 });
    // Credentials of those four that were being scanned may have expired when the clock jumped.
    expect(first?.workItems.done).toBeGreaterThanOrEqual(ACCOUNTS - 4);
    // Twenty may have been scanned before the second trigger looked.
    expect(second?.workItems.total).toBeLessThanOrEqual(20);
    expect(second?.finishedAt).not.toBeNull();
    // Each item's event was pushed twice, and the later one says nothing to the tickets: once a run, or twice where they meet.
    expect(company.lines.filter(({ event }) => event === 'tickets-synced').length).toBeLessThanOrEqual(4);
  });
});

describe('a huge account among small ones', () => {
  const HUGE = idOf(0);
  const SMALL_ONES = 30;
  let company: ManyAccounts;
  beforeAll(async () => {
    company = await startManyAccounts(
      [{ regions: REGIONS, keys: 250 }, ...Array.from({ length: SMALL_ONES }, () => SMALL)],
      // 300 requests an invocation, so that the huge one takes dozens.
      { limits: { longestInvocationSeconds: 180 }, workers: 6 },
    );
  });
  afterAll(() => company.stop());

  it('starves nobody though all start at once: it has few places, and what is left of it waits behind the others', async () => {
    company.lines.length = 0;
    await company.pages.admin('startScan', {});
    await company.host.drainQueues({ skipDelays: true });

    const begun = workOf(company.lines, 'work-item-begun').filter(({ accountId }) => accountId === HUGE);
    const lastSmall = company.lines.findLastIndex(
      ({ event, accountId }) => event === 'work-item-scanned' && accountId !== HUGE,
    );
    const before = company.lines
      .slice(0, lastSmall)
      .filter(({ event, accountId }) => event === 'work-item-continued' && accountId === HUGE);
    const continued = workOf(company.lines, 'work-item-continued');
    expect(continued.length).toBeGreaterThan(10);
    expect(new Set(continued.map(({ accountId }) => accountId))).toEqual(new Set([HUGE]));
    // Each of its events came to its turn at most twice while small ones were still waiting for theirs.
    expect(before.length).toBeLessThanOrEqual(2 * LANES);
    expect(begun.length).toBeGreaterThan(4 * LANES);
    expect(mostAtOnce(company.lines, HUGE)).toBeLessThanOrEqual(LANES);
  });

  it('is read to the end, going on where it stopped: each key is asked about once', async () => {
    const { accounts } = await company.pages.admin('getOverview', {});
    expect(accounts.map(({ unreadOperations }) => unreadOperations)).toEqual(accounts.map(() => 0));
    const asked = company.aws?.calls()['kms:GetKeyRotationStatus'] ?? 0;
    const keys = 250 * REGIONS.length + SMALL_ONES;
    expect(asked).toBeGreaterThanOrEqual(keys);
    // What was in flight when the requests ran out is asked again by the next invocation, and no more than that.
    expect(asked).toBeLessThan(keys * 1.1);
  });
});

/** How many work items of the account were worked on side by side at the most. */
function mostAtOnce(lines: readonly Line[], accountId: string): number {
  let running = 0;
  let most = 0;
  for (const line of lines.filter((each) => each.accountId === accountId)) {
    if (line.event === 'work-item-begun') running += 1;
    if (line.event === 'work-item-scanned') running -= 1;
    most = Math.max(most, running);
  }
  return most;
}

describe('a work item whose holder was cut off', () => {
  let stateDir: string;
  beforeAll(async () => {
    stateDir = await mkdtemp(join(tmpdir(), 'lost-events-'));
  });
  afterAll(() => rm(stateDir, { recursive: true, force: true }));
  const sizes = [{ regions: ['us-east-1'], keys: 40 }];
  const runOf = async (company: ManyAccounts, runId: string) =>
    (await company.pages.admin('getRun', { runId })).run;

  it('is taken over by the platform’s repeat at once, long before the lease is over', async () => {
    const company = await startManyAccounts(sizes);
    try {
      company.lines.length = 0;
      company.host.cutOffOnce({ functionKey: 'scan-work-item', afterCalls: 40 });
      await company.runHour();
      const begun = workOf(company.lines, 'work-item-begun').filter(({ text }) => text.includes('us-east-1'));
      expect(begun.map(({ text }) => text.includes('"again":true'))).toEqual([false, true]);
      const [first, again] = begun;
      expect((again?.at ?? 0) - (first?.at ?? 0)).toBeLessThan(10 * MINUTE);
      const { runs } = await company.pages.global('listRuns', {});
      expect(runs[0]?.workItems).toMatchObject({ total: 1, done: 1 });
    } finally {
      await company.stop();
    }
  });

  it('is taken over by the next hour when its event is lost too', async () => {
    let company = await startManyAccounts(sizes, { stateDir });
    company.host.cutOffOnce({ functionKey: 'scan-work-item', afterCalls: 40 });
    const { runId } = await company.pages.admin('startScan', {});
    while (!company.lines.some(({ text }) => text.includes('us-east-1') && text.includes('begun')))
      await new Promise((done) => setTimeout(done, 20));
    await company.stop();
    // Every event is lost; what the database knows of leases is not.
    await rm(join(stateDir, 'queues.json'));

    company = await startManyAccounts(sizes, { stateDir, advanceKeptClockBy: HOUR });
    try {
      expect((await runOf(company, runId)).workItems).toMatchObject({ total: 1, running: 1 });
      await company.runHour();
      const run = await runOf(company, runId);
      expect(run.workItems).toMatchObject({ total: 1, done: 1 });
      expect(run.finishedAt).not.toBeNull();
    } finally {
      await company.stop();
    }
  });
});
