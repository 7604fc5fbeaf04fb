import { fail, type Judgement, pass } from '../../domain/judgement';
import { firstFailure } from '../certain';
import { publicGrants } from '../policy/public-access';
import { blockInForce, failureByAcl, failureByPolicy } from './public-access';
import { flagsAsEvidence, neutralisesEverything } from './public-access-block';
import type { S3Bucket } from './resources';
import { WRITE_ACTIONS } from './write-actions';

/** What reads an object, its versions and metadata, or lists what is in the bucket. */
const READ_ACTIONS = [
  's3:GetObject',
  's3:GetObjectVersion',
  's3:GetObjectAcl',
  's3:GetObjectVersionAcl',
  's3:GetObjectAttributes',
  's3:GetObjectVersionAttributes',
  's3:GetObjectTagging',
  's3:GetObjectVersionTagging',
  's3:GetObjectTorrent',
  's3:ListBucket',
  's3:ListBucketVersions',
  's3:ListBucketMultipartUploads',
  's3:ListMultipartUploadParts',
];

/** Whether the public can read or list the bucket, by its policy or its ACL, with Block Public Access applied. */
export function judgePublicRead(bucket: S3Bucket): Promise<Judgement> {
  return judgePublic(bucket, {
    verb: 'read',
    byPolicy: () => failureByPublicPolicy(bucket),
    byAcl: () => failureByAcl(bucket, ['READ', 'FULL_CONTROL'], 'read and list'),
  });
}

/** Whether the public can write to the bucket, delete from it or change who may, in the same way. */
export function judgePublicWrite(bucket: S3Bucket): Promise<Judgement> {
  return judgePublic(bucket, {
    verb: 'write',
    byPolicy: () => failureByPolicy(bucket, WRITE_ACTIONS, 'change or write to'),
    byAcl: () => failureByAcl(bucket, ['WRITE', 'WRITE_ACP', 'FULL_CONTROL'], 'write to'),
  });
}

interface Ways {
  verb: string;
  byPolicy: () => Promise<Judgement | null>;
  byAcl: () => Promise<Judgement | null>;
}

async function judgePublic(bucket: S3Bucket, { verb, byPolicy, byAcl }: Ways): Promise<Judgement> {
  const block = await blockInForce(bucket);
  if (neutralisesEverything(block)) return pass('Block Public Access keeps the public out');
  const failure = await firstFailure([
    async () => (block.restrictPublicBuckets ? null : byPolicy()),
    async () => (block.ignorePublicAcls ? null : byAcl()),
  ]);
  if (failure === null) return pass(`Neither the policy nor the ACL lets the public ${verb}`);
  return { ...failure, evidence: { ...failure.evidence, blockPublicAccess: flagsAsEvidence(block) } };
}

/** S3 itself says first whether the policy is public at all; only then is it read to see what it gives away. */
async function failureByPublicPolicy(bucket: S3Bucket) {
  const { isPublic } = await bucket.policyStatus();
  if (!isPublic) return null;
  const failure = await failureByPolicy(bucket, READ_ACTIONS, 'read');
  if (failure !== null) return failure;

  const policy = await bucket.policy();
  if (policy !== null && publicGrants(policy, WRITE_ACTIONS).length > 0) return null;
  // S3 counts the policy as public for a reason that is not understood here: that is no ground to call it safe.
  return fail('S3 counts the bucket policy as public', { policyStatus: { isPublic } });
}
