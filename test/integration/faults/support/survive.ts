import { isDeepStrictEqual } from 'node:util';
import { expect } from 'vitest';
import { InvocationFailed } from '../../../../sandbox/forge/host';
import { HOUR } from '../../pipeline/support/pipeline';
import { type FaultPoint, SEED, sampled } from './points';
import { added, other, type Snapshot, type Story, startStory } from './story';

/** Hours that may pass until all is as if nothing had happened. */
const HOURS_TO_RECOVER = 3;

let tried = 0;
let struck = 0;

/** For the log of the test run: how many points were tried here, and how to try them all. */
export function sayHowMany(): void {
  console.log(
    `${tried} fault points were tried, ${struck} came to pass (seed ${SEED}; FAULTS=all tries every one).`,
  );
}

/** No issue, comment or run of a story is forgotten: after so many points it begins anew. */
const POINTS_OF_A_STORY = 60;

/** Tries points one after the other; `size` of them where not all are asked for. */
export async function surviveAll(
  story: Story,
  points: FaultPoint[],
  size = Number.POSITIVE_INFINITY,
): Promise<void> {
  const chosen = sampled(points, size);
  for (const point of chosen.slice(0, POINTS_OF_A_STORY)) await survive(story, point);
  for (let at = POINTS_OF_A_STORY; at < chosen.length; at += POINTS_OF_A_STORY) {
    const { options } = story;
    const anew = await startStory({ ...options, database: `${options.database ?? 'faults'}_anew` });
    try {
      for (const point of chosen.slice(at, at + POINTS_OF_A_STORY)) await survive(anew, point);
    } finally {
      await anew.pipeline.stop();
    }
  }
}

/**
 * The estate changes, and the fault strikes in the hour that should see it. Meanwhile every finding and every issue stands
 * where a clean hour would have it, or where it stood before, or is unknown; no issue is there twice. After the hours that
 * follow all is as if nothing had happened, down to the number of comments.
 */
async function survive(story: Story, point: FaultPoint): Promise<void> {
  const { pipeline, clean, cleanComments } = story;
  const phase = story.change();
  const [expected, before] = [clean[phase], clean[other(phase)]];
  const comments = story.comments();
  tried += 1;

  pipeline.clock.advance(HOUR);
  const end = point.set(story);
  try {
    await (point.hour?.(story) ?? ordinaryHour(story));
  } catch (error) {
    // A trigger that is cut off is not delivered again.
    if (!(error instanceof InvocationFailed)) throw error;
    await pipeline.host.drainQueues({ skipDelays: true });
  } finally {
    if (end()) struck += 1;
  }
  const during = await story.snapshot();
  const asExpected = { ...expected, comments: cleanComments[phase] };
  const seen = async () => ({ ...(await story.snapshot()), comments: added(comments, story.comments()) });
  let after = await seen();
  for (let hour = 0; hour < HOURS_TO_RECOVER && !isDeepStrictEqual(after, asExpected); hour += 1) {
    await pipeline.nextHour();
    after = await seen();
  }
  expect(liesOf(during, { before, expected }), `${point.name}: said in that hour`).toEqual([]);
  expect(after, `${point.name}: after ${HOURS_TO_RECOVER} hours`).toEqual(asExpected);
}

async function ordinaryHour({ pipeline: { host } }: Story): Promise<void> {
  await host.runScheduledTrigger('hourly-scan');
  await host.drainQueues({ skipDelays: true });
}

/** What stands otherwise than before or after the change, and is not said to be unknown. */
function liesOf(during: Snapshot, { before, expected }: { before: Snapshot; expected: Snapshot }): string[] {
  const names = new Set([...Object.keys(during.findings), ...Object.keys(expected.findings)]);
  const findings = [...names].filter((name) => {
    const { state, issue } = during.findings[name] ?? { state: 'lost', issue: null };
    const allowed = ['unknown', before.findings[name]?.state, expected.findings[name]?.state];
    return !allowed.includes(state) || issue !== (expected.findings[name]?.issue ?? null);
  });
  const keys = new Set([...Object.keys(during.issues), ...Object.keys(expected.issues)]);
  const issues = [...keys].filter((key) => {
    const category = during.issues[key] ?? 'lost';
    return ![before.issues[key], expected.issues[key]].includes(category);
  });
  return [
    ...findings.map((name) => `${name}: ${JSON.stringify(during.findings[name] ?? 'lost')}`),
    ...issues.map((key) => `${key}: ${during.issues[key] ?? 'lost'}`),
  ];
}
