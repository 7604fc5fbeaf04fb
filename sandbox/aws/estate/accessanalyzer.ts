import { z } from 'zod';

const analyzer = z.strictObject({
  type: z
    .enum(['ACCOUNT', 'ORGANIZATION', 'ACCOUNT_UNUSED_ACCESS', 'ORGANIZATION_UNUSED_ACCESS'])
    .default('ACCOUNT'),
  status: z.enum(['ACTIVE', 'CREATING', 'DISABLED', 'FAILED']).default('ACTIVE'),
});

/** Analyzers by name; one of external access unless it says otherwise. */
export const analyzersSchema = z
  .record(
    z.string(),
    z.preprocess((value) => value ?? {}, analyzer),
  )
  .prefault({ 'external-access': {} });
