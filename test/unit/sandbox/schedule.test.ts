import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { SandboxClock } from '../../../sandbox/clock';
import { Schedule } from '../../../sandbox/schedule';

const START = Date.UTC(2026, 10, 23, 12);
const MINUTE_MS = 60 * 1000;
const HOUR_MS = 60 * MINUTE_MS;

let clock: SandboxClock;
let startedRuns: number;
let endRun: (error?: Error) => Promise<void>;
let failures: unknown[];
let schedule: Schedule;

beforeEach(() => {
  vi.useFakeTimers({ now: Date.UTC(2027, 0, 1) });
  clock = new SandboxClock(START);
  startedRuns = 0;
  failures = [];
  const run = () => {
    startedRuns += 1;
    return new Promise<void>((resolve, reject) => {
      endRun = async (error) => {
        if (error) reject(error);
        else resolve();
        await vi.advanceTimersByTimeAsync(0);
      };
    });
  };
  schedule = new Schedule(clock, run, (error) => failures.push(error));
});

afterEach(() => vi.useRealTimers());

describe('the hourly schedule', () => {
  it('runs at once, then every hour', async () => {
    schedule.start();
    await vi.advanceTimersByTimeAsync(0);
    expect(startedRuns).toBe(1);
    await endRun();
    await vi.advanceTimersByTimeAsync(59 * MINUTE_MS);
    expect(startedRuns).toBe(1);
    await vi.advanceTimersByTimeAsync(MINUTE_MS);
    expect(startedRuns).toBe(2);
  });

  it('follows the sandbox’s clock when that is put forward', async () => {
    schedule.start();
    await vi.advanceTimersByTimeAsync(10);
    await endRun();
    clock.advance(HOUR_MS);
    await vi.advanceTimersByTimeAsync(0);
    expect(startedRuns).toBe(2);
    expect(schedule.status()).toMatchObject({ running: true, now: START + HOUR_MS + 10 });
  });

  it('catches up with one run however many hours were skipped', async () => {
    schedule.start();
    await vi.advanceTimersByTimeAsync(0);
    await endRun();
    clock.advance(50 * HOUR_MS + MINUTE_MS);
    await vi.advanceTimersByTimeAsync(0);
    await endRun();
    await vi.advanceTimersByTimeAsync(MINUTE_MS);
    expect(startedRuns).toBe(2);
    expect(schedule.status().nextRunAt).toBe(START + 51 * HOUR_MS);
  });

  it('never starts a run while one is going on, but after it', async () => {
    schedule.start();
    await vi.advanceTimersByTimeAsync(0);
    clock.advance(HOUR_MS);
    schedule.runNow();
    await vi.advanceTimersByTimeAsync(0);
    expect(startedRuns).toBe(1);
    await endRun();
    expect(startedRuns).toBe(2);
  });

  it('says what a run failed with, until one succeeds', async () => {
    schedule.start();
    await vi.advanceTimersByTimeAsync(0);
    const error = new Error('no luck');
    await endRun(error);
    expect(failures).toEqual([error]);
    expect(schedule.status()).toMatchObject({ lastError: 'no luck', runsFinished: 1, running: false });
    schedule.runNow();
    await endRun();
    expect(schedule.status()).toMatchObject({ lastError: null, runsFinished: 2 });
  });

  it('starts nothing after it was stopped', async () => {
    schedule.start();
    await vi.advanceTimersByTimeAsync(0);
    const stopped = schedule.stop();
    await endRun();
    await stopped;
    schedule.runNow();
    await vi.advanceTimersByTimeAsync(10 * HOUR_MS);
    expect(startedRuns).toBe(1);
  });
});

describe('the sandbox’s clock', () => {
  it('runs faster than real time when told to', async () => {
    const fast = new SandboxClock(START, 60);
    await vi.advanceTimersByTimeAsync(MINUTE_MS);
    expect(fast.now()).toBe(START + HOUR_MS);
    expect(fast.realMillisecondsUntil(START + 2 * HOUR_MS)).toBe(MINUTE_MS);
  });

  it('is never put back', () => {
    expect(() => clock.advance(-1)).toThrow(RangeError);
  });
});
