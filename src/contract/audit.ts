import { z } from 'zod';
import { AUDIT_ACTIONS, type AuditEntry } from '../domain/audit';

export const auditFilterSchema = z.object({
  /** None means all. */
  actions: z.array(z.enum(AUDIT_ACTIONS)).default([]),
  /** `people`, `app` or both. */
  who: z.enum(['anybody', 'people', 'app']).default('anybody'),
  search: z.string().max(200).default(''),
  /** Not older than so many days; null for all that is kept. */
  days: z.number().int().min(1).max(1000).nullable().default(null),
});
export type AuditFilter = z.output<typeof auditFilterSchema>;

export const auditQuerySchema = auditFilterSchema.extend({
  /** The `next` of the page before. */
  after: z
    .object({ at: z.number().int(), id: z.string().regex(/^[0-9a-f]{32}$/) })
    .nullable()
    .default(null),
});

export interface AuditRow extends AuditEntry {
  /** The person's name, or their account id where Jira does not tell it; null for the app. */
  actorName: string | null;
}

export interface AuditPage {
  /** The newest first. */
  rows: AuditRow[];
  /** Where the next page begins; null on the last one. A page of a search may have few rows, or none, and yet not be the last. */
  next: { at: number; id: string } | null;
  keptDays: number;
}
