import { describe, expect, it } from 'vitest';
import { RequestBudget } from '../../../src/scan/request-budget';
import { runWorkItems } from '../../../src/scan/run-work-items';
import type { ScanBatch } from '../../../src/scan/spread-scans';
import { NOW, readersOf } from '../scan-evaluate/fakes';
import { fakeScanDeps } from './support/scan-deps';

const ITEMS = { runId: 'run', accountId: '111122223333', scopes: ['global', 'eu-west-1', 'us-east-1'] };

interface World {
  failing?: string;
  held?: string;
  /** Of the account, where the regions are to be planned. */
  regions?: string[];
  /** How long they took. */
  durationMs?: number;
}

function world({ failing, held, regions = [], durationMs = 10_000 }: World = {}) {
  const pushed: ScanBatch[] = [];
  const ended: string[] = [];
  const { deps } = fakeScanDeps({
    now: () => NOW,
    cloud: {
      enabledRegions: async () => regions,
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
      knownScopes: async () => [],
      insertWorkItems: async () => undefined,
      scopeHistory: async () =>
        regions.map((scope) => ({ accountId: ITEMS.accountId, scope, lastCompleteAt: NOW, durationMs })),
    },
  });
  const run = (remainingMs: () => number, requests = RequestBudget.unlimited(), scopes = ITEMS.scopes) =>
    runWorkItems(deps, { ...ITEMS, scopes }, { owner: 'event', again: false, remainingMs, requests });
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

describe('an account whose regions have to be asked for', () => {
  const PLANNING = ['global', 'regions'];
  const regions = ['eu-west-1', 'us-east-1', 'us-west-2'];

  it('is scanned by the event that asked, which pushes nothing, while its regions take little time', async () => {
    const { run, ended, pushed } = world({ regions });
    await run(() => 600_000, undefined, PLANNING);
    expect(ended).toEqual(['global', ...regions, 'regions']);
    expect(pushed).toEqual([]);
  });

  it('is scanned by further events where its regions take long', async () => {
    const { run, ended, pushed } = world({ regions, durationMs: 90_000 });
    await run(() => 600_000, undefined, PLANNING);
    expect(ended).toEqual(['global', 'eu-west-1', 'regions']);
    expect(pushed.map(({ scopes }) => scopes)).toEqual([['us-east-1'], ['us-west-2']]);
  });

  it('is left to another event when little time is left for its regions', async () => {
    const { run, ended, pushed } = world({ regions });
    await run(() => (ended.length === 0 ? 600_000 : 130_000 - 20_000 * ended.length), undefined, PLANNING);
    expect(ended).toEqual(['global']);
    expect(pushed.map(({ scopes }) => scopes)).toEqual([['regions']]);
    const late = world({ regions });
    await late.run(() => 90_000, undefined, ['regions']);
    expect(late.ended).toEqual(['regions']);
    expect(late.pushed.map(({ scopes }) => scopes)).toEqual([regions]);
  });

  it('is planned again when one of its regions failed or is held by somebody else', async () => {
    const failing = world({ regions, failing: 'eu-west-1' });
    await expect(failing.run(() => 600_000, undefined, PLANNING)).rejects.toThrow('Forge SQL is away');
    expect(failing.ended).toEqual(['global', 'us-east-1', 'us-west-2']);
    const held = world({ regions, held: 'us-east-1' });
    expect((await held.run(() => 600_000, undefined, PLANNING)).kind).toBe('held');
    expect(held.ended).toEqual(['global', 'eu-west-1', 'us-west-2']);
  });
});
