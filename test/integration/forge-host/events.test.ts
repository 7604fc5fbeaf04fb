import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Probe, startProbe } from './probe';

describe('async events', () => {
  let probe: Probe;
  let clock: number;

  const start = async (limits: Parameters<typeof startProbe>[0] = {}) => {
    probe = await startProbe({
      now: () => clock,
      advanceClock: (milliseconds) => {
        clock += milliseconds;
      },
      workers: 4,
      ...limits,
    });
  };
  beforeEach(() => {
    clock = 1_800_000_000_000;
  });
  afterEach(() => probe.host.stop());

  const event = (name: string, ...steps: string[]) => ({ body: { name, steps } });
  const push = (events: unknown, queue = 'work') => probe.ask('push', { events, queue });
  const drain = () => probe.host.drainQueues({ skipDelays: true });
  const deliveries = (name: string) => probe.said(name).filter((said) => 'delivery' in said);
  const jobOf = (answer: unknown): unknown =>
    Reflect.get(Object(Reflect.get(Object(answer), 'value')), 'jobId');

  it('are delivered once each, and counted by their job', async () => {
    await start();
    const pushed = await push(['a', 'b', 'c'].map((name) => event(name, 'ok')));
    expect(await drain()).toBe(0);
    for (const name of ['a', 'b', 'c'])
      expect(deliveries(name)).toMatchObject([{ delivery: 0, retryContext: null }]);
    expect(await probe.ask('stats', { jobId: jobOf(pushed) })).toEqual({
      value: { success: 3, inProgress: 0, failed: 0 },
    });
    expect(await probe.ask('stats', { jobId: 'nothing' })).toMatchObject({ kind: 'JobDoesNotExistError' });
    expect(probe.host.counters()).toMatchObject({ queuePushes: 1, events: 3 });
  });

  it('wait for their delay, by the sandbox clock, and can be cancelled meanwhile', async () => {
    await start();
    await push({ ...event('later', 'ok'), delayInSeconds: 600 });
    const cancelled = await push({ ...event('never', 'ok'), delayInSeconds: 600 });
    await new Promise((done) => setTimeout(done, 100));
    expect(probe.said('later')).toEqual([]);
    expect(await probe.ask('cancel', { jobId: jobOf(cancelled) })).toEqual({});
    await drain();
    const [later] = deliveries('later');
    expect(later?.['at']).toBeGreaterThanOrEqual(1_800_000_600_000);
    expect(later?.['at']).toBeLessThan(1_800_000_610_000);
    expect(probe.said('never')).toEqual([]);
  });

  it('are delivered again when the consumer asks for it, with its reason and data', async () => {
    await start();
    await push(event('again', 'retry', 'ok'));
    await drain();
    const [first, second, ...more] = deliveries('again');
    expect(more).toEqual([]);
    expect(first).toMatchObject({ retryContext: null });
    expect(second).toMatchObject({
      retryContext: { retryCount: 1, retryReason: 'FUNCTION_UPSTREAM_RATE_LIMITED', retryData: { from: 0 } },
    });
    expect(clock).toBe(1_800_000_060_000);
  });

  it('are delivered again after they were thrown back, and one failure does not hold others up', async () => {
    await start();
    const pushed = await push([event('fails', 'throw', 'ok'), event('well', 'ok')]);
    expect(await drain()).toBe(0);
    expect(deliveries('well')).toHaveLength(1);
    expect(deliveries('fails')).toMatchObject([
      { delivery: 0 },
      { delivery: 1, retryContext: { retryCount: 1 } },
    ]);
    expect(await probe.ask('stats', { jobId: jobOf(pushed) })).toMatchObject({
      value: { success: 2, inProgress: 0 },
    });
    expect(
      probe.lines.some(({ source, text }) => source === 'platform' && text.includes('fails fails')),
    ).toBe(true);
  });

  it('that fail again and again are left for later, and said to be', async () => {
    await start();
    await push(event('never-well', 'throw'));
    expect(await drain()).toBe(1);
    expect(deliveries('never-well')).toHaveLength(3);
  });

  it('are delivered again when their time was over', async () => {
    await start({ limits: { backgroundInvocationSeconds: 1 } });
    await push(event('slow', 'hang', 'ok'));
    await drain();
    expect(deliveries('slow')).toMatchObject([{}, { retryContext: { retryReason: 'FUNCTION_TIME_OUT' } }]);
  });

  it('are delivered again when they were cut off after any call: what was answered is done, nothing else', async () => {
    await start();
    // The consumer reads and writes its delivery count first: the third answer is the first of its work.
    probe.host.cutOffOnce({ functionKey: 'work', afterCalls: 3 });
    await push(event('cut', 'calls', 'ok'));
    const kept = async () => [
      await probe.ask('kvs', { do: 'get', key: 'first-cut' }),
      await probe.ask('kvs', { do: 'get', key: 'second-cut' }),
    ];
    await drain();
    expect(await kept()).toEqual([{ value: true }, {}]);
    expect(deliveries('cut')).toMatchObject([
      { retryContext: null },
      { retryContext: { retryReason: 'FUNCTION_PLATFORM_UNKNOWN_ERROR' } },
    ]);
    expect(probe.said('cut').filter((said) => 'ended' in said)).toEqual([{ name: 'cut', ended: 1 }]);
  });

  it('run no more at once than their concurrency allows', async () => {
    await start();
    const concurrency = { key: 'one-at-a-time', limit: 1 };
    await push(['x', 'x', 'x'].map((name) => ({ ...event(name, 'ok'), concurrency })));
    await drain();
    const inOrder = probe.said('x').map((said) => ('delivery' in said ? 'starts' : 'ends'));
    expect(inOrder).toEqual(['starts', 'ends', 'starts', 'ends', 'starts', 'ends']);
  });

  it('are delivered twice when the platform does', async () => {
    await start();
    probe.host.disturbEvents({ twice: true });
    const pushed = await push(event('twice', 'ok'));
    await drain();
    expect(deliveries('twice')).toHaveLength(2);
    expect(await probe.ask('stats', { jobId: jobOf(pushed) })).toEqual({
      value: { success: 1, inProgress: 0, failed: 0 },
    });
  });

  it('are refused beyond the platform limits, in the errors of @forge/events', async () => {
    await start({ limits: { eventsPerMinute: 60 } });
    const many = (count: number) => Array.from({ length: count }, (_, at) => event(`n${at}`, 'ok'));
    expect(await push(many(51))).toMatchObject({ kind: 'TooManyEventsError' });
    const large = { body: { name: 'large', steps: ['ok'], filler: 'x'.repeat(110 * 1024) } };
    expect(await push(large, 'long')).toMatchObject({ kind: 'PayloadTooBigError' });
    expect(await push(large)).toMatchObject({ value: { jobId: expect.any(String) } });
    expect(await push(event('lost', 'ok'), 'no-such-queue')).toMatchObject({
      kind: 'InternalServerError',
      message: expect.stringContaining('no-such-queue'),
    });
    expect(await push(many(50))).toMatchObject({ value: {} });
    expect(await push(many(10))).toMatchObject({ kind: 'RateLimitError' });
    expect(await push(many(9))).toMatchObject({ value: {} });
  });

  it('that push events without end are stopped by the limit on one chain', async () => {
    await start({ limits: { pushesPerChain: 5 } });
    await push(event('endless', 'chain'));
    await drain();
    expect(deliveries('endless')).toHaveLength(5);
    const refused = probe
      .said('endless')
      .filter((said) => JSON.stringify(said).includes('InvocationLimitReachedError'));
    expect(refused).toHaveLength(1);
  });
});
