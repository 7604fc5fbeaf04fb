import { PartialSuccessError, type PushEvent, Queue, RateLimitError } from '@forge/events';
import { z } from 'zod';
import {
  type PlanEvent,
  SCAN_QUEUE,
  type ScanEvent,
  type SettingsEvent,
  TICKET_QUEUE,
  type TicketEvent,
} from '../contract/events';
import { chunksOf } from '../domain/chunks';
import { noteUsage, noteWait } from '../log/log';
import type { ScanQueue } from '../scan/ports';

/** Forge takes 50 events a push and 500 a minute: https://developer.atlassian.com/platform/forge/limits-async-events/ */
const EVENTS_PER_PUSH = 50;
const RATE_LIMIT_WAIT_MS = 15_000;
/** Time to leave for what the invocation still has to do after a wait. */
const RESERVE_MS = 30_000;
/**
 * Of the installation's scans at once. AWS limits are the customer's own tools' too, and together they are to send less than half
 * of the statements a second that Forge SQL takes; docs/performance.md has what so many send.
 */
export const SCANS_AT_ONCE = 6;

const pushedSchema = z.object({
  body: z.record(z.string(), z.unknown()),
  delayInSeconds: z.number().exactOptional(),
  concurrency: z.object({ key: z.string(), limit: z.number() }),
});
const failedEventsSchema = z.array(
  z.union([
    z.object({ payload: pushedSchema }).transform(({ payload }) => payload),
    z.object({ event: pushedSchema }).transform(({ event }) => event),
  ]),
);

export interface QueueOptions {
  /** Milliseconds that the invocation has left; no wait goes beyond them. */
  remainingMs: () => number;
  sleep?: (ms: number) => Promise<void>;
}

export interface SettingsQueue {
  /** Has what admins saved applied to the findings that are there. */
  pushSettings(): Promise<void>;
}

/**
 * The async events that carry a run from planning to its tickets. A push that exceeds Forge's rate waits while there is
 * time; after that it throws, and what was not pushed is in the work items for the next hour.
 */
export function forgeQueues({ remainingMs, sleep = realSleep }: QueueOptions): ScanQueue & SettingsQueue {
  const scans = new Queue({ key: SCAN_QUEUE });
  const tickets = new Queue({ key: TICKET_QUEUE });

  async function push(queue: Queue, events: PushEvent[]): Promise<void> {
    let left = events;
    while (left.length > 0) {
      try {
        await queue.push(left);
        noteUsage({ events: events.length });
        return;
      } catch (error) {
        if (error instanceof PartialSuccessError) left = notTaken(error);
        else if (!(error instanceof RateLimitError)) throw error;
        if (remainingMs() < RATE_LIMIT_WAIT_MS + RESERVE_MS) throw error;
        noteWait('forge-queue', RATE_LIMIT_WAIT_MS);
        await sleep(RATE_LIMIT_WAIT_MS);
      }
    }
  }

  return {
    async pushScans(batches) {
      for (const together of chunksOf(batches, EVENTS_PER_PUSH)) {
        const events = together.map(({ delayMs, ...batch }) => ({
          body: { ...batch } satisfies ScanEvent,
          ...delayed(delayMs),
          concurrency: { key: 'scans', limit: SCANS_AT_ONCE },
        }));
        await push(scans, events);
      }
    },
    async pushPlan(runId, { delayMs, after }) {
      const body: PlanEvent = { runId, plan: true, after };
      await push(scans, [
        { body: { ...body }, ...delayed(delayMs), concurrency: { key: 'plans', limit: 1 } },
      ]);
    },
    async pushSettings() {
      const body: SettingsEvent = { settings: 'apply' };
      await push(scans, [{ body: { ...body }, concurrency: { key: 'settings', limit: 1 } }]);
    },
    async pushTickets(runId) {
      const body: TicketEvent = { runId };
      await push(tickets, [{ body: { ...body }, concurrency: { key: 'tickets', limit: 1 } }]);
    },
  };
}

/**
 * The events that Forge did not take. @forge/events 3.0.8 puts them under `payload`, though its types say `event`.
 * @throws the error itself when neither is there: pushing nothing would lose them without a word
 */
function notTaken(error: PartialSuccessError): PushEvent[] {
  const failed = failedEventsSchema.safeParse(error.failedEvents);
  if (!failed.success || failed.data.length === 0) throw error;
  return failed.data;
}

const delayed = (delayMs: number) => (delayMs === 0 ? {} : { delayInSeconds: Math.ceil(delayMs / 1000) });

function realSleep(ms: number): Promise<void> {
  return new Promise((done) => setTimeout(done, ms));
}
