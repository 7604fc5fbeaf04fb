import { type AsyncEvent, InvocationError, InvocationErrorCode } from '@forge/events';
import { z } from 'zod';
import { applySavedSettings, planLaterScans, scanWorkItems, syncTickets as syncRun } from '../composition';
import { scanQueueSchema, ticketEventSchema } from '../contract/events';
import { correlated } from '../log/correlated';
import { logFailure } from '../log/log';
import { ensureSchema } from '../storage/migrate';
import { withQuotaUseNoted } from './quota-use';

/** How often a consumer asks for its event again; after that the work is the next hour's. */
const MAX_RETRIES = 5;
const RETRY_AFTER_SECONDS = 30;
const MAX_RETRY_SECONDS = 900;

function retryAfter(event: AsyncEvent, seconds: number): InvocationError | undefined {
  if ((event.retryContext?.retryCount ?? 0) >= MAX_RETRIES) return undefined;
  return new InvocationError({
    retryAfter: Math.max(1, Math.min(MAX_RETRY_SECONDS, Math.ceil(seconds))),
    retryReason: InvocationErrorCode.FUNCTION_RETRY_REQUEST,
  });
}

/** The platform repeats an event that was cut off, with the same id. */
function invocationOf({ eventId, retryContext }: AsyncEvent): { owner: string; again: boolean } {
  return { owner: eventId, again: retryContext !== undefined };
}

const ofRunSchema = z.object({ runId: z.uuid() });

/** Does the work of an event, and asks for another try when it fails. Its lines carry the id of the run. */
function orRetry(
  event: AsyncEvent,
  what: string,
  work: () => Promise<InvocationError | undefined>,
): Promise<InvocationError | undefined> {
  const correlationId = ofRunSchema.safeParse(event.body).data?.runId ?? event.eventId;
  return correlated(correlationId, what, async () => {
    try {
      await ensureSchema();
      return await withQuotaUseNoted(work);
    } catch (error) {
      logFailure(what, error);
      return retryAfter(event, RETRY_AFTER_SECONDS);
    }
  });
}

/** Some scopes of one account to scan, later ones to push, or saved settings to apply. */
export function scanWorkItem(event: AsyncEvent): Promise<InvocationError | undefined> {
  return orRetry(event, 'scan-work-item', async () => {
    const work = scanQueueSchema.parse(event.body);
    if ('settings' in work) {
      await applySavedSettings();
      return undefined;
    }
    if ('plan' in work) {
      await planLaterScans(work.runId, work.after ?? Date.now());
      return undefined;
    }
    const end = await scanWorkItems(work, invocationOf(event));
    // Whoever holds it may have been cut off: look again when their time is over.
    return end.kind === 'held' ? retryAfter(event, (end.until - Date.now()) / 1000) : undefined;
  });
}

/** A run's issues to bring in step. */
export function syncTickets(event: AsyncEvent): Promise<InvocationError | undefined> {
  return orRetry(event, 'sync-tickets', async () => {
    await syncRun(ticketEventSchema.parse(event.body).runId, invocationOf(event));
    return undefined;
  });
}
