import type { Grant, LifecycleRule, ObjectOwnership } from '@aws-sdk/client-s3';
import { type Resource, resourceType } from '../define';
import type { PolicyDocument } from '../policy/document';

/** The four flags of S3 Block Public Access; all false where nothing is configured. */
export interface PublicAccessBlock {
  blockPublicAcls: boolean;
  ignorePublicAcls: boolean;
  blockPublicPolicy: boolean;
  restrictPublicBuckets: boolean;
}

/** What S3 keeps once for an account. Id: the account id; arn: `arn:aws:iam::<account>:root`; region `global`. */
export interface S3Account extends Resource {
  /** s3control:GetPublicAccessBlock; all false when AWS answers NoSuchPublicAccessBlockConfiguration. */
  publicAccessBlock(): Promise<PublicAccessBlock>;
}

/** A general purpose bucket. Region: the bucket's own, from ListBuckets. */
export interface S3Bucket extends Resource {
  /** The account's flags, read once for all buckets. */
  accountPublicAccessBlock(): Promise<PublicAccessBlock>;
  /** The bucket's own flags; all false when AWS answers NoSuchPublicAccessBlockConfiguration. */
  publicAccessBlock(): Promise<PublicAccessBlock>;
  /** What S3 itself says of the policy; not public when there is none (NoSuchBucketPolicy). */
  policyStatus(): Promise<{ isPublic: boolean }>;
  /** The bucket policy, or null when there is none (NoSuchBucketPolicy). */
  policy(): Promise<PolicyDocument | null>;
  /** The grants of the bucket's ACL. */
  acl(): Promise<Grant[]>;
  /** Null when no ownership controls are set, where ACLs apply (OwnershipControlsNotFoundError). */
  ownership(): Promise<ObjectOwnership | null>;
  /** GetBucketTagging; empty when AWS answers NoSuchTagSet. ListBuckets knows no tags. */
  bucketTags(): Promise<Record<string, string>>;
  /** The lifecycle rules; none when AWS answers NoSuchLifecycleConfiguration. */
  lifecycle(): Promise<LifecycleRule[]>;
}

/** An access point of a bucket. */
export interface S3AccessPoint extends Resource {
  bucket: string;
  /** Internet or VPC. */
  networkOrigin: string;
  publicAccessBlock(): Promise<PublicAccessBlock>;
}

/** A Multi-Region access point. */
export interface S3MultiRegionAccessPoint extends Resource {
  buckets: string[];
  publicAccessBlock: PublicAccessBlock;
}

export const s3Account = resourceType<S3Account>({
  key: 's3-account',
  type: 'AWS::::Account',
  label: 'S3 settings of the account',
  scope: 'global',
  consolePage: ({ region }) => `/s3/settings?region=${region}`,
});

export const s3Bucket = resourceType<S3Bucket>({
  key: 's3-bucket',
  type: 'AWS::S3::Bucket',
  label: 'S3 bucket',
  scope: 'global',
  consolePage: ({ id, region }) => `/s3/buckets/${id}?region=${region}&tab=permissions`,
});

export const s3AccessPoint = resourceType<S3AccessPoint>({
  key: 's3-access-point',
  type: 'AWS::S3::AccessPoint',
  label: 'S3 access point',
  scope: 'regional',
  consolePage: ({ id, region, rawArn }) =>
    `/s3/ap/${rawArn.split(':')[4] ?? ''}/${id}?region=${region}&tab=permissions`,
});

export const s3MultiRegionAccessPoint = resourceType<S3MultiRegionAccessPoint>({
  key: 's3-multi-region-access-point',
  type: 'AWS::S3::MultiRegionAccessPoint',
  label: 'S3 Multi-Region access point',
  scope: 'global',
  consolePage: ({ id }) => `/s3/mrap/${id}`,
});
