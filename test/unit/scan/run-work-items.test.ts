import { describe, expect, it } from 'vitest';
import { RequestBudget } from '../../../src/scan/request-budget';
import { runWorkItems } from '../../../src/scan/run-work-items';
import type { ScanBatch } from '../../../src/scan/spread-scans';
import { NOW, readersOf } from '../scan-evaluate/fakes';
import { fakeScanDeps } from './support/scan-deps';

const ITEMS = { runId: 'run', accountId: '111122223333', scopes: ['global', 'eu-west-1', 'us-east-1'] };

function world({ failing, held }: { failing?: string; held?: string } = {}) {
  const pushed: ScanBatch[] = [];
  const ended: string[] = [];
  const { deps } = fakeScanDeps({
    now: () => NOW,
    cloud: {
      readers: async (_account, scope) => {
        if (scope === failing) throw new Error('Forge SQL is away');
        return readersOf({});
      },
    },
    queue: { pushScans: async (batches) => void pushed.push(...batches), pushTickets: async () => undefined },
    store: {
      markScanned: async () => true,
      leaseWorkItem: async ({ scope }) => scope !== held,
      workItemProgress: async () => ({ startedAt: NOW, rest: null }),
      workItemHeldUntil: async () => NOW + 60_000,
      releaseWorkItem: async () => undefined,
      endWorkItem: async ({ scope }) => void ended.push(scope),
      countWorkItems: async () => ({ total: 3, open: 1 }),
      findingsOfScope: async () => [],
      applyFindingChanges: async () => undefined,
      replaceUnread: async () => undefined,
      noteScan: async () => undefined,
    },
  });
  const run = (remainingMs: () => number, requests = RequestBudget.unlimited()) =>
    runWorkItems(deps, ITEMS, { owner: 'event', again: false, remainingMs, requests });
  return { pushed, ended, run };
}

describe('an event of several scopes', () => {
  it('is worked off in one invocation', async () => {
    const { run, ended, pushed } = world();
    expect(await run(() => 600_000)).toEqual({ kind: 'done' });
    expect(ended).toEqual(ITEMS.scopes);
    expect(pushed).toEqual([]);
  });

  it('goes on in another when time runs out, with what it did not get to', async () => {
    const { run, ended, pushed } = world();
    await run(() => (ended.length === 0 ? 600_000 : 90_000));
    expect(ended).toEqual(['global']);
    expect(pushed).toEqual([{ ...ITEMS, scopes: ['eu-west-1', 'us-east-1'], delayMs: 0 }]);
  });

  it('goes on in another when there are few requests left', async () => {
    const { run, ended, pushed } = world();
    const requests = new RequestBudget(1);
    requests.take();
    await run(() => 600_000, requests);
    expect(ended).toEqual(['global']);
    expect(pushed.map(({ scopes }) => scopes)).toEqual([['eu-west-1', 'us-east-1']]);
  });

  it('is tried again because of one that failed, after the others were scanned', async () => {
    const { run, ended } = world({ failing: 'global' });
    await expect(run(() => 600_000)).rejects.toThrow('Forge SQL is away');
    expect(ended).toEqual(['eu-west-1', 'us-east-1']);
  });

  it('waits for one that somebody else holds, after the others were scanned', async () => {
    const { run, ended } = world({ held: 'eu-west-1' });
    expect(await run(() => 600_000)).toEqual({ kind: 'held', until: NOW + 60_000 });
    expect(ended).toEqual(['global', 'us-east-1']);
  });
});
