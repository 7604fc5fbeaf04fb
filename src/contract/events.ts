import { z } from 'zod';
import { accountIdSchema } from '../domain/account';

export const SCAN_QUEUE = 'scan-queue';
export const TICKET_QUEUE = 'ticket-queue';

const scopeSchema = z.string().min(1).max(32);

/** Scopes of one account to scan, from where their work items stand. */
export const scanEventSchema = z.object({
  runId: z.uuid(),
  accountId: accountIdSchema,
  scopes: z.array(scopeSchema).min(1).max(100),
});

/** Push the scans of the run that start after that moment, in milliseconds since 1970; after now where it says none. */
export const planEventSchema = z.object({
  runId: z.uuid(),
  plan: z.literal(true),
  after: z.number().int().optional(),
});
export type PlanEvent = z.infer<typeof planEventSchema>;

/** Apply what admins saved to the findings that are there. */
export const settingsEventSchema = z.object({ settings: z.literal('apply') });
export type SettingsEvent = z.infer<typeof settingsEventSchema>;

/** What the scan queue carries. An event of before the app's last upgrade names one scope. */
export const scanQueueSchema = z.union([
  scanEventSchema,
  planEventSchema,
  settingsEventSchema,
  z
    .object({ runId: z.uuid(), accountId: accountIdSchema, scope: scopeSchema })
    .transform(({ scope, ...event }) => ({ ...event, scopes: [scope] })),
]);
export type ScanEvent = z.infer<typeof scanEventSchema>;

/** Bring Jira in step with the findings, as part of that run. */
export const ticketEventSchema = z.object({ runId: z.uuid() });
export type TicketEvent = z.infer<typeof ticketEventSchema>;

/** The issue property that carries a finding's fingerprint; manifest.yml indexes its `id`. */
export const FINGERPRINT_PROPERTY = 'cloud-finding';
