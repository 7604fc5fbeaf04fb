import type { AdvancedEventSelector, EventSelector } from '@aws-sdk/client-cloudtrail';
import { type Resource, resourceType } from '../define';

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
