import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Counters, noCounts } from '../../../sandbox/forge/counters';
import { EventQueue } from '../../../sandbox/forge/events/queue';
import type { Delivery, QueuedEvent } from '../../../sandbox/forge/events/queued-event';
import { DOCUMENTED_LIMITS, type PlatformLimits } from '../../../sandbox/forge/limits';

const START = Date.UTC(2026, 10, 23, 20);
const MINUTE = 60_000;
const DONE: Delivery = { kind: 'done' };
const FAILED: Delivery = { kind: 'app-failed', reason: 'FUNCTION_TIME_OUT' };

let folder: string;
let clock: number;
let delivered: { event: QueuedEvent; at: number }[];
let ends: Delivery[];
let counters: Counters;
const queues: EventQueue[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'forge-queue-'));
  clock = START;
  delivered = [];
  ends = [];
  counters = noCounts();
});
afterEach(() => {
  for (const queue of queues.splice(0)) queue.stop();
  rmSync(folder, { recursive: true });
});

function start(
  limits: Partial<PlatformLimits> = {},
  deliver?: (event: QueuedEvent) => Promise<Delivery>,
): EventQueue {
  const queue = new EventQueue({
    limits: { ...DOCUMENTED_LIMITS, ...limits },
    counters: () => counters,
    queues: new Set(['short', 'long']),
    longQueues: new Set(['long']),
    deliver:
      deliver ??
      (async (event) => {
        delivered.push({ event, at: clock });
        return ends.shift() ?? DONE;
      }),
    now: () => clock,
    advanceClock: (milliseconds) => {
      clock += milliseconds;
    },
    file: join(folder, 'queues.json'),
  });
  queues.push(queue);
  return queue;
}

function push(
  queue: EventQueue,
  payload: object[],
  { jobId = 'job', queueName = 'short', chain = 'chain' } = {},
) {
  return queue.handle('/webhook/queue/publish/x', JSON.stringify({ queueName, jobId, payload }), chain);
}

const stats = (queue: EventQueue) =>
  JSON.parse(queue.handle('/webhook/queue/stats/x', '{"jobId":"job"}', '').body);

describe('events of one key of concurrency', () => {
  it('are worked on as many at once as it allows, and the most of them is counted', async () => {
    const queue = start({}, async () => {
      await new Promise((done) => setTimeout(done, 5));
      return DONE;
    });
    const of = (key: string, limit: number) => ({ body: {}, concurrency: { key, limit } });
    push(queue, [...Array.from({ length: 5 }, () => of('scans', 3)), of('tickets', 1), { body: {} }]);
    expect(await queue.drain('all')).toBe(0);
    expect(counters.eventsAtOnce).toEqual({ scans: 3, tickets: 1 });
  });
});

describe('an event', () => {
  it('waits for its delay', async () => {
    const queue = start();
    push(queue, [{ body: {}, delayInSeconds: 900 }]);
    expect(await queue.drain('all')).toBe(0);
    expect(delivered.map(({ at }) => at - START)).toEqual([15 * MINUTE]);
  });

  it('is not waited for where only what the app asked for is skipped, but its repetition is', async () => {
    const queue = start();
    ends = [FAILED];
    push(queue, [{ body: {}, delayInSeconds: 900 }]);
    const drained = queue.drain('pushed');
    await new Promise((done) => setTimeout(done, 20));
    expect(delivered.map(({ at }) => at - START)).toEqual([15 * MINUTE]);
    clock += 1000;
    expect(await drained).toBe(0);
    expect(delivered).toHaveLength(2);
  });

  it('is delivered again with growing pauses of at most 15 minutes, until its retention window ends', async () => {
    const queue = start({ retentionHours: 1 });
    ends = Array.from({ length: 30 }, () => FAILED);
    push(queue, [{ body: {} }]);
    // Left for later after three failures in a row.
    while ((await queue.drain('all')) > 0) clock += 1000;
    const pauses = delivered.slice(1).map(({ at }, index) => (at - (delivered[index]?.at ?? 0)) / 1000);
    expect(pauses).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]);
    expect(stats(queue)).toEqual({ success: 0, inProgress: 0, failed: 1 });
  });

  it('counts what the app asked for and failed at, and not what the platform broke', async () => {
    const queue = start();
    ends = [
      { kind: 'platform-failed', reason: 'FUNCTION_PLATFORM_UNKNOWN_ERROR' },
      { kind: 'retry-requested', afterSeconds: 5000, reason: 'FUNCTION_RETRY_REQUEST', data: { n: 1 } },
      FAILED,
    ];
    push(queue, [{ body: {} }]);
    await queue.drain('all');
    expect(delivered.map(({ event }) => event.retryCount)).toEqual([0, 0, 1, 2]);
    expect((delivered[2]?.at ?? 0) - (delivered[1]?.at ?? 0)).toBe(15 * MINUTE);
    expect(delivered[3]?.event.retry).toEqual({ reason: 'FUNCTION_TIME_OUT', data: { n: 1 } });
    expect(stats(queue)).toEqual({ success: 1, inProgress: 0, failed: 0 });
  });

  it('is kept while it is delivered, so that whoever was cut off gets it again', async () => {
    const queue = start({}, () => new Promise(() => {}));
    push(queue, [{ body: { n: 7 } }], { chain: 'first' });
    await new Promise((done) => setTimeout(done, 20));
    const kept: unknown = JSON.parse(readFileSync(join(folder, 'queues.json'), 'utf8'));
    expect(kept).toMatchObject({ events: [{ body: { n: 7 }, chain: 'first' }] });
    queue.stop();

    const next = start();
    expect(await next.drain('none')).toBe(0);
    expect(delivered.map(({ event }) => event.body)).toEqual([{ n: 7 }]);
    expect(stats(next)).toEqual({ success: 1, inProgress: 0, failed: 0 });
  });
});

describe('a push', () => {
  const large = (kilobytes: number) => ({ body: { text: 'x'.repeat(kilobytes * 1024) } });

  it.each<[string, number, object[], object]>([
    ['an event of 101 KB for a long consumer', 413, [large(101)], { queueName: 'long' }],
    ['an event of 101 KB for a short consumer', 201, [large(101)], {}],
    ['more than 200 KB', 413, [large(100), large(101)], {}],
    ['51 events', 413, Array.from({ length: 51 }, () => ({ body: {} })), {}],
    ['no event', 400, [], {}],
    ['a body that is no object', 400, [{ body: 'text' }], {}],
    ['a delay of 901 seconds', 400, [{ body: {}, delayInSeconds: 901 }], {}],
    ['a queue that nobody reads', 400, [{ body: {} }], { queueName: 'nobody' }],
  ])('of %s is answered with %i', (_what, status, payload, to) => {
    expect(push(start(), payload, to)).toMatchObject({ status });
  });

  it('is counted for the chain of invocations that it belongs to, over a restart too', () => {
    const queue = start({ pushesPerChain: 2 });
    const statuses = (of: EventQueue, chain: string, times: number) =>
      Array.from({ length: times }, () => push(of, [{ body: {}, delayInSeconds: 900 }], { chain }).status);
    expect(statuses(queue, 'a', 1)).toEqual([201]);
    expect(statuses(queue, 'b', 3)).toEqual([201, 201, 405]);
    queue.stop();
    expect(statuses(start({ pushesPerChain: 2 }), 'a', 2)).toEqual([201, 405]);
  });
});
