import { Queue } from '@forge/events';
import { SCAN_QUEUE, type ScanEvent, TICKET_QUEUE, type TicketEvent } from '../contract/events';
import type { ScanQueue } from '../scan/ports';

/** Forge takes 50 events a push: https://developer.atlassian.com/platform/forge/limits-async-events/ */
const EVENTS_PER_PUSH = 50;
/** Of the installation's scans at once; AWS limits are the customer's own tools' too. */
const SCANS_AT_ONCE = 10;

const scans = new Queue({ key: SCAN_QUEUE });
const tickets = new Queue({ key: TICKET_QUEUE });

/** The async events that carry a run from planning to its tickets. */
export const queues: ScanQueue = {
  async pushScans(items) {
    for (let at = 0; at < items.length; at += EVENTS_PER_PUSH) {
      const batch = items.slice(at, at + EVENTS_PER_PUSH);
      await scans.push(
        batch.map((item) => ({
          body: { ...item } satisfies ScanEvent,
          concurrency: { key: 'scans', limit: SCANS_AT_ONCE },
        })),
      );
    }
  },
  async pushTickets(runId) {
    const body: TicketEvent = { runId };
    await tickets.push({ body: { ...body }, concurrency: { key: 'tickets', limit: 1 } });
  },
};
