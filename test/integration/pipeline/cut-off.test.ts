import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { FAILING, HOUR, type Pipeline, startPipeline } from './support/pipeline';

vi.setConfig({ testTimeout: 180_000 });

/** One for all: each test leaves behind what it found. */
let pipeline: Pipeline;
beforeAll(async () => {
  pipeline = await startPipeline();
});
afterEach(() => pipeline.aws?.faults.clear());
afterAll(() => pipeline.stop());

const runs = async () => (await pipeline.pages.global('listRuns', {})).runs;

describe('an invocation that is cut off', () => {
  /** Runs an hour in which one invocation of the function is cut off after its nth call to the outside. */
  async function hourWithCut(functionKey: string, afterCalls: number) {
    pipeline.clock.advance(HOUR);
    pipeline.host.cutOffOnce({ functionKey, afterCalls });
    await pipeline.runHour().catch(() => undefined);
    pipeline.host.cutOffOnce(null);
  }
  const ledgers = (names: string[]) => names.filter((name) => name.startsWith('ledger')).length;

  it('while it scans is made up for within the hour, whatever it was doing', async () => {
    await hourWithCut('scan-work-item', 14);
    expect(await pipeline.names('open')).toEqual(FAILING);
    let repair: (() => void) | undefined;
    for (let calls = 1; calls <= 90; calls += 8) {
      // Something changes in every hour, so that there is something to lose.
      const denied = repair === undefined;
      repair?.();
      repair = denied
        ? pipeline.aws?.faults.add({ operation: 'ec2:DescribeVolumes', fault: { kind: 'deny' } })
        : undefined;
      await hourWithCut('scan-work-item', calls);
      expect(ledgers(await pipeline.names(denied ? 'unknown' : 'open')), `cut off after ${calls}`).toBe(3);
    }
    const all = await runs();
    for (const { workItems, scannedAt, finishedAt } of all) {
      expect(workItems).toEqual({ total: 6, done: 6, failed: 0, queued: 0, running: 0 });
      expect(scannedAt !== null && finishedAt !== null).toBe(true);
    }
    expect(all.reduce((sum, { issues }) => sum + issues.created, 0)).toBe(FAILING.length);
  });

  it('while it plans is made up for by the next hours', async () => {
    const issues = (await pipeline.findings()).map(({ issueKey }) => issueKey);
    for (let calls = 1; calls <= 16; calls += 2) await hourWithCut('schedule-scan', calls);
    await pipeline.nextHour();
    await pipeline.nextHour();
    expect(await pipeline.names('open')).toEqual(FAILING);
    expect((await runs()).filter(({ finishedAt }) => finishedAt === null)).toEqual([]);
    expect((await pipeline.findings()).map(({ issueKey }) => issueKey)).toEqual(issues);
  });
});

describe('a trigger that is delivered twice', () => {
  it('at once starts one run', async () => {
    pipeline.clock.advance(HOUR);
    const before = (await runs()).at(0)?.runId;
    await Promise.all([
      pipeline.host.runScheduledTrigger('hourly-scan'),
      pipeline.host.runScheduledTrigger('hourly-scan'),
    ]);
    await pipeline.host.drainQueues({ skipDelays: true });
    const [newest, second] = await runs();
    expect(second?.runId).toBe(before);
    expect(newest?.workItems).toMatchObject({ total: 6, done: 6 });
  });

  it('while the run is going starts none', async () => {
    pipeline.clock.advance(HOUR);
    const before = (await runs()).at(0)?.runId;
    await pipeline.host.runScheduledTrigger('hourly-scan');
    await pipeline.host.runScheduledTrigger('hourly-scan');
    await pipeline.host.drainQueues({ skipDelays: true });
    expect((await runs()).at(1)?.runId).toBe(before);
  });
});

describe('a work item that nobody can bring to its end', () => {
  it('is given up after hours: what is known of it becomes unknown, and the run ends', async () => {
    const stuck = await planWithoutEvents();
    pipeline.aws?.faults.add({ fault: { kind: 'deny' } });
    pipeline.clock.advance(4 * HOUR);
    await pipeline.runHour();
    const { run } = await pipeline.pages.admin('getRun', { runId: stuck });
    expect(run).toMatchObject({ workItems: { total: 4, failed: 4 } });
    expect(run.scannedAt !== null && run.finishedAt !== null).toBe(true);
    expect(await pipeline.names('open')).toEqual([]);
    expect(await pipeline.names('unknown')).toEqual(expect.arrayContaining(FAILING));
  });

  /** A trigger that is cut off between the plan and its events: the work items are there, and nobody was told. */
  async function planWithoutEvents(): Promise<string> {
    for (let afterCalls = 1; afterCalls < 30; afterCalls += 1) {
      pipeline.clock.advance(HOUR);
      pipeline.host.cutOffOnce({ functionKey: 'schedule-scan', afterCalls });
      await pipeline.host.runScheduledTrigger('hourly-scan').catch(() => undefined);
      const [run] = await runs();
      if (run?.workItems.queued === 4) return run.runId;
      await pipeline.host.drainQueues({ skipDelays: true });
    }
    throw new Error('No cut left the plan without its events');
  }
});
