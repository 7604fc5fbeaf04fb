import { z } from 'zod';
import { accountIdSchema } from '../domain/account';

export const SCAN_QUEUE = 'scan-queue';
export const TICKET_QUEUE = 'ticket-queue';

/** One (account, scope) to scan, from where its work item stands. */
export const scanEventSchema = z.object({
  runId: z.uuid(),
  accountId: accountIdSchema,
  scope: z.string().min(1).max(32),
});
export type ScanEvent = z.infer<typeof scanEventSchema>;

/** Bring Jira in step with the findings, as part of that run. */
export const ticketEventSchema = z.object({ runId: z.uuid() });
export type TicketEvent = z.infer<typeof ticketEventSchema>;

/** The issue property that carries a finding's fingerprint; manifest.yml indexes its `id`. */
export const FINGERPRINT_PROPERTY = 'cloud-finding';
