import { z } from 'zod';
import { distributionSchema } from './cloudfront';
import { assumableRoleSchema, iamSchema } from './iam';
import { regionalSchema } from './regional';
import { s3Schema } from './s3';
import { accountId, durationSchema, named, regionCode, tagsSchema } from './values';

export const trailSchema = z.strictObject({
  home: regionCode,
  /** The account that owns an organization's trail; this account when absent. */
  owner: accountId.optional(),
  multiRegion: z.boolean().default(true),
  logging: z.boolean().default(true),
  bucket: z.string().default('org-cloudtrail-logs'),
  validation: z.boolean().default(true),
  /** Name of the KMS key; null where S3's own encrypts the logs. */
  key: z.string().nullable().default('cloudtrail'),
  selectors: z
    .enum([
      'management',
      'management-read',
      'management-write',
      'data-only',
      'advanced',
      'advanced-data-only',
      's3',
      's3-read',
      's3-write',
      's3-one-bucket',
      'advanced-s3-write',
      'advanced-s3-one-bucket',
    ])
    .default('management'),
});
export type Trail = z.infer<typeof trailSchema>;

/** An account's file. */
export const accountSchema = z
  .strictObject({
    id: accountId,
    name: z.string().min(1),
    /** For whoever seeds the app from the estate; AWS knows nothing of it. */
    tier: z.enum(['production', 'staging', 'development', 'sandbox']).default('production'),
    /** Regions that the account has enabled; all of the estate's when absent. */
    enabledRegions: z.array(regionCode).min(1).optional(),
    /** Tags of every resource that does not say otherwise. */
    tags: tagsSchema.default({}),
    roles: z.record(z.string(), assumableRoleSchema.prefault({})).default({}),
    s3: s3Schema.prefault({}),
    iam: iamSchema,
    trails: z.record(z.string(), trailSchema).default({}),
    distributions: named(distributionSchema),
    /** Alternate contacts that are on file. */
    contacts: z.array(z.enum(['BILLING', 'OPERATIONS', 'SECURITY'])).default(['SECURITY']),
    regions: z
      .record(
        regionCode,
        z.preprocess((value) => value ?? {}, regionalSchema),
      )
      .default({}),
  })
  .superRefine((account, context) => {
    for (const region of Object.keys(account.regions)) {
      if (account.enabledRegions && !account.enabledRegions.includes(region))
        context.addIssue({
          code: 'custom',
          path: ['regions', region],
          message: 'is not among enabledRegions, so nothing can be there',
        });
    }
  });
export type Account = z.infer<typeof accountSchema>;

/** estate.yaml: what the accounts share. */
export const estateFileSchema = z.strictObject({
  regions: z.array(regionCode).min(1),
  hub: z.strictObject({
    accountId,
    /** The IAM user that the hub's access keys belong to. */
    user: z.string().min(1),
    accessKeys: z.array(z.strictObject({ id: z.string().min(16), secret: z.string().min(16) })).min(1),
  }),
});

/** A change at a moment after the start: paths are `prod-web/s3/buckets/press-kit/block`; a slash in a name is `~1`. */
export const stepSchema = z.strictObject({
  after: durationSchema,
  what: z.string().min(1),
  set: z.record(z.string(), z.unknown()).default({}),
  delete: z.array(z.string()).default([]),
});
export type Step = z.infer<typeof stepSchema>;

export const timelineSchema = z.array(stepSchema);

/** An estate as declared, at its start; `documents` are the accounts as written, which the timeline changes. */
export interface Estate extends z.infer<typeof estateFileSchema> {
  accounts: Account[];
  timeline: Step[];
  documents: Record<string, unknown>;
}
