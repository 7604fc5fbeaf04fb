import { afterAll, beforeAll, expect, it } from 'vitest';
import { histories, liveThrough } from './history';
import { type Machine, startMachine } from './world';

/** Whatever else the machine does. */
const LONGEST_MS = 60 * 60 * 1000;

/** One file's test: so many random histories on a machine of its own. */
export function livesThrough(
  name: string,
  { database, runs, breaks }: { database: string; runs: number; breaks: boolean },
): void {
  let machine: Machine;
  beforeAll(async () => {
    machine = await startMachine(database, breaks);
  });
  afterAll(() => machine.stop());

  it(
    name,
    async () => {
      const { seed, lived } = await liveThrough(machine, histories(breaks), runs);
      console.info(`${lived} histories, seed ${seed}: ${machine.tally}`);
      expect(lived).toBeGreaterThan(0);
    },
    LONGEST_MS,
  );
}
