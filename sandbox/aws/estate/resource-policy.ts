import { z } from 'zod';

const statement = z.looseObject({ Effect: z.enum(['Allow', 'Deny']) });

/** The statements of a resource's policy, written out; null for no policy. */
export const resourcePolicySchema = z
  .union([statement, z.array(statement)])
  .nullable()
  .default(null)
  .transform((policy) => (policy === null || Array.isArray(policy) ? policy : [policy]));
export type ResourcePolicy = z.infer<typeof resourcePolicySchema>;

/** The policy as AWS hands it out, or null. */
export function policyText(policy: ResourcePolicy): string | null {
  return policy === null ? null : JSON.stringify({ Version: '2012-10-17', Statement: policy });
}
