import { z } from 'zod';

/** AWS Config in a region. */
export const configSchema = z
  .strictObject({
    recorder: z.enum(['recording', 'stopped', 'failing', 'none']).default('recording'),
    /** `all`, all but the named types, or the named types alone. */
    records: z
      .union([
        z.literal('all'),
        z.strictObject({ allBut: z.array(z.string()) }),
        z.strictObject({ only: z.array(z.string()) }),
      ])
      .default('all'),
    deliveryChannel: z.boolean().default(true),
    /** A recorder that an AWS service keeps for itself. */
    serviceLinked: z.boolean().default(false),
  })
  .prefault({});
