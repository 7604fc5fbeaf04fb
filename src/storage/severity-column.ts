import { z } from 'zod';
import { SEVERITIES } from '../domain/severity';

/** A severity as a column holds it: its rank, so that an index sorts by it. */
export const severityColumn = z.coerce
  .number()
  .int()
  .min(0)
  .max(SEVERITIES.length - 1);
