import { type Resource, resourceType } from '../define';

/** A distribution as ListDistributions lists it. Name: its first alias, or CloudFront's own domain. */
export interface Distribution extends Resource {
  /** `isS3`: a bucket asked as one, not by its website endpoint. */
  origins: { domainName: string; isS3: boolean }[];
  /** Empty when it has none. */
  defaultRootObject(): Promise<string>;
  /** ListDistributions knows no tags. */
  distributionTags(): Promise<Record<string, string>>;
  /** The buckets among its origins, website endpoints included, that exist in no account. */
  missingBuckets(): Promise<string[]>;
}

export const distribution = resourceType<Distribution>({
  key: 'cloudfront-distribution',
  type: 'AWS::CloudFront::Distribution',
  label: 'CloudFront distribution',
  scope: 'global',
  consolePage: ({ id, region }) => `/cloudfront/v4/home?region=${region}#/distributions/${id}`,
});
