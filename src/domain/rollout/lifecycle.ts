import { z } from 'zod';

/** How the issues of findings live, as the organisation wants it. */
export const lifecycleSchema = z.object({
  /** An issue that a person closed while its finding fails: after one comment it is left, or reopened once. */
  closedWhileFailing: z.enum(['leave', 'reopen']),
  /** A finding that fails again so many days after its issue was closed gets a new one; null: the old one is reopened. */
  newIssueAfterDays: z.number().int().min(1, 'must be at least one day').max(3650).nullable(),
  /** Whether the SLA's clock stands still while somebody waits for a decision about an exception. */
  pauseWhilePending: z.boolean(),
});
export type Lifecycle = z.infer<typeof lifecycleSchema>;

export const DEFAULT_LIFECYCLE: Lifecycle = {
  closedWhileFailing: 'leave',
  newIssueAfterDays: null,
  pauseWhilePending: true,
};
