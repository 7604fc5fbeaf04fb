import { z } from 'zod';
import { resourcePolicySchema } from './resource-policy';
import { durationSchema, tagsSchema } from './values';

/** `clients` is a policy that names the account's own; `null` is none at all. */
export const fileSystemSchema = z.strictObject({
  id: z.string().optional(),
  encrypted: z.boolean().default(true),
  policy: z.union([z.literal('clients'), resourcePolicySchema]).default('clients'),
  age: durationSchema.default(200 * 86_400_000),
  tags: tagsSchema.default({}),
});
