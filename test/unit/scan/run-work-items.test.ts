import { describe, expect, it } from 'vitest';
import { fail } from '../../../src/domain/judgement';
import { DEFAULT_ROLLOUT } from '../../../src/domain/rollout/policy';
import { REGIONS_SCOPE } from '../../../src/domain/scope';
import { inForce } from '../../../src/scan/in-force';
import { RequestBudget } from '../../../src/scan/request-budget';
import { runWorkItems } from '../../../src/scan/run-work-items';
import { BATCH_MS, type ScanBatch } from '../../../src/scan/spread-scans';
import { NOW, readersOf, ruleOf, volumeNamed } from '../scan-evaluate/fakes';
import { fakeScanDeps } from './support/scan-deps';

const ITEMS = { runId: 'run', accountId: '111122223333', scopes: ['global', 'eu-west-1', 'us-east-1'] };

interface World {
  failing?: string;
  held?: string;
  /** The scope that sends one request more than there are. */
  huge?: string;
  /** How long scopes took before, for those that took long. */
  took?: Record<string, number>;
  /** Ended by an invocation that was cut off before it went on. */
  done?: string[];
}

function world({ failing, held, huge, took = {}, done = [] }: World = {}) {
  const pushed: ScanBatch[] = [];
  const ended = [...done];
  const open = new Set<string>(done.includes(REGIONS_SCOPE) ? ['eu-west-1', 'us-east-1'] : []);
  const { deps } = fakeScanDeps({
    now: () => NOW,
    settings: {
      inForce: async (accounts) =>
        inForce(DEFAULT_ROLLOUT, accounts, [ruleOf('a', { judge: async () => fail('It is bad') })]),
    },
    cloud: {
      enabledRegions: async () => ['ap-south-1', 'eu-west-1', 'us-east-1'],
      readers: async (_account, scope, requests) => {
        if (scope === failing) throw new Error('Forge SQL is away');
        if (scope === huge) while (requests.take());
        return readersOf({ 'ebs-volume': { resources: [volumeNamed('v-1')], failures: [] } });
      },
    },
    queue: { pushScans: async (batches) => void pushed.push(...batches), pushTickets: async () => undefined },
    store: {
      markScanned: async () => true,
      leaseWorkItem: async ({ scope }) => scope !== held && !ended.includes(scope),
      workItemProgress: async () => ({ startedAt: NOW, rest: null, readMs: 0 }),
      workItemHeldUntil: async ({ scope }) => (scope === held ? NOW + 60_000 : null),
      releaseWorkItem: async () => undefined,
      keepRest: async () => undefined,
      endWorkItem: async ({ scope }) => {
        ended.push(scope);
        open.delete(scope);
      },
      insertWorkItems: async (_run, items) => items.forEach(({ scope }) => void open.add(scope)),
      idleWorkItems: async (_run, _now, of) =>
        [...open].map((scope) => ({ accountId: of?.accountId ?? '', scope })),
      openInEarlierRuns: async () => [],
      scopeHistory: async (ids) =>
        ids.flatMap((accountId) =>
          Object.entries(took).map(([scope, durationMs]) => ({
            accountId,
            scope,
            durationMs,
            lastCompleteAt: NOW,
          })),
        ),
      knownScopes: async () => [],
      countWorkItems: async () => ({ total: 3, open: 1 }),
      findingsOfScope: async () => [],
      findingWriter: () => ({ apply: async () => undefined, count: async () => undefined }),
      replaceUnread: async () => undefined,
      noteScan: async () => undefined,
    },
  });
  const run = (
    remainingMs: () => number,
    { requests = RequestBudget.unlimited(), scopes = ITEMS.scopes, again = false } = {},
  ) => runWorkItems(deps, { ...ITEMS, scopes }, { owner: 'event', again, remainingMs, requests });
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
    await run(() => 600_000, { requests });
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

  it('goes on in one event when a scope is too much, which comes last and keeps the others waiting no longer', async () => {
    const { run, ended, pushed } = world({ huge: 'eu-west-1' });
    await run(() => 600_000, {
      requests: new RequestBudget(20),
      scopes: ['eu-west-1', 'us-east-1', 'global'],
    });
    expect(ended).toEqual([]);
    expect(pushed).toEqual([{ ...ITEMS, scopes: ['us-east-1', 'global', 'eu-west-1'], delayMs: 0 }]);
  });
});

describe('the question which regions there are', () => {
  const scopes = [REGIONS_SCOPE, 'global'];

  it('goes on with the regions in the same invocation, and pushes nothing while they take little', async () => {
    const { run, ended, pushed } = world();
    await run(() => 600_000, { scopes });
    expect(ended).toEqual([REGIONS_SCOPE, 'global', 'ap-south-1', 'eu-west-1', 'us-east-1']);
    expect(pushed).toEqual([]);
  });

  it('pushes those that take long, to be scanned side by side', async () => {
    const { run, ended, pushed } = world({ took: { 'eu-west-1': BATCH_MS, 'us-east-1': 5 * BATCH_MS } });
    await run(() => 600_000, { scopes });
    expect(ended).toEqual([REGIONS_SCOPE, 'global', 'ap-south-1']);
    expect(pushed.map((batch) => batch.scopes)).toEqual([['eu-west-1'], ['us-east-1']]);
  });

  it('loses no region when the invocation was cut off after it', async () => {
    const { run, ended } = world({ done: [REGIONS_SCOPE, 'global'] });
    await run(() => 600_000, { scopes, again: true });
    expect(ended.slice(2)).toEqual(['eu-west-1', 'us-east-1']);
  });
});
