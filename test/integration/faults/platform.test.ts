import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { eventFaults, jiraFaults, overlaps, sqlFaults } from './support/points';
import { costsOfHours, ofBoth, type Phase, type Snapshot, type Story, startStory } from './support/story';
import { sayHowMany, surviveAll } from './support/survive';

vi.setConfig({ testTimeout: 14_400_000, hookTimeout: 600_000 });

afterAll(sayHowMany);

let story: Story;
let jiraCalls: Record<Phase, number>;
let statements: Record<Phase, number>;
beforeAll(async () => {
  // One invocation after the other, so that the nth call of an hour is the same every time.
  story = await startStory({ database: 'faults_platform', workers: 1 });
  const costs = await costsOfHours(story);
  jiraCalls = ofBoth(costs, (hour) => hour.jiraCalls);
  statements = ofBoth(costs, ({ sqlStatements }) => sqlStatements);
});
afterAll(() => story.pipeline.stop());

describe('whatever Jira, SQL and the queues do, no issue is there twice and nothing is lost', () => {
  it('when Jira refuses, fails, or loses the answer of any call', async () => {
    const points = jiraFaults(jiraCalls);
    expect(points.length).toBeGreaterThan(15);
    await surviveAll(story, points, { size: 9 });
  });

  it('when any statement fails, its answer is lost, or it is over the rate', async () => {
    const points = sqlFaults(statements);
    expect(points.length).toBeGreaterThan(150);
    await surviveAll(story, points, { size: 9 });
  });
});

describe('whatever happens at the same time, no issue is there twice and nothing is lost', () => {
  let side: Story;
  beforeAll(async () => {
    side = await startStory({ database: 'faults_side_by_side' });
  });
  afterAll(() => side.pipeline.stop());

  it('when events come twice, late and out of order', () => surviveAll(side, eventFaults()));

  it('when two scans of the same accounts overlap', () => surviveAll(side, overlaps));
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
