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

/** Forty accounts, one a minute. */
function hour() {
  const clock = { now: NOW };
  const items = Array.from({ length: 40 }, (_, minute) => item(minute, NOW + minute * MINUTE));
  const pushed: { batch: ScanBatch; startsAt: number }[] = [];
  const plans: { at: number; after: number }[] = [];
  const { deps } = fakeScanDeps({
    now: () => clock.now,
    queue: {
      pushScans: async (batches) =>
        void pushed.push(...batches.map((batch) => ({ batch, startsAt: clock.now + batch.delayMs }))),
      pushPlan: async (_run, { delayMs, after }) => void plans.push({ at: clock.now + delayMs, after }),
    },
    store: {
      scopeHistory: async () => [],
      workItemsStartingAfter: async (_run, after) => items.filter(({ startsAt }) => startsAt > after),
    },
  });
  return { clock, items, pushed, plans, deps };
}

describe('scans that start over the hour', () => {
  it('are each pushed once for their time, however late the events come that push them', async () => {
    const { clock, items, pushed, plans, deps } = hour();
    await pushScans(deps, 'run', items);
    for (let plan = plans.shift(); plan !== undefined; plan = plans.shift()) {
      clock.now = plan.at + 20_000;
      await pushLaterScans(deps, 'run', plan.after);
    }
    expect(pushed.map(({ batch, startsAt }) => [batch.accountId, startsAt])).toEqual(
      items.map(({ accountId, startsAt }) => [accountId, startsAt]),
    );
  });

  it('are pushed a few minutes ahead, so that no push takes the events of a whole minute', async () => {
    const { items, pushed, deps } = hour();
    await pushScans(deps, 'run', items);
    expect(pushed.map(({ batch }) => batch.delayMs)).toEqual([0, 1, 2, 3].map((minute) => minute * MINUTE));
  });

  it('start at once where nobody said when', async () => {
    const { pushed, plans, deps } = hour();
    await pushScans(deps, 'run', [item(1, null), item(2, NOW - MINUTE)]);
    expect(pushed.map(({ batch }) => batch.delayMs)).toEqual([0, 0]);
    expect(plans).toEqual([]);
  });
});
