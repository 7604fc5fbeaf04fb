import { utf8ToBytes } from '@noble/hashes/utils.js';
import { z } from 'zod';
import { storableTextSchema } from './storable-text';

/** AWS: an account id is 12 digits. */
export const accountIdSchema = z.string().regex(/^\d{12}$/, 'must be the 12 digits of an AWS account id');

/**
 * The role that the app assumes in the account.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
 */
export const roleArnSchema = z
  .string()
  .regex(
    /^arn:(aws|aws-us-gov|aws-cn):iam::\d{12}:role\/[\w+=,.@/-]{1,576}$/,
    'must be the ARN of an IAM role, like arn:aws:iam::111122223333:role/CloudFindingsReadOnly',
  );

/** A region's code as AWS writes it. Whether the region exists and is enabled only AWS can say. */
export const regionSchema = z
  .string()
  .max(32)
  .regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'must be a region code like us-east-1');

/** Either every region that the account has enabled, or a fixed list. */
export const regionsSchema = z.union([
  z.literal('enabled'),
  z.array(regionSchema).min(1, 'must name at least one region').max(100),
]);

export const ACCOUNT_TIERS = ['production', 'staging', 'development', 'sandbox'] as const;
export const accountTierSchema = z.enum(ACCOUNT_TIERS);
export type AccountTier = z.infer<typeof accountTierSchema>;

export const projectKeySchema = z
  .string()
  .regex(/^[A-Z][A-Z0-9_]{1,29}$/, 'must be the key of a Jira project');

/** TEXT takes 64 kB. */
function fitsItsColumn(tags: Record<string, string>): boolean {
  return utf8ToBytes(JSON.stringify(tags)).length <= 60_000;
}

/** An AWS account that the app scans, as an admin declares it. */
export const accountSchema = z
  .object({
    id: accountIdSchema,
    name: storableTextSchema.trim().min(1, 'must not be empty').max(100),
    roleArn: roleArnSchema,
    tier: accountTierSchema,
    /** The key of the Jira project whose team owns the account's resources. */
    ownerProjectKey: projectKeySchema.nullable(),
    /** The organisation's own labels of the account, for selecting and routing by: `team`, `cost-centre`. */
    tags: z
      .record(storableTextSchema.trim().min(1).max(128), storableTextSchema.trim().max(256))
      .refine(fitsItsColumn, 'are more than can be stored')
      .default({}),
    regions: regionsSchema,
    /** A disabled account keeps its findings but is not scanned. */
    enabled: z.boolean(),
  })
  .refine((account) => account.roleArn.split(':')[4] === account.id, {
    path: ['roleArn'],
    message: 'must be a role of this same account',
  });
export type Account = z.infer<typeof accountSchema>;

/** aws, aws-us-gov or aws-cn: the first part of every ARN in the account. */
export function partitionOf(roleArn: string): string {
  return roleArn.split(':')[1] ?? 'aws';
}
