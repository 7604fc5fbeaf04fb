import { describe, expect, it } from 'vitest';
import type { UnfinishedRun } from '../../../src/scan/ports';
import { resumeRuns } from '../../../src/scan/resume-runs';
import { fakeScanDeps } from './support/scan-deps';

const NOW = Date.UTC(2026, 10, 23, 20);
const MINUTE = 60_000;

const run = (runId: string, minutesAgo: number, more: Partial<UnfinishedRun> = {}): UnfinishedRun => ({
  runId,
  trigger: 'schedule',
  startedAt: NOW - minutesAgo * MINUTE,
  scannedAt: null,
  ...more,
});

describe('runs that were not finished', () => {
  it('are resumed also when one of them cannot be, which is logged', async () => {
    const tickets: string[] = [];
    const { deps, logged } = fakeScanDeps({
      now: () => NOW,
      queue: {
        pushTickets: async (runId) => {
          tickets.push(runId);
        },
      },
      store: {
        unfinishedRuns: async () => [run('broken', 300), run('scanned', 60, { scannedAt: NOW - MINUTE })],
        countWorkItems: async () => {
          throw new Error('Forge SQL is not there');
        },
      },
    });
    expect(await resumeRuns(deps)).toBe(false);
    expect(tickets).toEqual(['scanned']);
    expect(logged).toEqual([
      ['run-not-resumed', { runId: 'broken', error: 'Error', stack: expect.stringContaining('resume') }],
    ]);
  });

  it('start again spread like those of a new run, all pushed at once', async () => {
    const accountIds = Array.from({ length: 90 }, (_, index) => String(100_000_000_000 + index));
    const delays: number[] = [];
    const { deps } = fakeScanDeps({
      now: () => NOW,
      queue: { pushScans: async (batches) => void delays.push(...batches.map(({ delayMs }) => delayMs)) },
      store: {
        unfinishedRuns: async () => [run('cut-off', 60)],
        countWorkItems: async () => ({ total: 90, open: 90 }),
        idleWorkItems: async () => accountIds.map((accountId) => ({ accountId, scope: 'global' })),
        scopeHistory: async (ids) =>
          ids.map((accountId) => ({ accountId, scope: 'global', lastCompleteAt: 1, durationMs: 1 })),
        markScanned: async () => false,
      },
    });
    await resumeRuns(deps);
    expect(delays).toHaveLength(90);
    const inMinute = (minute: number) =>
      delays.filter((delay) => Math.floor(delay / MINUTE) === minute).length;
    expect([0, 1, 2, 3, 4].map(inMinute)).toEqual([20, 20, 20, 20, 10]);
  });

  it.each([
    ['a young scheduled one', run('young', 5), true],
    ['one that somebody started', run('by-hand', 5, { trigger: 'manual' }), false],
    ['one that is scanned already', run('scanned', 5, { scannedAt: NOW }), false],
  ])('make the next trigger wait or not: %s', async (_, unfinished, waits) => {
    const { deps } = fakeScanDeps({
      now: () => NOW,
      queue: { pushTickets: async () => undefined },
      store: { unfinishedRuns: async () => [unfinished] },
    });
    expect(await resumeRuns(deps)).toBe(waits);
  });
});
