import { type Resource, resourceType } from '../define';

/** Security Hub in a region. Id: the account id; arn: `arn:aws:iam::<account>:root`. */
export interface SecurityHubRegion extends Resource {
  /** When it was subscribed to, as Security Hub writes it; null where the account is not subscribed. */
  hub(): Promise<{ arn: string; subscribedAt: string | null } | null>;
  /** The ARNs of the standards that are enabled, those that are being set up included. */
  enabledStandards(): Promise<string[]>;
}

export const securityHubRegion = resourceType<SecurityHubRegion>({
  key: 'securityhub-region',
  type: 'AWS::SecurityHub::Hub',
  label: 'Security Hub in the region',
  scope: 'regional',
  consolePage: ({ region }) => `/securityhub/home?region=${region}#/standards`,
});
