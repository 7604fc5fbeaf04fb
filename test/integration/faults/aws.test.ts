import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  deletedRoles,
  denials,
  expiredSessions,
  lastingFaultsOfAws,
  passingFaultsOfAws,
  REQUEST_SECONDS,
  wrongSecret,
} from './support/points';
import { type Story, startStory } from './support/story';
import { sayHowMany, surviveAll } from './support/survive';

vi.setConfig({ testTimeout: 3_600_000, hookTimeout: 120_000 });

let story: Story;
beforeAll(async () => {
  story = await startStory({ database: 'faults_aws', limits: { outboundRequestSeconds: REQUEST_SECONDS } });
});
afterAll(() => story.pipeline.stop());
afterAll(sayHowMany);

describe('what AWS does not answer is unknown, and known again the hour after', () => {
  it('when some calls are throttled, fail, time out, are cut or make no sense', () =>
    surviveAll(story, passingFaultsOfAws()));

  it('when no call gets through', () => surviveAll(story, lastingFaultsOfAws(), 2));

  it('when any one operation is denied', async () => {
    const { aws } = story.pipeline;
    aws?.resetCalls();
    await story.pipeline.nextHour();
    const operations = Object.keys(aws?.calls() ?? {});
    expect(operations.length).toBeGreaterThan(40);
    await surviveAll(story, denials(operations), 6);
  });

  it('when the roles are deleted while their accounts are scanned', () =>
    surviveAll(story, deletedRoles([10, 60, 100, 150, 200]), 2));

  it('when the sessions end while their accounts are scanned', () =>
    surviveAll(story, expiredSessions([10, 60, 100, 150, 200]), 2));

  it('when the hub’s secret is wrong', () => surviveAll(story, [wrongSecret]));
});
