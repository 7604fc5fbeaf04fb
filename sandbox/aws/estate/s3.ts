import { z } from 'zod';
import { durationSchema, named, regionCode, tagsSchema } from './values';

const flags = z.object({
  blockPublicAcls: z.boolean().default(true),
  ignorePublicAcls: z.boolean().default(true),
  blockPublicPolicy: z.boolean().default(true),
  restrictPublicBuckets: z.boolean().default(true),
});

/** `all`: the four flags are on; `none`: nothing was ever configured; or the flags, on where not named. */
export const publicAccessBlockSchema = z.union([z.enum(['all', 'none']), flags]);
export type PublicAccessBlockSetting = z.infer<typeof publicAccessBlockSchema>;

/** Bucket policies that occur everywhere; anything else is written out as a statement. */
export const BUCKET_POLICY_PRESETS = [
  'tls-only',
  'public-read',
  'public-write',
  'cloudfront',
  'log-delivery',
  'office-ip',
] as const;

const statement = z.looseObject({ Effect: z.enum(['Allow', 'Deny']) });
export type PolicyStatement = z.infer<typeof statement>;
const part = z.union([z.enum(BUCKET_POLICY_PRESETS), statement]);

export const bucketSchema = z.strictObject({
  region: regionCode.optional(),
  age: durationSchema.default(400 * 86_400_000),
  block: publicAccessBlockSchema.default('all'),
  /** One or more presets or statements; null for no policy. */
  policy: z
    .union([part, z.array(part)])
    .nullable()
    .default('tls-only')
    .transform((policy) => (policy === null ? [] : Array.isArray(policy) ? policy : [policy])),
  acl: z
    .enum(['private', 'public-read', 'public-read-write', 'authenticated-read', 'log-delivery-write'])
    .default('private'),
  /** Null: no ownership controls were ever set, ACLs apply. */
  ownership: z
    .enum(['BucketOwnerEnforced', 'BucketOwnerPreferred', 'ObjectWriter'])
    .nullable()
    .default('BucketOwnerEnforced'),
  /** Days after which uploads that broke off are removed; `none` for no lifecycle rule, `other` for one about a prefix. */
  lifecycle: z.union([z.enum(['none', 'other', 'disabled']), z.number().int().positive()]).default(7),
  tags: tagsSchema.default({}),
});
export type Bucket = z.infer<typeof bucketSchema>;

export const s3Schema = z.strictObject({
  publicAccessBlock: publicAccessBlockSchema.default('none'),
  buckets: named(bucketSchema),
  multiRegionAccessPoints: named(
    z.strictObject({
      buckets: z.array(z.string()).default([]),
      block: publicAccessBlockSchema.default('all'),
    }),
  ),
});

/** An access point of a region. */
export const accessPointSchema = z.strictObject({
  bucket: z.string(),
  block: publicAccessBlockSchema.default('all'),
});

export interface PublicAccessBlockFlags {
  BlockPublicAcls: boolean;
  IgnorePublicAcls: boolean;
  BlockPublicPolicy: boolean;
  RestrictPublicBuckets: boolean;
}

/** The four flags as S3 answers them, or null where nothing was ever configured. */
export function toFlags(setting: PublicAccessBlockSetting): PublicAccessBlockFlags | null {
  if (setting === 'none') return null;
  const on = setting === 'all';
  return {
    BlockPublicAcls: on || setting.blockPublicAcls,
    IgnorePublicAcls: on || setting.ignorePublicAcls,
    BlockPublicPolicy: on || setting.blockPublicPolicy,
    RestrictPublicBuckets: on || setting.restrictPublicBuckets,
  };
}
