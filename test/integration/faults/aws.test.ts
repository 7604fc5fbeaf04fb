import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  deletedRoles,
  denials,
  expiredSessions,
  fewFaultsOfAws,
  lastingFaultsOfAws,
  passingFaultsOfAws,
  REQUEST_SECONDS,
  wrongSecret,
} from './support/points';
import { type Story, startStory } from './support/story';
import { sayHowMany, surviveAll } from './support/survive';

vi.setConfig({ testTimeout: 14_400_000, hookTimeout: 600_000 });

let story: Story;
beforeAll(async () => {
  // One invocation after the other, so that a seed comes to the same every time.
  const limits = { outboundRequestSeconds: REQUEST_SECONDS };
  story = await startStory({ database: 'faults_aws', limits, workers: 1 });
});
afterAll(() => story.pipeline.stop());
afterAll(sayHowMany);

describe('what AWS answers in the end is as good as answered at once', () => {
  it('when calls are throttled, fail, time out or are cut, and a later attempt gets through', () =>
    surviveAll(story, passingFaultsOfAws()));
});

describe('what AWS does not answer is unknown, and known again the hour after', () => {
  it('when some calls are throttled, or make no sense', () => surviveAll(story, fewFaultsOfAws()));

  it('when no call gets through', () => surviveAll(story, lastingFaultsOfAws(), { size: 2 }));

  it('when any one operation is denied', async () => {
    const { aws } = story.pipeline;
    aws?.resetCalls();
    await story.pipeline.nextHour();
    const operations = Object.keys(aws?.calls() ?? {});
    expect(operations.length).toBeGreaterThan(40);
    await surviveAll(story, denials(operations), { size: 6 });
  });

  it('when the roles are deleted while their accounts are scanned', () =>
    surviveAll(story, deletedRoles([10, 60, 100, 150, 200]), { size: 2 }));

  it('when the sessions end while their accounts are scanned', () =>
    surviveAll(story, expiredSessions([10, 60, 100, 150, 200]), { size: 2 }));

  it('when the hub’s secret is wrong', () => surviveAll(story, [wrongSecret]));
});
