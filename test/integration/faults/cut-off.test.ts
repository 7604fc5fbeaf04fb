import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { cuts } from './support/points';
import { changedHour, type Story, startStory } from './support/story';
import { sayHowMany, surviveAll } from './support/survive';

vi.setConfig({ testTimeout: 3_600_000, hookTimeout: 120_000 });

const FUNCTIONS = ['schedule-scan', 'scan-work-item', 'sync-tickets'];

let story: Story;
let hour: { functionKey: string; calls: number }[];
beforeAll(async () => {
  // One invocation after the other, so that the nth call of an hour is the same every time.
  story = await startStory({ database: 'faults_cut_off', workers: 1 });
  hour = (await changedHour(story)).callsOfInvocations;
});
afterAll(() => story.pipeline.stop());
afterAll(sayHowMany);

describe('an invocation that is cut off after any of its calls loses nothing and does nothing twice', () => {
  it('calls AWS, SQL and Jira in every hour', () => {
    const calls = FUNCTIONS.map((key) => hour.filter(({ functionKey }) => functionKey === key));
    expect(calls.map((each) => each.length > 0)).toEqual([true, true, true]);
  });

  it.each([
    ['schedule-scan', 4],
    ['scan-work-item', 12],
    ['sync-tickets', 10],
  ])('%s', async (functionKey, size) => {
    await surviveAll(story, cuts(hour.filter((each) => each.functionKey === functionKey)), size);
  });
});
