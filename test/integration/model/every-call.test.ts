import { afterAll, beforeAll, expect, it } from 'vitest';
import { PAYMENTS, REGION, SHOP, WEAKNESSES, type Weakness } from './estate';
import { type Fault, JIRA } from './faults';
import { CALM, type Chapter, liveChapters } from './history';
import { FUNCTIONS, type InvocationFault } from './platform';
import { grants, happening, mends, type Step, weakens } from './steps';
import { type Machine, startMachine } from './world';

/** A whole story is lived through for each call. */
const LONGEST_MS = 60 * 60 * 1000;
const AN_HOUR_IN_DAYS = 1 / 24;

let machine: Machine;
beforeAll(async () => {
  machine = await startMachine('model_every_call', true);
});
afterAll(() => machine.stop());

function named(name: string): Weakness {
  const found = WEAKNESSES.find((weakness) => weakness.name.startsWith(name));
  if (found === undefined) throw new Error(`The estate knows no weakness of ${name}`);
  return found;
}
const ledger = named('vol-ledger');
const spare = named('vol-spare is attached');
const shop = named('vol-shop');
const receipts = named('receipts');
const reports = named('reports');

const all = (...happenings: ReturnType<Step>[]): Step[] => happenings.map((each) => () => each);

/** What is wrong is filed; then one is mended and one is excepted for an hour. */
const BEFORE: Chapter[] = [
  { steps: all(weakens(ledger), weakens(spare), weakens(shop), weakens(receipts)), faults: [] },
  { steps: all(mends(receipts), grants(spare, AN_HOUR_IN_DAYS)), faults: [] },
];

/** In one hour: one is mended, one is deleted, one fails again, one is new, and an exception ends. */
const CHANGES = all(
  mends(ledger),
  happening('vol-shop is deleted', ({ estate }) => estate.remove(shop.resource)),
  weakens(receipts),
  weakens(reports),
);

/** In one hour: nothing of one account can be read any more, and a part of the other. */
const UNREAD = all(
  mends(ledger),
  happening('the role in shop cannot be assumed', ({ estate }) => estate.setRole(SHOP, false)),
  happening('DescribeVolumes in payments answers its first page only', ({ estate }) =>
    estate.setListing({ accountId: PAYMENTS, scope: REGION }, 'answers its first page only'),
  ),
  happening('GetBucketPolicy is denied', ({ estate }) => estate.setPoliciesDenied(true)),
);

/** Lives through the story with the fault in its hour. Answers whether the fault came to pass. */
async function strikes(steps: Step[], fault: Fault): Promise<boolean> {
  const before = struck();
  const lines: string[] = [];
  const chapters = [...BEFORE, { steps, faults: [fault] }, ...CALM];
  try {
    await liveChapters(machine, { cast: [ledger], chapters }, (line) => lines.push(line));
  } catch (error) {
    throw new Error(lines.map((line, index) => `  ${index + 1}. ${line}`).join('\n'), { cause: error });
  }
  return struck() > before;
}

const struck = (): number => machine.tally.of('faults of invocations') + machine.tally.of('faults of Jira');

/** Tries the fault at the first call, at the second, and so on, until there is no such call. Answers how many there were. */
async function atEvery(steps: Step[], faultAt: (nth: number) => Fault): Promise<number> {
  let calls = 0;
  while (await strikes(steps, faultAt(calls + 1))) calls += 1;
  return calls;
}

/** The same in the first invocation of each function, in its second, and so on. */
async function inEveryInvocation(
  steps: Step[],
  faultAt: (nth: number) => InvocationFault,
  what: string,
): Promise<number> {
  let points = 0;
  for (const functionKey of FUNCTIONS)
    for (let skip = 0, calls = 1; calls > 0; skip += 1) {
      calls = await atEvery(steps, (nth) => ({
        say: `invocation ${skip + 1} of ${functionKey} ${what} ${nth}`,
        arm: ({ platform }) => platform.breakNext(functionKey, faultAt(nth), skip),
      }));
      points += calls;
    }
  return points;
}

/** What can go wrong with one call of an invocation, by what is said of the calls that it happened to. */
const OF_INVOCATIONS: Record<string, (nth: number) => InvocationFault> = {
  'calls were the last of their invocation': (after) => ({ kind: 'cut-off', after }),
  'statements were refused': (nth) => ({ kind: 'sql-fails', nth, done: false }),
  'statements lost their answer': (nth) => ({ kind: 'sql-fails', nth, done: true }),
};

it.each([
  ['something changes', CHANGES],
  ['something can no longer be read', UNREAD],
])(
  'nothing is lost and nothing done twice, whichever call breaks of an hour in which %s',
  async (hour, steps) => {
    const points: Record<string, number> = {};
    for (const [what, faultAt] of Object.entries(OF_INVOCATIONS))
      points[what] = await inEveryInvocation(steps, faultAt, what);
    for (const [what, effect] of JIRA)
      points[what] = await atEvery(steps, (nth) => ({
        say: `${what} at call ${nth}`,
        arm: (world) => world.breakJira({ effect, after: nth - 1, times: 1, appOnly: true }),
      }));
    const counts = Object.entries(points).map(([what, count]) => `${count} ${what}`);
    console.info(`In an hour in which ${hour}, each in turn: ${counts.join('; ')}.`);
    expect(Math.min(...Object.values(points))).toBeGreaterThan(10);
  },
  LONGEST_MS,
);
