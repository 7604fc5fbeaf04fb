import type { Grant } from '@aws-sdk/client-s3';
import { fail, type Judgement } from '../../domain/judgement';
import { nameOf, shorten } from '../policy/evidence';
import { type PublicGrant, publicGrants } from '../policy/public-access';
import { neutralisesEverything, union } from './public-access-block';
import type { PublicAccessBlock, S3Bucket } from './resources';

/**
 * The groups that stand for the public in an ACL. "Authenticated users" are those of every AWS account in the world.
 * Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html
 */
const PUBLIC_GROUPS: Record<string, string> = {
  'http://acs.amazonaws.com/groups/global/AllUsers': 'everyone',
  'http://acs.amazonaws.com/groups/global/AuthenticatedUsers': 'every AWS user of any account',
};

/**
 * What is in force on the bucket. The account's flags are read once for all buckets, so they come first; the bucket's own
 * are asked for only while something is left that they could stop.
 */
export async function blockInForce(bucket: S3Bucket): Promise<PublicAccessBlock> {
  const account = await bucket.accountPublicAccessBlock();
  if (neutralisesEverything(account)) return account;
  return union(account, await bucket.publicAccessBlock());
}

/** A failure when the ACL gives the public one of `permissions`; null when it does not. */
export async function failureByAcl(
  bucket: S3Bucket,
  permissions: string[],
  verb: string,
): Promise<Judgement | null> {
  const grants = (await bucket.acl()).filter(
    (grant) => publicGroupOf(grant) !== null && permissions.includes(grant.Permission ?? ''),
  );
  const [first] = grants;
  if (first === undefined) return null;
  const ownership = await ownershipOf(bucket);
  if (ownership === 'BucketOwnerEnforced') return null;
  return fail(`The bucket's ACL lets ${publicGroupOf(first)} ${verb} it (${first.Permission})`, {
    acl: grants.map((grant) => ({
      grantee: grant.Grantee?.URI ?? null,
      permission: grant.Permission ?? null,
    })),
    objectOwnership: ownership,
  });
}

const publicGroupOf = (grant: Grant) => PUBLIC_GROUPS[grant.Grantee?.URI ?? ''] ?? null;

/**
 * S3 refuses to enforce the owner (which switches ACLs off) while the ACL grants anything to others, so a public grant
 * that was read stands when ownership cannot be read: to call it unknown would hide a public bucket.
 * Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-ownership-migrating-acls-prerequisites.html
 */
async function ownershipOf(bucket: S3Bucket): Promise<string> {
  try {
    return (await bucket.ownership()) ?? 'none';
  } catch {
    return 'could not be read';
  }
}

/** A failure when the bucket policy gives everyone one of `actions`; null when it does not. */
export async function failureByPolicy(
  bucket: S3Bucket,
  actions: string[],
  verb: string,
): Promise<Judgement | null> {
  const policy = await bucket.policy();
  if (policy === null) return null;
  const grants = publicGrants(policy, actions);
  const [first] = grants;
  if (first === undefined) return null;
  const name = nameOf(first.statement, policy.Statement);
  return fail(`The bucket policy lets everyone ${verb} it: statement ${name} allows ${summary(first)}`, {
    statements: shorten(grants.map((grant) => grant.statement)),
  });
}

function summary({ actions }: PublicGrant): string {
  const shown = actions.slice(0, 3).join(', ');
  return actions.length > 3 ? `${shown} and ${actions.length - 3} more actions` : shown;
}
