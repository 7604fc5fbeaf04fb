import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { cuts } from './support/points';
import { costsOfHours, ofBoth, type Phase, type Story, startStory } from './support/story';
import { sayHowMany, surviveAll } from './support/survive';

vi.setConfig({ testTimeout: 14_400_000, hookTimeout: 600_000 });

let story: Story;
let hours: Record<Phase, { functionKey: string; calls: number }[]>;
beforeAll(async () => {
  // One invocation after the other, so that the nth call of an hour is the same every time.
  story = await startStory({ database: 'faults_cut_off', workers: 1 });
  hours = ofBoth(await costsOfHours(story), ({ callsOfInvocations }) => callsOfInvocations);
});
afterAll(() => story.pipeline.stop());
afterAll(sayHowMany);

describe('an invocation that is cut off after any of its calls loses nothing and does nothing twice', () => {
  it.each([
    // The platform does not repeat a trigger: the next one goes on with what was planned, or plans.
    ['schedule-scan', { hoursToRecover: 1, size: 4 }],
    // The event comes again, takes its own lease over, and the run ends as if nothing had been: no trigger comes in between.
    ['scan-work-item', { hoursToRecover: 0, size: 12 }],
    // The event comes again, and leaves the one issue that is leased still to the next hour.
    ['sync-tickets', { hoursToRecover: 1, size: 10 }],
  ])('%s', async (functionKey, { hoursToRecover, size }) => {
    const points = cuts(functionKey, hours, hoursToRecover);
    expect(points.length).toBeGreaterThan(size);
    await surviveAll(story, points, { size });
  });
});
