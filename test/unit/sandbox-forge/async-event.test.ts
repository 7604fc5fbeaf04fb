import { InvocationError, InvocationErrorCode } from '@forge/events';
import { describe, expect, it } from 'vitest';
import { asyncEventOf, deliveryOf } from '../../../sandbox/forge/events/async-event';
import type { QueuedEvent } from '../../../sandbox/forge/events/queued-event';
import type { InvocationEnd } from '../../../sandbox/forge/runtime/worker-pool';

const NOW = Date.UTC(2026, 10, 23, 20);
const HOUR = 3_600_000;

const EVENT: QueuedEvent = {
  body: { n: 1 },
  queueName: 'q',
  jobId: 'job',
  eventId: 'event',
  chain: 'chain',
  pushedAt: NOW - HOUR,
  dueAt: NOW,
  retryCount: 0,
  failures: 0,
  retry: null,
  isDuplicate: false,
};

/** As a handler's answer arrives: as JSON. */
const returned = (value: unknown): InvocationEnd => ({
  kind: 'returned',
  value: value === undefined ? undefined : JSON.parse(JSON.stringify(value)),
});

describe('what a consumer gets', () => {
  it('is the event alone on its first delivery', () => {
    expect(asyncEventOf(EVENT, 24, NOW)).toEqual({
      queueName: 'q',
      jobId: 'job',
      eventId: 'event',
      body: { n: 1 },
    });
  });

  it('says on the next ones why, with which data and how long there will be more', () => {
    const retried = { ...EVENT, retryCount: 2, retry: { reason: 'FUNCTION_TIME_OUT', data: { at: 7 } } };
    expect(asyncEventOf(retried, 24, NOW)).toMatchObject({
      retryContext: {
        retryCount: 2,
        retryReason: 'FUNCTION_TIME_OUT',
        retryData: { at: 7 },
        retentionWindow: { startTime: '2026-11-23T19:00:00.000Z', remainingTimeMs: 23 * HOUR },
      },
    });
  });
});

describe('what the end of an invocation means for its event', () => {
  it.each<[string, InvocationEnd, object]>([
    ['nothing returned', returned(undefined), { kind: 'done' }],
    ['something returned', returned({ statusCode: 200 }), { kind: 'done' }],
    [
      'an InvocationError without options',
      returned(new InvocationError()),
      { kind: 'retry-requested', afterSeconds: 1, reason: 'FUNCTION_RETRY_REQUEST', data: null },
    ],
    [
      'an InvocationError with options',
      returned(
        new InvocationError({
          retryAfter: 30,
          retryReason: InvocationErrorCode.FUNCTION_UPSTREAM_RATE_LIMITED,
          retryData: { page: 2 },
        }),
      ),
      {
        kind: 'retry-requested',
        afterSeconds: 30,
        reason: 'FUNCTION_UPSTREAM_RATE_LIMITED',
        data: { page: 2 },
      },
    ],
    [
      'too much retryData',
      returned(
        new InvocationError({
          retryAfter: 1,
          retryReason: InvocationErrorCode.FUNCTION_RETRY_REQUEST,
          retryData: 'x'.repeat(4097),
        }),
      ),
      { kind: 'app-failed' },
    ],
    [
      'an error thrown',
      { kind: 'threw', name: 'TypeError', message: 'no', stack: '' },
      { kind: 'app-failed' },
    ],
    [
      'time out',
      { kind: 'cut-off', reason: 'FUNCTION_TIME_OUT' },
      { kind: 'app-failed', reason: 'FUNCTION_TIME_OUT' },
    ],
    [
      "the platform's own failure",
      { kind: 'cut-off', reason: 'FUNCTION_PLATFORM_UNKNOWN_ERROR' },
      { kind: 'platform-failed' },
    ],
  ])('%s', (_what, end, delivery) => {
    expect(deliveryOf(end, 4096)).toMatchObject(delivery);
  });
});
