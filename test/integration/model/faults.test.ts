import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { histories, liveThrough } from './history';
import { type Machine, startMachine } from './world';

const runs = 600;
/** Whatever else the machine does. */
const LONGEST_MS = 60 * 60 * 1000;

let machine: Machine;
beforeAll(async () => {
  machine = await startMachine('model_faults');
  // The app logs what breaks, and here something always does.
  vi.spyOn(console, 'error').mockImplementation(() => {});
});
afterAll(() => machine.stop());

it(
  'makes up for whatever breaks, and never lies or repeats itself meanwhile',
  async () => {
    const { seed, lived } = await liveThrough(machine, histories(true), runs);
    console.info(`${lived} histories, seed ${seed}: ${machine.tally}`);
    expect(lived).toBeGreaterThan(0);
  },
  LONGEST_MS,
);
