import { z } from 'zod';
import type { InvocationEnd } from '../runtime/worker-pool';
import type { Delivery, QueuedEvent } from './queued-event';

const HOUR_MS = 3_600_000;
/** For what the documentation names no reason of its own. */
const UNKNOWN_REASON = 'FUNCTION_PLATFORM_UNKNOWN_ERROR';

const retrySchema = z.object({
  _retry: z.literal(true),
  retryOptions: z
    .object({
      retryAfter: z.number().default(1),
      retryReason: z.string().default('FUNCTION_RETRY_REQUEST'),
      retryData: z.unknown().optional(),
    })
    .prefault({}),
});

/** Whether a function returned an InvocationError, which asks for another delivery. */
export function asksForRetry(value: unknown): boolean {
  return retrySchema.safeParse(value).success;
}

/** The AsyncEvent of @forge/events that a consumer gets. `now` in milliseconds since 1970. */
export function asyncEventOf(
  event: QueuedEvent,
  retentionHours: number,
  now: number,
): Record<string, unknown> {
  const { queueName, jobId, eventId, body, concurrency, retry, retryCount, pushedAt } = event;
  const retryContext = retry && {
    retryCount,
    retryReason: retry.reason,
    retryData: retry.data,
    retentionWindow: {
      startTime: new Date(pushedAt).toISOString(),
      remainingTimeMs: Math.max(0, pushedAt + retentionHours * HOUR_MS - now),
    },
  };
  return {
    queueName,
    jobId,
    eventId,
    body,
    ...(concurrency === undefined ? {} : { concurrency }),
    ...(retryContext === null ? {} : { retryContext }),
  };
}

/** What the end of a consumer's invocation means for its event. */
export function deliveryOf(end: InvocationEnd, retryDataBytes: number): Delivery {
  if (end.kind === 'threw') return { kind: 'app-failed', reason: UNKNOWN_REASON };
  if (end.kind === 'cut-off') {
    return { kind: end.reason === UNKNOWN_REASON ? 'platform-failed' : 'app-failed', reason: end.reason };
  }
  const retry = retrySchema.safeParse(end.value);
  if (!retry.success) return { kind: 'done' };
  const { retryAfter, retryReason, retryData = null } = retry.data.retryOptions;
  if (Buffer.byteLength(JSON.stringify(retryData)) > retryDataBytes) {
    return { kind: 'app-failed', reason: `retryData has more than ${retryDataBytes} bytes` };
  }
  return { kind: 'retry-requested', afterSeconds: retryAfter, reason: retryReason, data: retryData };
}
