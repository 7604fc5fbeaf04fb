import * as s3 from '@aws-sdk/client-s3';
import { toFlags } from '../estate/s3';
import { paginate } from '../paginate';
import { type Call, knownOperations, operation, type Service } from '../service';
import { AwsError } from '../wire/aws-error';
import { s3Dialect } from '../wire/dialect';
import { RestRoutes } from '../wire/rest-reader';
import { restXmlProtocol } from '../wire/rest-xml-protocol';
import { grantsOf } from './s3/acl';
import { splitBucket } from './s3/address';
import { type BucketHere, bucketOf, bucketRegion, canonicalUserId, OWNER } from './s3/buckets';
import { bucketPolicy } from './s3/policies';
import { isPublicPolicy } from './s3/policy-status';

const MAX_BUCKETS = 10_000;

export const s3Service: Service = {
  name: 's3',
  global: false,
  protocol: restXmlProtocol({
    routes: new RestRoutes({ ...s3 }, ['x-id']),
    namespace: 'http://s3.amazonaws.com/doc/2006-03-01/',
    wrapErrors: false,
    normalize: splitBucket,
  }),
  dialect: s3Dialect,
  known: knownOperations({ ...s3 }),
  operations: [
    operation(s3.ListBuckets$, listBuckets, { action: 's3:ListAllMyBuckets' }),
    operation(s3.HeadBucket$, headBucket, { action: 's3:ListBucket', answersStrangers: true }),
    operation(s3.GetBucketLifecycleConfiguration$, getLifecycle, { action: 's3:GetLifecycleConfiguration' }),
    operation(s3.GetBucketLocation$, getBucketLocation),
    operation(
      s3.GetPublicAccessBlock$,
      (input: s3.GetPublicAccessBlockRequest, call): s3.GetPublicAccessBlockOutput => {
        const flags = toFlags(bucketOf(input, call).bucket.block);
        if (!flags)
          throw missing(
            'NoSuchPublicAccessBlockConfiguration',
            'The public access block configuration was not found',
            input.Bucket,
          );
        return { PublicAccessBlockConfiguration: flags };
      },
      { action: 's3:GetBucketPublicAccessBlock' },
    ),
    operation(
      s3.GetBucketPolicy$,
      (input: s3.GetBucketPolicyRequest, call): s3.GetBucketPolicyOutput => ({
        Policy: JSON.stringify(policyOf(bucketOf(input, call))),
      }),
    ),
    operation(
      s3.GetBucketPolicyStatus$,
      (input: s3.GetBucketPolicyStatusRequest, call): s3.GetBucketPolicyStatusOutput => ({
        PolicyStatus: { IsPublic: isPublicPolicy(policyOf(bucketOf(input, call))) },
      }),
    ),
    operation(s3.GetBucketAcl$, (input: s3.GetBucketAclRequest, call): s3.GetBucketAclOutput => {
      const { bucket } = bucketOf(input, call);
      const owner = canonicalUserId(call.account.id);
      return { Owner: { ID: owner }, Grants: grantsOf(bucket.acl, owner) };
    }),
    operation(
      s3.GetBucketOwnershipControls$,
      (input: s3.GetBucketOwnershipControlsRequest, call): s3.GetBucketOwnershipControlsOutput => {
        const { bucket } = bucketOf(input, call);
        if (bucket.ownership === null)
          throw missing(
            'OwnershipControlsNotFoundError',
            'The bucket ownership controls were not found',
            input.Bucket,
          );
        return { OwnershipControls: { Rules: [{ ObjectOwnership: bucket.ownership }] } };
      },
    ),
    operation(s3.GetBucketTagging$, (input: s3.GetBucketTaggingRequest, call): s3.GetBucketTaggingOutput => {
      const { tags } = bucketOf(input, call);
      const TagSet = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
      if (TagSet.length === 0) throw missing('NoSuchTagSet', 'The TagSet does not exist', input.Bucket);
      return { TagSet };
    }),
  ],
};

/** Source: https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListBuckets.html */
function listBuckets(input: s3.ListBucketsRequest, call: Call): s3.ListBucketsOutput {
  const { MaxBuckets, ContinuationToken, Prefix, BucketRegion } = input;
  if (BucketRegion !== undefined && call.location.realHost && BucketRegion !== call.region)
    throw new AwsError(
      'InvalidArgument',
      400,
      `Argument value ${BucketRegion} is not allowed for this endpoint`,
    );
  // Without parameters AWS answers the old way: no region, and no pages.
  const isPaged = MaxBuckets !== undefined || ContinuationToken !== undefined;
  const isNewForm = isPaged || Prefix !== undefined || BucketRegion !== undefined;
  const all = Object.keys(call.account.s3.buckets)
    .sort()
    .filter((name) => Prefix === undefined || name.startsWith(Prefix))
    .map((name) => ({ Name: name, bucket: call.account.s3.buckets[name], region: bucketRegion(name, call) }))
    .filter(({ region }) => BucketRegion === undefined || region === BucketRegion);
  const { items, next } = isPaged
    ? paginate(
        all,
        {
          limit: MaxBuckets,
          token: ContinuationToken,
          max: MAX_BUCKETS,
          limitName: 'MaxBuckets',
          tokenName: 'ContinuationToken',
        },
        call,
      )
    : { items: all, next: undefined };
  return {
    Buckets: items.map(({ Name, bucket, region }) => ({
      Name,
      CreationDate: call.world.dateOf(bucket?.age ?? 0),
      ...(isNewForm ? { BucketRegion: region } : {}),
    })),
    Owner: { ID: canonicalUserId(call.account.id), DisplayName: OWNER },
    ContinuationToken: next,
    Prefix,
  };
}

function getBucketLocation(input: s3.GetBucketLocationRequest, call: Call): s3.GetBucketLocationOutput {
  const { region } = bucketOf(input, call);
  const constraint = Object.values(s3.BucketLocationConstraint).find((value) => value === region);
  return constraint === undefined ? {} : { LocationConstraint: constraint };
}

function policyOf({ name, bucket }: BucketHere) {
  const policy = bucketPolicy(name, bucket.policy);
  if (!policy) throw missing('NoSuchBucketPolicy', 'The bucket policy does not exist', name);
  return policy;
}

function missing(code: string, message: string, bucket: string | undefined): AwsError {
  return new AwsError(code, 404, message, { fields: { BucketName: bucket ?? '' } });
}

/** Whether a bucket exists S3 tells everybody: to those who may not ask it answers 403 and not 404. */
function headBucket(input: s3.HeadBucketRequest, call: Call): s3.HeadBucketOutput {
  const { region } = bucketOf(input, call);
  return { BucketRegion: region, AccessPointAlias: false, BucketArn: `arn:aws:s3:::${input.Bucket}` };
}

function getLifecycle(
  input: s3.GetBucketLifecycleConfigurationRequest,
  call: Call,
): s3.GetBucketLifecycleConfigurationOutput {
  const { lifecycle } = bucketOf(input, call).bucket;
  if (lifecycle === 'none')
    throw missing('NoSuchLifecycleConfiguration', 'The lifecycle configuration does not exist', input.Bucket);
  const rule: s3.LifecycleRule =
    typeof lifecycle === 'number'
      ? {
          ID: 'tidy',
          Status: 'Enabled',
          Filter: { Prefix: '' },
          AbortIncompleteMultipartUpload: { DaysAfterInitiation: lifecycle },
        }
      : {
          ID: 'logs',
          Status: lifecycle === 'disabled' ? 'Disabled' : 'Enabled',
          Filter: { Prefix: 'logs/' },
          Expiration: { Days: 30 },
        };
  return { Rules: [rule] };
}
