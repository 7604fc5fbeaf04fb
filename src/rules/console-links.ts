import { partitionOf } from '../domain/account';
import type { GuidanceTarget, ResourceType } from './define';

/** Where the console of each partition lives. */
const CONSOLE_DOMAINS: Record<string, string> = {
  aws: 'console.aws.amazon.com',
  'aws-us-gov': 'console.amazonaws-us-gov.com',
  'aws-cn': 'console.amazonaws.cn',
};

/** The region that shows what belongs to no region. */
const HOME_REGIONS: Record<string, string> = {
  aws: 'us-east-1',
  'aws-us-gov': 'us-gov-west-1',
  'aws-cn': 'cn-north-1',
};

/**
 * The page of the AWS console that shows a resource of that type, or null for a partition that is not known. Whoever follows
 * it has to be signed in to the account.
 */
export function consoleUrl(
  { consolePage }: Pick<ResourceType<never>, 'consolePage'>,
  target: GuidanceTarget,
): string | null {
  const partition = partitionOf(target.resourceArn);
  const domain = CONSOLE_DOMAINS[partition];
  const home = HOME_REGIONS[partition];
  if (domain === undefined || home === undefined) return null;
  const region = target.region === 'global' ? home : target.region;
  const path = consolePage({
    id: encoded(target.resourceId),
    arn: encoded(target.resourceArn),
    region: encoded(region),
    rawArn: target.resourceArn,
  });
  return `https://${encoded(region)}.${domain}${path}`;
}

/** For an address. The half of a surrogate pair, which encodeURIComponent throws at, leads nowhere either way. */
function encoded(text: string): string {
  return encodeURIComponent(text.replace(/\p{Surrogate}/gu, '\u{FFFD}'));
}
