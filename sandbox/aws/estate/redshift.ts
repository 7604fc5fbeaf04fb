import { z } from 'zod';
import { tagsSchema } from './values';

export const redshiftClusterSchema = z.strictObject({
  public: z.boolean().default(false),
  vpcRouting: z.boolean().default(true),
  admin: z.string().default('warehouse_admin'),
  status: z.string().default('available'),
  /** Null where the cluster has no endpoint. */
  port: z.number().int().nullable().default(5439),
  groups: z.array(z.string()).default([]),
  tags: tagsSchema.default({}),
});
