import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fail, pass } from '../../../src/domain/judgement';
import type { Evaluation, RuleCoverage, ScanOutcome } from '../../../src/domain/scan-outcome';
import { RequestBudget } from '../../../src/scan/request-budget';
import { RequestsSpentError, type ResourceReaders, scanScope } from '../../../src/scan/scan-scope';
import { ACCOUNT, bucket, NOW, ruleOf, volume, volumeNamed } from './fakes';

interface World {
  volumes: number;
  buckets: number;
  /** Requests that each kind's list takes, and each judgement. */
  listing: number;
  judging: number;
}

/** Readers that take their requests from the budget, one after the other as an answer comes. */
function limitedReaders(world: World, requests: RequestBudget) {
  const refused: RequestsSpentError[] = [];
  const send = async (times: number) => {
    for (let sent = 0; sent < times; sent += 1) {
      await Promise.resolve();
      if (requests.take()) continue;
      const error = new RequestsSpentError('ec2:Describe', 'eu-west-1');
      refused.push(error);
      throw error;
    }
  };
  const readers: ResourceReaders = {
    partition: 'aws',
    list: async ({ key }) => {
      try {
        await send(world.listing);
      } catch (error) {
        if (!(error instanceof RequestsSpentError)) throw error;
        return { resources: [], failures: [error] };
      }
      const [prefix, count] = key === volume.key ? ['v', world.volumes] : ['b', world.buckets];
      return {
        resources: Array.from({ length: count }, (_, at) => volumeNamed(`${prefix}-${at}`)),
        failures: [],
      };
    },
    refused: () => refused,
    apiCalls: () => ({}),
  };
  return { readers, send };
}

/** Scans part after part until nothing is left; a rule swallows what it is refused, as rules may. */
async function scanInParts(world: World, limit: number): Promise<ScanOutcome[]> {
  const parts: ScanOutcome[] = [];
  for (;;) {
    const requests = new RequestBudget(limit);
    const { readers, send } = limitedReaders(world, requests);
    const judge = async ({ id }: { id: string }) => {
      try {
        await send(world.judging);
      } catch {
        return pass();
      }
      return id.endsWith('3') ? fail('It ends with 3') : pass();
    };
    const rest = parts.at(-1)?.rest;
    const outcome = await scanScope({
      account: ACCOUNT,
      scope: 'eu-west-1',
      now: NOW,
      remainingMs: () => 600_000,
      rules: [
        ruleOf('of-volumes', { judge }),
        ruleOf('of-buckets', { judge, resource: { ...bucket, scope: 'regional' } }),
      ],
      readers,
      requests,
      ...(rest ? { rest } : {}),
    });
    parts.push(outcome);
    if (outcome.rest === null) return parts;
    if (parts.length > 500) throw new Error('It does not come to an end');
  }
}

const told = (evaluations: Evaluation[]) =>
  evaluations.map(({ ruleId, resourceId, status }) => `${ruleId} ${resourceId} ${status}`).sort();

/** Whether the parts speak of every resource of the rule exactly once, from the first to the last. */
function coversAll(coverage: RuleCoverage[], ruleId: string): boolean {
  let upTo: string | null = null;
  const spans = coverage
    .filter((entry) => entry.ruleId === ruleId)
    .map(({ span }) => span ?? { after: null, upTo: null });
  for (const [index, span] of spans.entries()) {
    if (span.after !== upTo) return false;
    upTo = span.upTo;
    if (upTo === null) return index === spans.length - 1;
  }
  return false;
}

describe('a scan whose requests run out', () => {
  it('comes to the same as one without a limit, in parts, whatever the limit', async () => {
    const counts = fc.record({
      volumes: fc.nat(40),
      buckets: fc.nat(40),
      listing: fc.integer({ min: 1, max: 4 }),
      judging: fc.integer({ min: 1, max: 5 }),
    });
    await fc.assert(
      fc.asyncProperty(counts, fc.nat(60), async (world, more) => {
        const limit = world.listing + world.judging + more;
        const parts = await scanInParts(world, limit);
        const [whole] = await scanInParts(world, 1_000_000);
        expect(told(parts.flatMap(({ evaluations }) => evaluations))).toEqual(told(whole?.evaluations ?? []));
        expect(parts.flatMap(({ unread }) => unread)).toEqual([]);
        const coverage = parts.flatMap((part) => part.coverage);
        expect(coverage.every(({ complete }) => complete)).toBe(true);
        expect(coversAll(coverage, 'of-volumes') && coversAll(coverage, 'of-buckets')).toBe(true);
      }),
    );
  });

  it('says unknown, with the reason, where one resource takes more than an invocation may send', async () => {
    const parts = await scanInParts({ volumes: 2, buckets: 0, listing: 1, judging: 20 }, 10);
    const last = parts.flatMap(({ evaluations }) => evaluations).find(({ status }) => status === 'unknown');
    expect(last?.message).toContain('more than the 10 requests');
    expect(parts.at(-1)?.rest).toBeNull();
    expect(
      parts.flatMap(({ coverage }) => coverage).find(({ ruleId }) => ruleId === 'of-volumes'),
    ).toMatchObject({
      complete: false,
    });
  });
});

describe("an invocation's budget", () => {
  it.each([
    [900_000, 1425],
    [899_200, 1425],
    [55_000, 95],
    [25_000, 95],
  ])('with %d ms left is %d requests, below what Forge allows', (remainingMs, limit) => {
    expect(RequestBudget.ofInvocation(remainingMs).limit).toBe(limit);
  });
});
