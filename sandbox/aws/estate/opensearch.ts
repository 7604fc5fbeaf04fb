import { z } from 'zod';
import { resourcePolicySchema } from './resource-policy';
import { tagsSchema } from './values';

export const domainSchema = z.strictObject({
  /** Whether its endpoint is inside of a VPC. */
  vpc: z.boolean().default(true),
  policy: resourcePolicySchema,
  fineGrainedAccess: z.boolean().default(true),
  tags: tagsSchema.default({}),
});
