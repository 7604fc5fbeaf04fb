import { z } from 'zod';
import { userIdSchema } from '../user-id';

/** What happens to the issue of a finding that fails past its due date; nothing of it unless the organisation says so. */
export const escalationSchema = z.object({
  /** A comment on the issue: never, on the day after the due date, or once every UTC day from then on. */
  remind: z.enum(['never', 'once', 'daily']),
  /** The priority goes up by one step, once, unless a person set it. */
  raisePriority: z.boolean(),
  /** Jira's id of who is mentioned in the reminder and watches the issue. */
  notifyId: userIdSchema.nullable(),
});
export type Escalation = z.infer<typeof escalationSchema>;

export const DEFAULT_ESCALATION: Escalation = { remind: 'never', raisePriority: false, notifyId: null };
