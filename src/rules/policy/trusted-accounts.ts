import { z } from 'zod';

/** The `trusted_accounts` parameter: accounts of the organisation, or of partners, that may be let in. */
export function trustedAccountsParameter() {
  return z
    .array(z.string().regex(/^\d{12}$/, 'must be the 12 digits of an AWS account id'))
    .default([])
    .describe('Account ids that may be let in: other accounts of yours, and partners that you chose.');
}
