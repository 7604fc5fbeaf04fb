import { z } from 'zod';

/** What one invocation left to the next one. */
export const scanRestSchema = z.object({
  /** The rules that are not finished. */
  ruleIds: z.array(z.string()),
  /** By the key of a resource type, the ARN up to which its resources have been judged already. */
  after: z.record(z.string(), z.string()),
  /** Side by side nothing was finished: one resource after the other. */
  oneByOne: z.boolean(),
});
export type ScanRest = z.infer<typeof scanRestSchema>;
