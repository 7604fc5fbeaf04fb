import { z } from 'zod';
import { tagsSchema } from './values';

export const distributionSchema = z.strictObject({
  aliases: z.array(z.string()).default([]),
  /** Host names; `shop.s3.eu-west-1.amazonaws.com` for a bucket. */
  origins: z.array(z.string()).min(1),
  rootObject: z.string().default('index.html'),
  tags: tagsSchema.default({}),
});
