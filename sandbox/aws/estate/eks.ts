import { z } from 'zod';
import { durationSchema, tagsSchema } from './values';

export const clusterSchema = z.strictObject({
  version: z.string().default('1.34'),
  endpoint: z.enum(['private', 'public', 'both']).default('private'),
  /** Ranges that the public endpoint answers to. */
  publicCidrs: z.array(z.string()).default(['0.0.0.0/0']),
  /** Name of the KMS key that encrypts secrets; null for none of the account's own. */
  secretsKey: z.string().nullable().default('eks-secrets'),
  age: durationSchema.default(200 * 86_400_000),
  tags: tagsSchema.default({}),
});
