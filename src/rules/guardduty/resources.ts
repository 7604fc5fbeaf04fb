import type { DetectorStatus } from '@aws-sdk/client-guardduty';
import { type Resource, resourceType } from '../define';

/** A detector as guardduty:GetDetector answers. */
export interface Detector {
  id: string;
  /** DISABLED while it is suspended. */
  status: DetectorStatus;
  /** ENABLED or DISABLED, by the name of the feature: S3_DATA_EVENTS, ... */
  features: ReadonlyMap<string, string>;
}

/** GuardDuty in a region, which has one detector or none. Id: the account id; arn: `arn:aws:iam::<account>:root`. */
export interface GuardDutyRegion extends Resource {
  /** Null when there is none. */
  detector(): Promise<Detector | null>;
}

export const guardDutyRegion = resourceType<GuardDutyRegion>({
  key: 'guardduty-region',
  type: 'AWS::GuardDuty::Detector',
  label: 'GuardDuty in the region',
  scope: 'regional',
  consolePage: ({ region }) => `/guardduty/home?region=${region}#/settings`,
});
