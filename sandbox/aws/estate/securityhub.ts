import { z } from 'zod';

/** Security Hub in a region. */
export const securityHubSchema = z
  .strictObject({
    subscribed: z.boolean().default(true),
    standards: z
      .array(z.string())
      .default(['aws-foundational-security-best-practices/v/1.0.0', 'cis-aws-foundations-benchmark/v/5.0.0']),
  })
  .prefault({});
