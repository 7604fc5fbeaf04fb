import { afterAll, beforeAll, expect, it } from 'vitest';
import { histories, liveThrough } from './history';
import { type Machine, startMachine } from './world';

const runs = 1_200;
/** Whatever else the machine does. */
const LONGEST_MS = 60 * 60 * 1000;

let machine: Machine;
beforeAll(async () => {
  machine = await startMachine('model_quiet');
});
afterAll(() => machine.stop());

it(
  'does what people expect in every history in which nothing breaks',
  async () => {
    const { seed, lived } = await liveThrough(machine, histories(false), runs);
    console.info(`${lived} histories, seed ${seed}: ${machine.tally}`);
    expect(lived).toBeGreaterThan(0);
  },
  LONGEST_MS,
);
