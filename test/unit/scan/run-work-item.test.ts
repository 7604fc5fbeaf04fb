import { describe, expect, it } from 'vitest';
import { fail } from '../../../src/domain/judgement';
import { DEFAULT_ROLLOUT } from '../../../src/domain/rollout/policy';
import type { ScanRest } from '../../../src/domain/scan-rest';
import { inForce } from '../../../src/scan/in-force';
import type { ScanPass, WorkItem } from '../../../src/scan/ports';
import { RequestBudget } from '../../../src/scan/request-budget';
import type { Invocation } from '../../../src/scan/run-work-item';
import { runWorkItems } from '../../../src/scan/run-work-items';
import { RequestsSpentError } from '../../../src/scan/scan-scope';
import { NOW, readersOf, ruleOf, volumeNamed } from '../scan-evaluate/fakes';
import { fakeScanDeps } from './support/scan-deps';

const ITEM: WorkItem = { runId: 'run', accountId: '111122223333', scope: 'eu-west-1' };
const RESOURCES = ['v-1', 'v-2', 'v-3', 'v-4'];

/** A work item of four volumes, each of which takes one request; the queue loses what is pushed while `losing`. */
function world() {
  const state = {
    rest: null as ScanRest | null,
    readMs: 0,
    now: NOW,
    passes: [] as (Pick<ScanPass, 'startedAt' | 'now' | 'ended'> & { readMs?: number })[],
    open: true,
    losing: false,
    pushed: 0,
    found: [] as string[],
    judged: [] as string[],
  };
  let requests = RequestBudget.unlimited();
  const judge: ReturnType<typeof ruleOf>['rule']['judge'] = async ({ id }) => {
    if (!requests.take()) throw new RequestsSpentError('ec2:Describe', ITEM.scope);
    state.judged.push(id);
    state.now += 1_000;
    return fail('It is bad');
  };
  const { deps } = fakeScanDeps({
    now: () => state.now,
    settings: { inForce: async (accounts) => inForce(DEFAULT_ROLLOUT, accounts, [ruleOf('a', { judge })]) },
    cloud: {
      readers: async (_account, _scope, given) => {
        requests = given;
        return readersOf({ 'ebs-volume': { resources: RESOURCES.map(volumeNamed), failures: [] } });
      },
    },
    queue: {
      pushScans: async () => {
        if (state.losing) throw new Error('The limit of pushes of one chain is reached');
        state.pushed += 1;
      },
      pushTickets: async () => undefined,
    },
    store: {
      markScanned: async () => true,
      leaseWorkItem: async () => state.open,
      workItemProgress: async () => ({ startedAt: NOW, rest: state.rest, readMs: state.readMs }),
      workItemHeldUntil: async () => null,
      keepRest: async (_item, rest, readMs) => {
        state.rest = rest;
        state.readMs = readMs;
      },
      releaseWorkItem: async () => undefined,
      endWorkItem: async () => {
        state.open = false;
      },
      countWorkItems: async () => ({ total: 1, open: state.open ? 1 : 0 }),
      findingsOfScope: async () => [],
      findingWriter: () => ({
        apply: async (_scope, { inserts }) => {
          state.found.push(...inserts.map(({ resourceId }) => resourceId));
        },
        count: async () => undefined,
      }),
      replaceUnread: async () => undefined,
      noteScan: async (_accountId, _scope, pass) => void state.passes.push(pass),
      resolveOrphans: async () => undefined,
      resolveOff: async () => undefined,
    },
  });
  const run = (limit: number) => {
    const invocation: Invocation = {
      owner: 'event',
      again: false,
      remainingMs: () => 600_000,
      requests: new RequestBudget(limit),
    };
    const { scope, ...account } = ITEM;
    return runWorkItems(deps, { ...account, scopes: [scope] }, invocation);
  };
  return { state, run };
}

describe('a work item that takes more requests than one invocation has', () => {
  it('is continued by as many invocations as it takes, each going on where the one before stopped', async () => {
    const { state, run } = world();
    for (let invocations = 0; state.open && invocations < 10; invocations += 1) await run(1);
    expect(state.open).toBe(false);
    expect(state.found).toEqual(RESOURCES);
    expect(state.pushed).toBe(3);
  });

  it('takes what its parts take, not what it waits for them, and was begun when the first was', async () => {
    const { state, run } = world();
    for (let invocations = 0; state.open && invocations < 10; invocations += 1) {
      await run(1);
      state.now += 600_000;
    }
    const last = state.passes.at(-1);
    expect(last).toMatchObject({ startedAt: NOW, ended: true, readMs: RESOURCES.length * 1_000 });
    expect(last?.now).toBeGreaterThan(NOW + 3 * 600_000);
  });

  it('goes on from there when the event that would carry it on was lost', async () => {
    const { state, run } = world();
    await run(1);
    state.losing = true;
    await expect(run(1)).rejects.toThrow('pushes of one chain');
    const before = [...state.found];
    expect(before.length).toBeGreaterThan(1);
    state.losing = false;
    state.judged.length = 0;
    await run(100);
    expect(state.open).toBe(false);
    expect(state.judged.some((id) => before.includes(id))).toBe(false);
    expect(state.found).toEqual(RESOURCES);
  });
});
