import { z } from 'zod';
import { accountId, tagsSchema } from './values';

/** A document of the account's own. */
export const documentSchema = z.strictObject({
  type: z.enum(['Command', 'Automation', 'Session']).default('Automation'),
  public: z.boolean().default(false),
  sharedWith: z.array(accountId).default([]),
  tags: tagsSchema.default({}),
});

/** A node that Systems Manager patches, by its id; the patches of each severity that it lacks. */
export const managedNodeSchema = z.strictObject({
  missing: z
    .partialRecord(z.enum(['critical', 'high', 'medium', 'low']), z.number().int().positive())
    .default({}),
});

export const ssmSchema = z
  .strictObject({
    publicSharing: z.enum(['blocked', 'allowed']).default('blocked'),
  })
  .prefault({});
