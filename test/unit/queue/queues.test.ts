import { PartialSuccessError, type PushEvent, Queue, RateLimitError } from '@forge/events';
import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { forgeQueues } from '../../../src/queue/queues';
import { nearValid } from '../../fixtures/near-valid';

const RUN = '3f0c6f5e-0000-4000-8000-000000000001';
const items = Array.from({ length: 120 }, (_, index) => ({
  runId: RUN,
  accountId: String(100_000_000_000 + index),
  scopes: ['global'],
  delayMs: 0,
}));

afterEach(() => vi.restoreAllMocks());

/** Stands in for Forge: `answer` throws what Forge refuses with. Notes every event that was taken. */
function forge(answer: (push: number, events: PushEvent[]) => void): { taken: unknown[]; waits: number[] } {
  const taken: unknown[] = [];
  let pushes = 0;
  vi.spyOn(Queue.prototype, 'push').mockImplementation(async (given) => {
    const events = [given].flat();
    pushes += 1;
    try {
      answer(pushes, events);
    } catch (error) {
      const failed =
        error instanceof PartialSuccessError && Array.isArray(error.failedEvents)
          ? error.failedEvents.map((each) => each?.event)
          : events;
      taken.push(...events.filter((event) => !failed.includes(event)).map(({ body }) => body['accountId']));
      throw error;
    }
    taken.push(...events.map(({ body }) => body['accountId']));
    return { jobId: 'job' };
  });
  return { taken, waits: [] };
}

describe('events of a run', () => {
  it('are pushed in batches that Forge takes', async () => {
    const sizes: number[] = [];
    const { taken } = forge((_, events) => sizes.push(events.length));
    await forgeQueues({ remainingMs: () => 300_000 }).pushScans(items);
    expect(sizes).toEqual([50, 50, 20]);
    expect(taken).toEqual(items.map(({ accountId }) => accountId));
  });

  it('wait when there are too many a minute, and only those that were not taken are pushed again', async () => {
    const { taken, waits } = forge((push, events) => {
      if (push === 1) throw new RateLimitError('too many');
      if (push !== 2) return;
      const failedEvents = events.slice(10).map((event) => ({ event, errorMessage: 'later' }));
      throw new PartialSuccessError('some', { jobId: 'job' }, failedEvents);
    });
    const sleep = async (ms: number) => void waits.push(ms);
    await forgeQueues({ remainingMs: () => 300_000, sleep }).pushScans(items.slice(0, 50));
    expect(taken).toEqual(items.slice(0, 50).map(({ accountId }) => accountId));
    expect(waits).toHaveLength(2);
  });

  it('are pushed again as Forge names them, or it is thrown: none is lost without a word', async () => {
    const event = { body: { runId: RUN }, concurrency: { key: 'scans', limit: 6 } };
    const failed = nearValid([
      { payload: event, errorMessage: 'later' },
      { event: { ...event, delayInSeconds: 60 }, errorMessage: 'later' },
    ]);
    await fc.assert(
      fc.asyncProperty(failed, async (failedEvents) => {
        const refusal = new PartialSuccessError('some', { jobId: 'job' }, []);
        // As the answer of Forge has it, whatever the package's types say.
        Object.defineProperty(refusal, 'failedEvents', { value: failedEvents });
        const pushed: PushEvent[][] = [];
        forge((push, events) => {
          pushed.push(events);
          if (push === 1) throw refusal;
        });
        const ended = forgeQueues({ remainingMs: () => 300_000, sleep: async () => undefined })
          .pushTickets(RUN)
          .then(
            () => null,
            (error: unknown) => error,
          );
        if ((await ended) === null) {
          expect(pushed[1]).toHaveLength([failedEvents].flat().length);
          for (const { body } of pushed[1] ?? []) expect(typeof body).toBe('object');
        } else {
          expect(await ended).toBe(refusal);
          expect(pushed).toHaveLength(1);
        }
        expect({}).not.toHaveProperty('polluted');
        vi.restoreAllMocks();
      }),
      { numRuns: 300 },
    );
  });

  it('are left to the next hour when there is no time to wait', async () => {
    forge(() => {
      throw new RateLimitError('too many');
    });
    const pushed = forgeQueues({ remainingMs: () => 20_000, sleep: async () => undefined }).pushScans(items);
    await expect(pushed).rejects.toThrow(RateLimitError);
  });

  it('are found in the answer of the real package when Forge takes only some of them', async () => {
    const pushed: unknown[][] = [];
    const answers = [
      new Response(JSON.stringify({ failedEvents: [{ index: '1', errorMessage: 'later' }] }), {
        status: 202,
      }),
      new Response('{}', { status: 201 }),
    ];
    vi.stubGlobal('__forge_fetch__', async (_target: unknown, _path: string, init: { body: string }) => {
      pushed.push(JSON.parse(init.body).payload);
      return answers.shift();
    });
    await forgeQueues({ remainingMs: () => 300_000, sleep: async () => undefined }).pushScans(
      items.slice(0, 3),
    );
    vi.unstubAllGlobals();
    expect(pushed.map((events) => events.length)).toEqual([3, 1]);
    expect(pushed[1]).toEqual([pushed[0]?.[1]]);
  });
});
