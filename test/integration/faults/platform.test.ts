import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Counters } from '../../../sandbox/forge/counters';
import { eventFaults, jiraFaults, overlaps, sqlFaults } from './support/points';
import { changedHour, type Snapshot, type Story, startStory } from './support/story';
import { sayHowMany, surviveAll } from './support/survive';

vi.setConfig({ testTimeout: 3_600_000, hookTimeout: 120_000 });

let story: Story;
let costs: Counters;
beforeAll(async () => {
  story = await startStory({ database: 'faults_platform' });
  costs = await changedHour(story);
});
afterAll(() => story.pipeline.stop());
afterAll(sayHowMany);

describe('whatever Jira, SQL and the queues do, no issue is there twice and nothing is lost', () => {
  it('when Jira refuses, fails, or loses the answer of any call', async () => {
    expect(costs.jiraCalls).toBeGreaterThan(5);
    await surviveAll(story, jiraFaults(costs.jiraCalls), 9);
  });

  it('when any statement fails, its answer is lost, or it is over the rate', async () => {
    expect(costs.sqlStatements).toBeGreaterThan(50);
    await surviveAll(story, sqlFaults(costs.sqlStatements), 9);
  });

  it('when events come twice, late and out of order', () => surviveAll(story, eventFaults()));

  it('when two scans of the same accounts overlap', () => surviveAll(story, overlaps));
});

/** Which of two issues of the same run has the lower number is the database's choice. */
function withoutKeys({ findings, issues }: Snapshot) {
  return Object.entries(findings).map(([name, { state, issue }]) => [
    name,
    state,
    issue === null ? null : issues[issue],
  ]);
}

describe('when Forge SQL takes only a part of the statements at a time', () => {
  it('a run waits its turn, and comes to the same', async () => {
    const slow = await startStory({ database: 'faults_slow', limits: { sqlDmlPerSecond: 60 } });
    try {
      expect(withoutKeys(slow.clean.changed)).toEqual(withoutKeys(story.clean.changed));
      expect(withoutKeys(slow.clean['as it was'])).toEqual(withoutKeys(story.clean['as it was']));
    } finally {
      await slow.pipeline.stop();
    }
  });
});
