import { describe, expect, it } from 'vitest';
import { pushLaterScans, pushScans } from '../../../src/scan/push-scans';
import type { ScanBatch } from '../../../src/scan/spread-scans';
import { NOW } from '../scan-evaluate/fakes';
import { fakeScanDeps } from './support/scan-deps';

const MINUTE = 60_000;
const item = <Start extends number | null>(index: number, startsAt: Start) => ({
  accountId: String(100_000_000_000 + index),
  scope: 'global',
  startsAt,
});

/** Forty accounts, one a minute, and a queue that waits for fifteen. */
function hour() {
  const clock = { now: NOW };
  const items = Array.from({ length: 40 }, (_, minute) => item(minute, NOW + minute * MINUTE));
  const pushed: { batch: ScanBatch; startsAt: number }[] = [];
  const plans: number[] = [];
  const { deps } = fakeScanDeps({
    now: () => clock.now,
    queue: {
      pushScans: async (batches) =>
        void pushed.push(...batches.map((batch) => ({ batch, startsAt: clock.now + batch.delayMs }))),
      pushPlan: async (_run, delayMs) => void plans.push(clock.now + delayMs),
    },
    store: {
      scopeHistory: async () => [],
      workItemsStartingAfter: async (_run, after) => items.filter(({ startsAt }) => startsAt > after),
    },
  });
  return { clock, items, pushed, plans, deps };
}

describe('scans that start over the hour', () => {
  it('are all pushed for their time, by events that the queue can wait for', async () => {
    const { clock, items, pushed, plans, deps } = hour();
    await pushScans(deps, 'run', items);
    for (let next = plans.shift(); next !== undefined; next = plans.shift()) {
      clock.now = next;
      await pushLaterScans(deps, 'run');
    }
    expect(Math.max(...pushed.map(({ batch }) => batch.delayMs))).toBeLessThanOrEqual(15 * MINUTE);
    for (const { accountId, startsAt } of items) {
      const times = pushed.filter(({ batch }) => batch.accountId === accountId).map((each) => each.startsAt);
      expect(new Set(times)).toEqual(new Set([startsAt]));
    }
  });

  it('start at once where nobody said when', async () => {
    const { pushed, plans, deps } = hour();
    await pushScans(deps, 'run', [item(1, null), item(2, NOW - MINUTE)]);
    expect(pushed.map(({ batch }) => batch.delayMs)).toEqual([0, 0]);
    expect(plans).toEqual([]);
  });
});
