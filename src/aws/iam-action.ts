/** Where the IAM action that a policy has to allow is not called like the API. */
const ACTIONS = new Map([
  ['s3:ListBuckets', 's3:ListAllMyBuckets'],
  ['s3:HeadBucket', 's3:ListBucket'],
  ['s3:GetPublicAccessBlock', 's3:GetBucketPublicAccessBlock'],
  ['s3control:GetPublicAccessBlock', 's3:GetAccountPublicAccessBlock'],
  ['s3:GetBucketLifecycleConfiguration', 's3:GetLifecycleConfiguration'],
  ['s3control:ListAccessPoints', 's3:ListAccessPoints'],
  ['s3control:GetAccessPoint', 's3:GetAccessPoint'],
  ['s3control:ListMultiRegionAccessPoints', 's3:ListMultiRegionAccessPoints'],
]);

/** The IAM action that a policy has to allow for the operation: `s3:GetBucketPublicAccessBlock`. */
export function iamActionOf(operation: string): string {
  return ACTIONS.get(operation) ?? operation;
}
