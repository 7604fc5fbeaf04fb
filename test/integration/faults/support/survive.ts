import { isDeepStrictEqual } from 'node:util';
import { expect } from 'vitest';
import { InvocationFailed } from '../../../../sandbox/forge/host';
import { HOUR } from '../../pipeline/support/pipeline';
import { type FaultPoint, SEED, sampled } from './points';
import { added, other, type Snapshot, type Story, startStory } from './story';

/** Hours that are lived through to see how many it takes; each point says how many it may take. */
const MOST_HOURS = 3;

/** What came of a point. */
interface Outcome {
  point: string;
  struck: boolean;
  /** Hours after its own until all was as if nothing had happened; null when that never came. */
  hours: number | null;
}

/** What came of the points of each test. */
const tests = new Map<string, { points: number; outcomes: Outcome[] }>();

/** For the log of the test run: how many points there are, were tried and came to pass, and how long their effects lasted. */
export function sayHowMany(): void {
  const lines = [...tests].flatMap(([test, { points, outcomes }]) => {
    const struck = outcomes.filter((outcome) => outcome.struck).length;
    const late = outcomes.filter(({ hours }) => hours !== 0);
    const after = Array.from(
      { length: MOST_HOURS + 1 },
      (_, after) => outcomes.filter(({ hours }) => hours === after).length,
    );
    return [
      `${test}: ${outcomes.length} of ${points} points tried, ${struck} came to pass; clean after 0, 1, 2, 3 further hours: ${after.join(', ')}`,
      ...late.map(({ point, hours }) => `  ${hours === null ? 'never' : `${hours} h`}: ${point}`),
    ];
  });
  console.log([`Fault points (seed ${SEED}; FAULTS=all tries every one)`, ...lines].join('\n'));
}

/** No issue, comment or run of a story is forgotten: after so many points it begins anew. */
const POINTS_OF_A_STORY = 60;

interface Trials {
  /** Tries so many of the points where not all are asked for. */
  size?: number;
  /** The share of them that has to come to pass. */
  strikes?: number;
}

/** Tries points one after the other, and holds that they came to pass. */
export async function surviveAll(
  story: Story,
  points: FaultPoint[],
  { size = Number.POSITIVE_INFINITY, strikes = 1 }: Trials = {},
): Promise<void> {
  const chosen = sampled(points, size);
  const outcomes: Outcome[] = [];
  tests.set(expect.getState().currentTestName ?? '', { points: points.length, outcomes });
  for (const point of chosen.slice(0, POINTS_OF_A_STORY)) await survive(story, point, outcomes);
  for (let at = POINTS_OF_A_STORY; at < chosen.length; at += POINTS_OF_A_STORY) {
    const { options } = story;
    const anew = await startStory({ ...options, database: `${options.database ?? 'faults'}_anew` });
    try {
      for (const point of chosen.slice(at, at + POINTS_OF_A_STORY)) await survive(anew, point, outcomes);
    } finally {
      await anew.pipeline.stop();
    }
  }
  const missed = outcomes.filter(({ struck }) => !struck).map(({ point }) => point);
  expect(missed.length, `Never came to pass: ${missed.join('; ')}`).toBeLessThanOrEqual(
    Math.floor(chosen.length * (1 - strikes)),
  );
}

/**
 * The estate changes, and the fault strikes in the hour that should see it. Meanwhile every finding and every issue stands
 * where a clean hour would have it, or where it stood before, or is unknown; no issue is there twice. After the hours that
 * the fault may last all is as if nothing had happened, down to the number of comments, and no run is left open.
 */
async function survive(story: Story, point: FaultPoint, outcomes: Outcome[]): Promise<void> {
  const { pipeline, clean, cleanComments } = story;
  const phase = await changeTo(story, point.phase);
  const [expected, before] = [clean[phase], clean[other(phase)]];
  const comments = story.comments();

  pipeline.clock.advance(HOUR);
  const end = point.set(story);
  let struck = false;
  try {
    await (point.hour?.(story) ?? ordinaryHour(story));
  } catch (error) {
    // A trigger that is cut off is not delivered again.
    if (!(error instanceof InvocationFailed)) throw error;
    await pipeline.host.drainQueues({ skipDelays: true });
  } finally {
    struck = (await end()) > 0;
  }
  const during = await story.snapshot();
  const asExpected = { ...expected, comments: cleanComments[phase], openRuns: [] };
  const seen = async () => ({
    ...(await story.snapshot()),
    comments: added(comments, story.comments()),
    openRuns: await openRunsOf(story),
  });
  const mayTake = point.hoursToRecover ?? 1;
  const after = [await seen()];
  while (!isDeepStrictEqual(after.at(-1), asExpected) && after.length <= MOST_HOURS) {
    await pipeline.nextHour();
    after.push(await seen());
  }
  const hours = after.findIndex((state) => isDeepStrictEqual(state, asExpected));
  outcomes.push({ point: point.name, struck, hours: hours < 0 ? null : hours });
  expect(liesOf(during, { before, expected }), `${point.name}: said in that hour`).toEqual([]);
  expect(after[mayTake] ?? after.at(-1), `${point.name}: after ${mayTake} further hours`).toEqual(asExpected);
}

/** Changes the estate to a phase, or to the other one than it is in; a clean hour comes between where it takes two changes. */
async function changeTo({ change, pipeline }: Story, wanted: FaultPoint['phase']) {
  const phase = change();
  if (wanted === undefined || wanted === phase) return phase;
  await pipeline.nextHour();
  return change();
}

async function ordinaryHour({ pipeline: { host } }: Story): Promise<void> {
  await host.runScheduledTrigger('hourly-scan');
  await host.drainQueues({ skipDelays: true });
}

/** The newest runs that did not come to their end, or left something unscanned. */
async function openRunsOf({ pipeline: { pages } }: Story) {
  const { runs } = await pages.global('listRuns', {});
  return runs.filter(
    ({ finishedAt, workItems }) => finishedAt === null || workItems.queued + workItems.running > 0,
  );
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
