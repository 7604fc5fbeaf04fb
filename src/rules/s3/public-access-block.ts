import type { JsonObject } from '../../domain/json';
import type { PublicAccessBlock } from './resources';

/** The four flags, by the names that AWS shows them under. */
const FLAGS = [
  ['blockPublicAcls', 'BlockPublicAcls'],
  ['ignorePublicAcls', 'IgnorePublicAcls'],
  ['blockPublicPolicy', 'BlockPublicPolicy'],
  ['restrictPublicBuckets', 'RestrictPublicBuckets'],
] as const;

/** What is in force when both are set: S3 applies the stricter of the account's and the bucket's flag. */
export function union(a: PublicAccessBlock, b: PublicAccessBlock): PublicAccessBlock {
  return {
    blockPublicAcls: a.blockPublicAcls || b.blockPublicAcls,
    ignorePublicAcls: a.ignorePublicAcls || b.ignorePublicAcls,
    blockPublicPolicy: a.blockPublicPolicy || b.blockPublicPolicy,
    restrictPublicBuckets: a.restrictPublicBuckets || b.restrictPublicBuckets,
  };
}

/** The names of the flags that are off, as AWS writes them. */
export function flagsOff(block: PublicAccessBlock): string[] {
  return FLAGS.filter(([flag]) => !block[flag]).map(([, name]) => name);
}

/** The flags as evidence. */
export function flagsAsEvidence(block: PublicAccessBlock): JsonObject {
  return Object.fromEntries(FLAGS.map(([flag, name]) => [name, block[flag]]));
}

/**
 * Whether no ACL and no policy can make the bucket public: public ACLs are ignored, and a public policy reaches only the
 * account itself and AWS services. The two Block flags stop only new ones from being written.
 */
export function neutralisesEverything(block: PublicAccessBlock): boolean {
  return block.ignorePublicAcls && block.restrictPublicBuckets;
}

/** Whether all four flags are on. */
export function isFull(block: PublicAccessBlock): boolean {
  return flagsOff(block).length === 0;
}
