import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { FindingRow, FindingsQuery } from '../../../src/contract/findings';
import { changePolicy } from './support/change-policy';
import { type Pipeline, startPipeline } from './support/pipeline';

vi.setConfig({ testTimeout: 240_000, hookTimeout: 120_000 });

const estateDir = join(import.meta.dirname, 'many-requests');

/** One that may send all that it needs in one invocation, and one whose invocations have to share it. */
let free: Pipeline;
let limited: Pipeline;
beforeAll(async () => {
  free = await startPipeline({ estateDir, database: 'free' });
  // A minute for an invocation is a hundred requests: what the app itself makes of its deadline.
  limited = await startPipeline({ estateDir, database: 'limited', limits: { longestInvocationSeconds: 60 } });
  for (const { pages } of [free, limited]) {
    await changePolicy(pages, () => ({ ceiling: { perRun: 1000, perDay: 1000 } }));
  }
});
afterAll(async () => {
  await free?.stop();
  await limited?.stop();
});

async function findingsOf(pipeline: Pipeline): Promise<string[]> {
  const states: FindingsQuery['states'] = ['open', 'unknown', 'resolved'];
  const all: FindingRow[] = [];
  for (let page = 1; ; page += 1) {
    const { rows, total } = await pipeline.pages.global('listFindings', { states, page, pageSize: 100 });
    all.push(...rows);
    if (all.length >= total) break;
  }
  return all
    .map(
      ({ ruleId, resourceArn, state, message, issueKey }) =>
        `${state} ${ruleId} ${resourceArn} ${message} ${issueKey === null ? 'no issue' : 'issue'}`,
    )
    .sort();
}

const invocationsOf = (pipeline: Pipeline, scope: string) =>
  pipeline.logged.filter(
    (line) => line.includes('"work-item-scanned"') && line.includes(`"scope":"${scope}"`),
  ).length;

async function expectReadInWhole(pipeline: Pipeline): Promise<void> {
  const { accounts } = await pipeline.pages.admin('getOverview', {});
  expect(accounts.map(({ unreadOperations }) => unreadOperations)).toEqual([0]);
  const { runs } = await pipeline.pages.global('listRuns', {});
  expect(runs[0]?.workItems).toEqual({ total: 2, done: 2, failed: 0, queued: 0, running: 0 });
  expect(pipeline.logged.filter((line) => line.includes('the most that its timeout allows'))).toEqual([]);
}

describe('an account that takes more requests than one invocation may send', () => {
  it('is read in whole by several, and comes to the same findings', async () => {
    await free.runHour();
    await limited.runHour();
    const expected = await findingsOf(free);
    expect(expected.length).toBeGreaterThan(40);
    expect(expected.filter((finding) => finding.startsWith('unknown'))).toEqual([]);
    expect(await findingsOf(limited)).toEqual(expected);
    for (const scope of ['global', 'us-east-1']) {
      expect(invocationsOf(free, scope)).toBe(1);
      expect(invocationsOf(limited, scope)).toBeGreaterThan(1);
    }
    await expectReadInWhole(limited);
  });

  it('resolves what is gone and mended, finds what is new, and touches nothing else', async () => {
    await free.nextHour();
    await limited.nextHour();
    const expected = await findingsOf(free);
    expect(expected.filter((finding) => finding.startsWith('resolved')).length).toBeGreaterThan(6);
    expect(await findingsOf(limited)).toEqual(expected);
    await expectReadInWhole(limited);
  });
});
