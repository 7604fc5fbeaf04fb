import { accessDenied } from '../../access-denied';
import type { Bucket } from '../../estate/s3';
import type { Tags } from '../../estate/values';
import type { Call } from '../../service';
import { AwsError } from '../../wire/aws-error';
import { stableHex } from '../../world';

export const OWNER = 'owner';

export interface BucketHere {
  name: string;
  bucket: Bucket;
  region: string;
  tags: Tags;
}

/** The bucket of a request. Throws what S3 throws when it is nowhere, someone else's, or in another region. */
export function bucketOf(
  input: { Bucket?: string | undefined; ExpectedBucketOwner?: string | undefined },
  call: Call,
): BucketHere {
  const name = input.Bucket ?? '';
  const owner = call.world.estate.accounts.find((account) => name in account.s3.buckets);
  const bucket = owner?.s3.buckets[name];
  if (!owner || !bucket)
    throw new AwsError('NoSuchBucket', 404, 'The specified bucket does not exist', {
      fields: { BucketName: name },
    });
  const region = bucketRegion(name, { ...call, account: owner });
  if (region !== call.region) throw wrongRegion(name, region, call);
  const isForeign = owner.id !== call.account.id;
  if (isForeign || (input.ExpectedBucketOwner !== undefined && input.ExpectedBucketOwner !== owner.id))
    throw accessDenied(
      call.dialect,
      call.caller,
      call.operation,
      'because no resource-based policy allows the action',
      `"arn:aws:s3:::${name}"`,
    );
  return { name, bucket, region, tags: { ...owner.tags, ...bucket.tags } };
}

/** Where a bucket is: as declared, or in the first region of the estate. */
export function bucketRegion(name: string, call: Call): string {
  return call.account.s3.buckets[name]?.region ?? call.world.enabledRegions(call.account)[0] ?? 'us-east-1';
}

/** The 64 digits by which ACLs know an account. */
export function canonicalUserId(accountId: string): string {
  return stableHex(64, 'canonical user', accountId);
}

/** A regional endpoint redirects; an endpoint without a region of its own finds the signature made for the wrong one. */
function wrongRegion(name: string, region: string, call: Call): AwsError {
  const headers = { 'x-amz-bucket-region': region };
  if (call.location.realHost)
    return new AwsError(
      'PermanentRedirect',
      301,
      'The bucket you are attempting to access must be addressed using the specified endpoint. Please send all future requests to this endpoint.',
      { headers, fields: { Endpoint: `${name}.s3.${region}.amazonaws.com`, Bucket: name } },
    );
  return new AwsError(
    'AuthorizationHeaderMalformed',
    400,
    `The authorization header is malformed; the region '${call.region}' is wrong; expecting '${region}'`,
    { headers, fields: { Region: region } },
  );
}
