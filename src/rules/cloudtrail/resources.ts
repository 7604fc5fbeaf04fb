import type { AdvancedEventSelector, EventSelector } from '@aws-sdk/client-cloudtrail';
import { type Resource, resourceType } from '../define';
import type { S3Bucket } from '../s3/resources';

/** A trail of the account's own in its home region. Id: its name. */
export interface TrailResource extends Resource {
  logFileValidation: boolean;
  /** Null where the logs are encrypted with a key of S3's. */
  kmsKeyId: string | null;
}

/** A trail of the account's own and the bucket that it writes to. Id: its name. */
export interface TrailBucket extends Resource {
  bucketName: string;
  /** Null for a bucket that is not the account's. */
  bucket(): Promise<S3Bucket | null>;
}

/** A trail that DescribeTrails(includeShadowTrailsEnabled=true) lists, shadow and organization trails included. */
export interface Trail {
  name: string;
  arn: string;
  homeRegion: string;
  isMultiRegion: boolean;
  isOrganization: boolean;
  /** cloudtrail:GetTrailStatus with the trail's ARN, in its home region. */
  isLogging(): Promise<boolean>;
  /** cloudtrail:GetEventSelectors with the trail's ARN, in its home region. One of the lists is empty. */
  eventSelectors(): Promise<{ basic: EventSelector[]; advanced: AdvancedEventSelector[] }>;
}

/** What CloudTrail records for the account. Id: the account id; arn: `arn:aws:iam::<account>:root`; region `global`. */
export interface CloudTrailAccount extends Resource {
  trails(): Promise<Trail[]>;
}

export const cloudTrailAccount = resourceType<CloudTrailAccount>({
  key: 'cloudtrail-account',
  type: 'AWS::::Account',
  label: 'CloudTrail of the account',
  scope: 'global',
  consolePage: ({ region }) => `/cloudtrailv2/home?region=${region}#/trails`,
});

export const trail = resourceType<TrailResource>({
  key: 'cloudtrail-trail',
  type: 'AWS::CloudTrail::Trail',
  label: 'Trail',
  scope: 'regional',
  consolePage: ({ arn, region }) => `/cloudtrailv2/home?region=${region}#/trails/${arn}`,
});

export const trailBucket = resourceType<TrailBucket>({
  key: 'cloudtrail-trail-bucket',
  type: 'AWS::CloudTrail::Trail',
  label: 'Log bucket of a trail',
  scope: 'global',
  consolePage: ({ arn, region }) => `/cloudtrailv2/home?region=${region}#/trails/${arn}`,
});
