import { z } from 'zod';
import { resourcePolicySchema } from './resource-policy';
import { tagsSchema } from './values';

export const tableSchema = z.strictObject({
  pointInTimeRecovery: z.boolean().default(true),
  policy: resourcePolicySchema,
  tags: tagsSchema.default({}),
});
