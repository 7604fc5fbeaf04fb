import { partitionOf } from '../domain/account';
import type { GuidanceTarget } from './define';

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

/** The page of a resource within its region's console, from `/` on. `id` and `arn` are encoded for use in a URL. */
type Page = (target: { id: string; arn: string; region: string; rawArn: string }) => string;

const ec2 = (fragment: string) => (region: string) => `/ec2/home?region=${region}#${fragment}`;

const PAGES: Record<string, Page> = {
  's3-account': ({ region }) => `/s3/settings?region=${region}`,
  's3-bucket': ({ id, region }) => `/s3/buckets/${id}?region=${region}&tab=permissions`,
  'ebs-region': ({ region }) => ec2('Settings:tab=dataProtectionAndSecurity')(region),
  'ebs-volume': ({ id, region }) => ec2(`VolumeDetails:volumeId=${id}`)(region),
  'ebs-public-snapshot': ({ id, region }) => ec2(`SnapshotDetails:snapshotId=${id}`)(region),
  'ec2-image': ({ id, region }) => ec2(`ImageDetails:imageId=${id}`)(region),
  'ec2-security-group': ({ id, region }) => ec2(`SecurityGroup:groupId=${id}`)(region),
  'ec2-instance': ({ id, region }) => ec2(`InstanceDetails:instanceId=${id}`)(region),
  'ec2-elastic-ip': ({ id, region }) => ec2(`ElasticIpDetails:AllocationId=${id}`)(region),
  vpc: ({ id, region }) => `/vpcconsole/home?region=${region}#VpcDetails:VpcId=${id}`,
  'iam-root-user': ({ region }) => `/iam/home?region=${region}#/security_credentials`,
  'iam-password-policy': ({ region }) => `/iam/home?region=${region}#/account_settings`,
  'iam-user': ({ id, region }) =>
    `/iam/home?region=${region}#/users/details/${id}?section=security_credentials`,
  'iam-access-key': ({ id, region }) =>
    `/iam/home?region=${region}#/users/details/${id.replace(/%2Faccess_key_[12]$/, '')}?section=security_credentials`,
  'iam-managed-policy': ({ arn, region }) =>
    `/iam/home?region=${region}#/policies/details/${arn}?section=permissions`,
  'rds-instance': ({ id, region }) => `/rds/home?region=${region}#database:id=${id};is-cluster=false`,
  'rds-snapshot': ({ id, region, rawArn }) => {
    const engine = rawArn.split(':')[5] === 'cluster-snapshot' ? 'cluster' : 'instance';
    return `/rds/home?region=${region}#db-snapshot:engine=${engine};id=${id}`;
  },
  'cloudtrail-account': ({ region }) => `/cloudtrailv2/home?region=${region}#/trails`,
  'kms-key': ({ id, region }) => `/kms/home?region=${region}#/kms/keys/${id}`,
};

/**
 * The page of the AWS console that shows the resource, or null for a kind or a partition that is not known. Takes the key
 * of the rule's resource type (`rule.resource.key`). Whoever follows it has to be signed in to the account.
 */
export function consoleUrl(resourceKey: string, target: GuidanceTarget): string | null {
  const partition = partitionOf(target.resourceArn);
  const domain = CONSOLE_DOMAINS[partition];
  const home = HOME_REGIONS[partition];
  const page = PAGES[resourceKey];
  if (domain === undefined || home === undefined || page === undefined) return null;
  const region = target.region === 'global' ? home : target.region;
  const path = page({
    id: encodeURIComponent(target.resourceId),
    arn: encodeURIComponent(target.resourceArn),
    region: encodeURIComponent(region),
    rawArn: target.resourceArn,
  });
  return `https://${encodeURIComponent(region)}.${domain}${path}`;
}
