import { z } from 'zod';
import { resourcePolicySchema } from './resource-policy';
import { durationSchema, tagsSchema } from './values';

export const repositorySchema = z.strictObject({
  scanOnPush: z.boolean().default(true),
  policy: resourcePolicySchema,
  age: durationSchema.default(200 * 86_400_000),
  tags: tagsSchema.default({}),
});

/** The registry's own scanning: by basic scanning without a rule unless it says otherwise. */
export const registryScanningSchema = z
  .strictObject({
    type: z.enum(['BASIC', 'ENHANCED']).default('BASIC'),
    rules: z
      .array(
        z.strictObject({
          frequency: z.enum(['SCAN_ON_PUSH', 'CONTINUOUS_SCAN', 'MANUAL']).default('SCAN_ON_PUSH'),
          filters: z.array(z.string()),
        }),
      )
      .default([]),
  })
  .prefault({});
