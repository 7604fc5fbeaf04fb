import { z } from 'zod';
import { durationSchema, named, tagsSchema } from './values';

const DAY = 86_400_000;

const policyDocument = z.looseObject({
  Version: z.string().default('2012-10-17'),
  Statement: z.union([z.looseObject({}), z.array(z.looseObject({}))]),
});

/** A policy document, or `full-admin` for Allow * on *. */
const policySource = z
  .union([z.literal('full-admin'), policyDocument])
  .transform((source) =>
    source === 'full-admin'
      ? { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] }
      : source,
  );

const attachments = {
  /** Names of managed policies: the account's own, else AWS's (AdministratorAccess, job-function/Billing). */
  policies: z.array(z.string()).default([]),
  inline: z.record(z.string(), policySource).default({}),
};

const accessKey = z.strictObject({
  age: durationSchema,
  /** How long ago it was last used; absent: never. */
  used: durationSchema.optional(),
  service: z.string().default('s3'),
  region: z.string().default('us-east-1'),
  active: z.boolean().default(true),
});

export const userSchema = z.strictObject({
  path: z.string().default('/'),
  age: durationSchema.default(500 * DAY),
  /** Whether the user may sign in to the console, and how long ago they last did. */
  console: z
    .union([
      z.literal(false),
      z.strictObject({ used: durationSchema.optional(), changed: durationSchema.default(60 * DAY) }),
    ])
    .default(false),
  mfa: z.boolean().default(false),
  keys: z.array(accessKey).max(2, 'a user has at most two access keys').default([]),
  groups: z.array(z.string()).default([]),
  boundary: z.string().optional(),
  tags: tagsSchema.default({}),
  ...attachments,
});
export type IamUser = z.infer<typeof userSchema>;

export const groupSchema = z.strictObject({
  path: z.string().default('/'),
  age: durationSchema.default(700 * DAY),
  ...attachments,
});

export const roleSchema = z.strictObject({
  path: z.string().default('/'),
  age: durationSchema.default(600 * DAY),
  /** An AWS service (`lambda.amazonaws.com`), a principal's ARN, an account id or a whole trust policy. */
  trusts: z.union([z.string(), policyDocument]).default('ec2.amazonaws.com'),
  used: durationSchema.optional(),
  boundary: z.string().optional(),
  tags: tagsSchema.default({}),
  ...attachments,
});
export type IamRole = z.infer<typeof roleSchema>;

/** A role that STS hands out sessions of. */
export const assumableRoleSchema = z.strictObject({
  /**
   * What the trust policy's sts:ExternalId must equal. `any`: the first one that is presented is learnt and is the only
   * one afterwards. Absent: the trust policy has no such condition.
   */
  externalId: z.string().optional(),
  /** Principals or account ids that may assume the role; the hub's principal when absent. */
  trusts: z.array(z.string()).optional(),
  maxSessionSeconds: z.number().int().min(3600).max(43_200).default(3600),
  /** IAM actions (`ec2:*` too) that are explicitly denied by a service control policy. */
  denied: z.array(z.string()).default([]),
  /** When present, only these IAM actions are allowed. */
  allowed: z.array(z.string()).optional(),
});
export type AssumableRole = z.infer<typeof assumableRoleSchema>;

export const passwordPolicySchema = z.strictObject({
  minimumLength: z.number().int().min(6).max(128).default(14),
  requireSymbols: z.boolean().default(true),
  requireNumbers: z.boolean().default(true),
  requireUppercase: z.boolean().default(true),
  requireLowercase: z.boolean().default(true),
  allowChange: z.boolean().default(true),
  maxAgeDays: z.number().int().optional(),
  remembered: z.number().int().optional(),
});

const emptyIam = {};

export const iamSchema = z
  .strictObject({
    root: z
      .strictObject({
        accessKeys: z.number().int().min(0).max(2).default(0),
        /** `virtual`: an authenticator app; else a hardware device. */
        mfa: z.union([z.boolean(), z.literal('virtual')]).default(true),
        /** How long ago somebody signed in; null: never. */
        used: durationSchema.nullable().default(300 * DAY),
        /** How long ago the first access key was used; absent: never. */
        keyUsed: durationSchema.optional(),
        age: durationSchema.default(1500 * DAY),
      })
      .prefault({}),
    /** What iam:ListOrganizationsFeatures answers: the features, or why the account may not ask. */
    organization: z
      .union([z.enum(['none', 'member']), z.array(z.enum(['RootCredentialsManagement', 'RootSessions']))])
      .default('member'),
    /** Null: the account never set one. */
    passwordPolicy: passwordPolicySchema.nullable().prefault({}),
    users: named(userSchema),
    groups: named(groupSchema),
    roles: named(roleSchema),
    serverCertificates: named(
      z.strictObject({
        path: z.string().default('/'),
        /** How long ago it expired; absent: it holds for `expiresIn`. */
        expired: durationSchema.optional(),
        expiresIn: durationSchema.default(200 * DAY),
      }),
    ),
    policies: z
      .record(
        z.string(),
        z.strictObject({
          path: z.string().default('/'),
          age: durationSchema.default(350 * DAY),
          document: policySource,
          description: z.string().optional(),
        }),
      )
      .default({}),
  })
  .prefault(emptyIam);
