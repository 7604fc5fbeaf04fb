import { z } from 'zod';
import type { Account } from '../../../sandbox/aws/estate/estate';
import { REGION } from './estate';

const EC2_PAGE = 1000;
const METRICS_PER_CALL = 500;

/** What the account holds, as far as the number of calls depends on it. */
interface Counts {
  /** Resources of a kind, by the name that the estate gives it, in the region or in the account. */
  of(kind: string): number;
  buckets: number;
  /** Whose public access is not blocked in full, by the account or by themselves. */
  openBuckets: number;
  principals: number;
  /** Of the account itself; AWS's own keys need not be asked. */
  ownKeys: number;
  instanceSnapshots: number;
  clusterSnapshots: number;
  plainInstanceSnapshots: number;
  plainClusterSnapshots: number;
  sharesSnapshots: boolean;
}

const pages = (items: number, page: number) => Math.max(1, Math.ceil(items / page));

/**
 * The cheap form: what each operation may cost. A list is as many pages as its largest page makes of it; a question per
 * resource is asked of those resources only that some rule cannot judge without.
 */
const BUDGET: Record<string, (counts: Counts) => number> = {
  's3:ListBuckets': ({ buckets }) => pages(buckets, 10_000),
  's3control:GetPublicAccessBlock': () => 1,
  's3:GetPublicAccessBlock': ({ buckets }) => buckets,
  's3:GetBucketPolicy': ({ buckets }) => buckets,
  's3:GetBucketOwnershipControls': ({ buckets }) => buckets,
  's3:GetBucketLifecycleConfiguration': ({ buckets }) => buckets,
  's3:GetBucketPolicyStatus': ({ openBuckets }) => openBuckets,
  's3:GetBucketAcl': ({ openBuckets }) => openBuckets,
  's3:GetBucketTagging': ({ openBuckets }) => openBuckets,

  'iam:GetAccountAuthorizationDetails': ({ principals }) => pages(principals, 1000),
  // Asked again until AWS has made it: started, in progress, there.
  'iam:GenerateCredentialReport': () => 3,
  'iam:GetCredentialReport': () => 1,
  'iam:GetAccountSummary': () => 1,
  'iam:GetAccountPasswordPolicy': () => 1,
  'iam:ListOrganizationsFeatures': () => 1,
  'iam:ListVirtualMFADevices': () => 1,
  'iam:ListServerCertificates': () => 1,
  'iam:ListEntitiesForPolicy': () => 1,
  'account:GetAlternateContact': () => 1,
  'access-analyzer:ListAnalyzers': () => 1,

  'ec2:DescribeSecurityGroups': (counts) => pages(counts.of('securityGroups'), EC2_PAGE),
  'ec2:DescribeNetworkInterfaces': (counts) =>
    pages(counts.of('networkInterfaces') + counts.of('instances'), EC2_PAGE),
  'ec2:DescribeInstances': (counts) => pages(counts.of('instances'), EC2_PAGE),
  'ec2:DescribeInstanceAttribute': (counts) => counts.of('instances'),
  'ec2:DescribeVolumes': (counts) => pages(counts.of('volumes'), EC2_PAGE),
  // The public ones, which AWS picks out itself, and all of them for their age.
  'ec2:DescribeSnapshots': (counts) =>
    (counts.sharesSnapshots ? 1 : 0) + pages(counts.of('snapshots'), EC2_PAGE),
  'ec2:DescribeImages': (counts) => pages(counts.of('images'), EC2_PAGE),
  'ec2:DescribeAddresses': () => 1,
  'ec2:DescribeKeyPairs': () => 1,
  'ec2:DescribeVpcs': (counts) => pages(counts.of('vpcs'), EC2_PAGE),
  'ec2:DescribeFlowLogs': (counts) => pages(counts.of('vpcs'), EC2_PAGE),
  'ec2:DescribeSubnets': (counts) => pages(counts.of('subnets'), EC2_PAGE),
  'ec2:DescribeRouteTables': (counts) => pages(counts.of('routeTables'), 100),
  'ec2:DescribeNetworkAcls': (counts) => pages(counts.of('networkAcls'), EC2_PAGE),
  'ec2:DescribeNatGateways': (counts) => pages(counts.of('natGateways'), EC2_PAGE),
  'ec2:DescribeTransitGateways': (counts) => pages(counts.of('transitGateways'), EC2_PAGE),
  'ec2:DescribeLaunchTemplates': (counts) => pages(counts.of('launchTemplates'), 200),
  'ec2:DescribeLaunchTemplateVersions': (counts) => pages(2 * counts.of('launchTemplates'), 200),
  'ec2:GetEbsEncryptionByDefault': () => 1,
  'ec2:GetSnapshotBlockPublicAccessState': () => 1,
  'ec2:GetImageBlockPublicAccessState': () => 1,
  'ec2:GetInstanceMetadataDefaults': () => 1,
  'autoscaling:DescribeLaunchConfigurations': (counts) => pages(counts.of('launchConfigurations'), 100),
  'cloudwatch:GetMetricData': (counts) =>
    pages(counts.of('natGateways'), METRICS_PER_CALL) +
    pages(counts.of('databases'), METRICS_PER_CALL) +
    pages(counts.of('loadBalancers'), METRICS_PER_CALL),

  'rds:DescribeDBInstances': (counts) => pages(counts.of('databases'), 100),
  'rds:DescribeDBClusters': (counts) => pages(counts.of('databaseClusters'), 100),
  'rds:DescribeDBSnapshots': ({ instanceSnapshots }) => pages(instanceSnapshots, 100),
  'rds:DescribeDBClusterSnapshots': ({ clusterSnapshots }) => pages(clusterSnapshots, 100),
  'rds:DescribeDBSnapshotAttributes': ({ plainInstanceSnapshots }) => plainInstanceSnapshots,
  'rds:DescribeDBClusterSnapshotAttributes': ({ plainClusterSnapshots }) => plainClusterSnapshots,

  'lambda:ListFunctions': (counts) => pages(counts.of('functions'), 50),
  'lambda:GetPolicy': (counts) => counts.of('functions'),
  'lambda:ListFunctionUrlConfigs': (counts) => counts.of('functions'),

  'kms:ListAliases': (counts) => pages(counts.of('keys'), 100),
  'kms:ListKeys': (counts) => pages(counts.of('keys'), 1000),
  'kms:DescribeKey': ({ ownKeys }) => ownKeys,
  'kms:GetKeyRotationStatus': ({ ownKeys }) => ownKeys,
  'kms:GetKeyPolicy': ({ ownKeys }) => ownKeys,

  'cloudtrail:DescribeTrails': () => 1,
  'cloudtrail:GetTrailStatus': (counts) => counts.of('trails'),
  'cloudtrail:GetEventSelectors': (counts) => counts.of('trails'),
  'config:DescribeConfigurationRecorders': () => 1,
  'config:DescribeConfigurationRecorderStatus': () => 1,
  'config:DescribeDeliveryChannels': () => 1,
  'guardduty:ListDetectors': () => 1,
  'guardduty:GetDetector': () => 1,
  'securityhub:DescribeHub': () => 1,
  'securityhub:GetEnabledStandards': () => 1,

  'sqs:ListQueues': (counts) => pages(counts.of('queues'), 1000),
  'sqs:GetQueueAttributes': (counts) => counts.of('queues'),
  'sns:ListTopics': (counts) => pages(counts.of('topics'), 100),
  'sns:GetTopicAttributes': (counts) => counts.of('topics'),
  'secretsmanager:ListSecrets': (counts) => pages(counts.of('secrets'), 100),
  'secretsmanager:GetResourcePolicy': (counts) => counts.of('secrets'),
  'dynamodb:ListTables': (counts) => pages(counts.of('tables'), 100),
  'dynamodb:DescribeContinuousBackups': (counts) => counts.of('tables'),
  'dynamodb:GetResourcePolicy': (counts) => counts.of('tables'),
  'elasticfilesystem:DescribeFileSystems': (counts) => pages(counts.of('fileSystems'), 100),
  'elasticfilesystem:DescribeFileSystemPolicy': (counts) => counts.of('fileSystems'),
  'elasticloadbalancing:DescribeLoadBalancers': (counts) =>
    pages(counts.of('loadBalancers'), 400) + pages(counts.of('classicLoadBalancers'), 400),
  'elasticloadbalancing:DescribeListeners': (counts) => counts.of('loadBalancers'),
  'elasticloadbalancing:DescribeRules': (counts) => counts.of('loadBalancers'),
  'elasticloadbalancing:DescribeTargetGroups': (counts) => pages(counts.of('targetGroups'), 400),
  'elasticloadbalancing:DescribeTargetHealth': (counts) => counts.of('targetGroups'),
  'ecr:DescribeRepositories': (counts) => pages(counts.of('repositories'), 1000),
  'ecr:GetRepositoryPolicy': (counts) => counts.of('repositories'),
  'ecr:GetRegistryScanningConfiguration': () => 1,
  'eks:ListClusters': (counts) => pages(counts.of('clusters'), 100),
  'eks:DescribeCluster': (counts) => counts.of('clusters'),
  'eks:DescribeClusterVersions': () => 1,
  'redshift:DescribeClusters': (counts) => pages(counts.of('redshiftClusters'), 100),
  'es:ListDomainNames': () => 1,
  'es:DescribeDomains': (counts) => Math.ceil(counts.of('domains') / 5),
  'ssm:ListDocuments': (counts) => pages(counts.of('documents'), 50),
  'ssm:DescribeDocumentPermission': (counts) => counts.of('documents'),
  'ssm:GetServiceSetting': () => 1,
  'ssm:ListResourceComplianceSummaries': (counts) => pages(counts.of('instances'), 50),
  'cloudfront:ListDistributions': (counts) => pages(counts.of('distributions'), 100),
  'cloudfront:GetDistributionConfig': (counts) => counts.of('distributions'),
  's3:HeadBucket': (counts) => counts.of('distributions'),
  's3control:ListAccessPoints': (counts) => pages(counts.of('accessPoints'), 1000),
  's3control:GetAccessPoint': (counts) => counts.of('accessPoints'),
  's3control:ListMultiRegionAccessPoints': () => 1,
};

const listsSchema = z.record(z.string(), z.unknown());

function countsOf(account: Account): Counts {
  const region = account.regions[REGION];
  if (region === undefined) throw new Error(`The account has nothing in ${REGION}`);
  const lists: Record<string, unknown> = { ...listsSchema.parse(account), ...listsSchema.parse(region) };
  const snapshots = Object.values(region.databaseSnapshots).filter(({ type }) => type === 'manual');
  const ofKind = (wanted: string) => snapshots.filter(({ kind }) => kind === wanted);
  const plain = (wanted: string) => ofKind(wanted).filter(({ encrypted }) => !encrypted).length;
  const buckets = Object.values(account.s3.buckets);
  const { users, roles, groups, policies } = account.iam;
  return {
    of: (kind) => {
      const list = lists[kind];
      return typeof list === 'object' && list !== null ? Object.keys(list).length : 0;
    },
    buckets: buckets.length,
    openBuckets:
      account.s3.publicAccessBlock === 'all' ? 0 : buckets.filter(({ block }) => block !== 'all').length,
    principals: [users, roles, groups, policies].reduce((sum, list) => sum + Object.keys(list).length, 0),
    ownKeys: Object.values(region.keys).filter(({ manager }) => manager === 'CUSTOMER').length,
    instanceSnapshots: ofKind('instance').length,
    clusterSnapshots: ofKind('cluster').length,
    plainInstanceSnapshots: plain('instance'),
    plainClusterSnapshots: plain('cluster'),
    sharesSnapshots: region.ebs.snapshotBlock !== 'block-all-sharing',
  };
}

/** How often an operation may be called to read the account in one scope; null where nobody has said. */
export function budgetOf(account: Account): (operation: string) => number | null {
  const counts = countsOf(account);
  return (operation) => BUDGET[operation]?.(counts) ?? null;
}
