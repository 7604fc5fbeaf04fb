import { type Resource, resourceType } from '../define';

/** What a configuration recorder records, and whether it does. */
export interface Recorder {
  name: string;
  allSupported: boolean;
  /** Types that a recorder of "all but these" leaves out; null for a recorder of another strategy. */
  exclusions: string[] | null;
  /** Types that a recorder of named types records. */
  resourceTypes: string[];
  recording: boolean;
  /** SUCCESS, FAILURE, PENDING; null before the first delivery. */
  lastStatus: string | null;
  lastErrorMessage: string | null;
}

/** AWS Config in a region. Id: the account id; arn: `arn:aws:iam::<account>:root`. */
export interface ConfigRegion extends Resource {
  /** The recorder of the account's own, or null; those that AWS services keep for themselves are not among them. */
  recorder(): Promise<Recorder | null>;
  /** The names of the delivery channels: one or none. */
  deliveryChannels(): Promise<string[]>;
}

export const configRegion = resourceType<ConfigRegion>({
  key: 'config-region',
  type: 'AWS::Config::ConfigurationRecorder',
  label: 'AWS Config in the region',
  scope: 'regional',
  consolePage: ({ region }) => `/config/home?region=${region}#/settings`,
});
