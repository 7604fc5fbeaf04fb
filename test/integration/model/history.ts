import fc from 'fast-check';
import { WEAKNESSES } from './estate';
import { type Fault, manyFaults, noFaults } from './faults';
import { Model } from './model';
import {
  type Cast,
  ceilingSteps,
  HEARINGS,
  type Hearing,
  MOST_CAST,
  type Step,
  steps,
  weakens,
} from './steps';
import { type Machine, MINUTE, World } from './world';

/** What happens, then the hour's scan with what goes wrong in it. */
export interface Chapter {
  steps: Step[];
  faults: Fault[];
}

/** A history begins with what is wrong. */
export interface History {
  cast: Cast;
  /** Whether an untroubled scan finds them and files their issues before anything else happens. */
  isFiledFirst: boolean;
  /** How many issues are filed from the start, where they are not filed first. */
  ceiling: Step;
  /** Whether anything may go wrong, which takes some quiet hours at the end to be made up for. */
  isRough: boolean;
  chapters: Chapter[];
}

/** Scans without a fault at the end, in which the app makes up for whatever went wrong. */
const QUIET_HOURS = 2;

export function histories(isRough: boolean): fc.Arbitrary<History> {
  const hearings: readonly Hearing[] = isRough ? HEARINGS : ['at once', 'twice'];
  const chapter = fc.record({
    steps: fc.array(steps(hearings), { minLength: 1, maxLength: 3, size: 'max' }),
    faults: isRough ? manyFaults : noFaults,
  });
  const chapters = (minLength: number, maxLength: number) =>
    fc.array(chapter, { minLength, maxLength, size: 'max' });
  return fc.record({
    isRough: fc.constant(isRough),
    isFiledFirst: fc.boolean(),
    ceiling: ceilingSteps,
    cast: fc
      .tuple(fc.constantFrom(...WEAKNESSES), fc.subarray([...WEAKNESSES], { maxLength: MOST_CAST - 1 }))
      .map(([first, others]): Cast => [first, ...others.filter((other) => other !== first)]),
    // Most are short, so that there can be many; some are long, for what takes many turns to come about.
    chapters: fc.oneof({ arbitrary: chapters(1, 3), weight: 3 }, { arbitrary: chapters(4, 8), weight: 1 }),
  });
}

const QUIET: Chapter = { steps: [], faults: [] };
/** In which all is made up for. */
export const CALM: readonly Chapter[] = Array.from({ length: QUIET_HOURS }, () => QUIET);

/** The chapters, with what is wrong from the start. */
function beginning({ cast, isFiledFirst, ceiling, chapters }: Omit<History, 'isRough'>): Chapter[] {
  const wrong = cast.map(
    (one): Step =>
      () =>
        weakens(one),
  );
  if (isFiledFirst) return [{ ...QUIET, steps: wrong }, ...chapters];
  return chapters.map((chapter, index) =>
    index === 0 ? { ...chapter, steps: [...wrong, ceiling, ...chapter.steps] } : chapter,
  );
}

/**
 * Lives through the history, and looks after every step and every scan.
 * @param tell hears each line of the story before it happens
 * @throws Error that says what is wrong
 */
export function live(machine: Machine, history: History, tell: (line: string) => void): Promise<void> {
  const { cast, isRough } = history;
  return liveChapters(machine, { cast, chapters: [...beginning(history), ...(isRough ? CALM : [])] }, tell);
}

/** The same for a story that is given. */
export async function liveChapters(
  machine: Machine,
  { cast, chapters }: { cast: Cast; chapters: readonly Chapter[] },
  tell: (line: string) => void,
): Promise<void> {
  const world = await World.start(machine);
  try {
    const model = new Model(world);
    let sinceFault = QUIET_HOURS;
    for (const chapter of chapters) {
      for (const step of chapter.steps) {
        const { say, take, isUnheard } = step(cast, world, model);
        tell(say);
        world.clock.advance(MINUTE);
        await take(world, model);
        if (isUnheard) sinceFault = 0;
        await model.check({ isQuiet: sinceFault >= QUIET_HOURS, isHour: false });
      }
      const late = world.untold.splice(0);
      for (const fault of chapter.faults) {
        tell(`in the next hour ${fault.say}`);
        fault.arm(world);
      }
      tell('an hour passes, and a scan');
      await world.hour();
      world.mend();
      sinceFault = chapter.faults.length > 0 ? 0 : sinceFault + 1;
      await model.check({ isQuiet: sinceFault >= QUIET_HOURS, isHour: true });
      await world.tell(late);
    }
  } finally {
    await world.stop();
  }
}

/** CI lives through the same histories every time, so that what it says of a change is about the change. */
const SEED_OF_CI = 20_261_127;

/** MODEL_SEED tries others or, with MODEL_PATH, replays one; MODEL_RUNS sets how many there are. */
function parameters(runs: number): fc.Parameters<[History]> {
  const { MODEL_SEED: seed, MODEL_RUNS: more, MODEL_PATH: path } = process.env;
  return {
    numRuns: more === undefined ? runs : Number(more),
    seed: Number(seed ?? SEED_OF_CI),
    ...(path === undefined ? {} : { path, endOnFailure: true }),
  };
}

/** Lives through random histories, and tells the shortest one that goes wrong. */
export async function liveThrough(
  machine: Machine,
  of: fc.Arbitrary<History>,
  runs: number,
): Promise<{ seed: number; lived: number }> {
  const details = await fc.check(
    fc.asyncProperty(of, (history) => live(machine, history, () => {})),
    parameters(runs),
  );
  const { seed, numRuns: lived, counterexample, counterexamplePath } = details;
  if (!details.failed) return { seed, lived };
  const [history] = counterexample ?? [];
  const lines: string[] = [];
  const again = history && live(machine, history, (line) => lines.push(line));
  const end = await again?.then(
    () => 'Told again it ends well: it is not the same each time.',
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
  const story = lines.map((line, index) => `  ${index + 1}. ${line}`).join('\n');
  throw new Error(
    `After ${lived} histories, one goes wrong:\n${story}\n  => ${end}\nAgain: MODEL_SEED=${seed} MODEL_PATH=${counterexamplePath}`,
  );
}
