import { z } from 'zod';
import { resourcePolicySchema } from './resource-policy';
import { durationSchema, tagsSchema } from './values';

const DAY = 86_400_000;

export const secretSchema = z.strictObject({
  age: durationSchema.default(200 * DAY),
  /** How long ago it was rotated; `never` with rotation on, `off` without. */
  rotated: z.union([z.enum(['never', 'off']), durationSchema]).default(20 * DAY),
  /** How long ago it was read; null for never. */
  used: durationSchema.nullable().default(DAY),
  /** The AWS service that looks after it. */
  owner: z.string().optional(),
  policy: resourcePolicySchema,
  tags: tagsSchema.default({}),
});
