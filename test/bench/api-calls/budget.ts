import type { Account } from '../../../sandbox/aws/estate/estate';
import { type Counts, countsOf } from './counts';

/** What an operation may cost, and why it has to cost that. */
interface Cheap {
  calls(counts: Counts): number;
  why: string;
}

const pages = (items: number, page: number) => Math.max(1, Math.ceil(items / page));

/** One answer for the account or the region. */
const once = (why: string): Cheap => ({ calls: () => 1, why });

/** As many calls as the largest page that the API gives makes of the list; an empty one is a call too. */
const listOf = (count: string | ((counts: Counts) => number), page: number): Cheap => ({
  calls: (counts) => pages(typeof count === 'string' ? counts.of(count) : count(counts), page),
  why: `a list, ${page.toLocaleString('en')} a page`,
});

/** A call for each resource of a kind, because no list says it. */
const each = (count: string | ((counts: Counts) => number), why: string): Cheap => ({
  calls: (counts) => (typeof count === 'string' ? counts.of(count) : count(counts)),
  why,
});

const EC2_PAGE = 1000;
const METRICS_PER_CALL = 500;
const TAGS_PER_CALL = 20;
const NO_LIST_HAS_POLICIES = 'its policy is in no list';

/**
 * The cheap form: what each operation may cost. A list is as many pages as its largest page makes of it; a question per
 * resource is asked of those resources only that some rule cannot judge without. What is not here may not be called with
 * the rules' own parameters.
 */
const BUDGET: Record<string, Cheap> = {
  's3:ListBuckets': listOf(({ buckets }) => buckets, 10_000),
  's3control:GetPublicAccessBlock': once('of the account; all on, it spares the questions about buckets'),
  's3:GetPublicAccessBlock': each(({ buckets }) => buckets, 'the account does not block everything'),
  's3:GetBucketPolicy': each(({ buckets }) => buckets, 'in no list; one answer for five rules'),
  's3:GetBucketOwnershipControls': each(({ buckets }) => buckets, 'in no list'),
  's3:GetBucketLifecycleConfiguration': each(({ buckets }) => buckets, 'in no list'),
  's3:GetBucketPolicyStatus': each(
    ({ openBuckets }) => openBuckets,
    'only where public access is not blocked',
  ),
  's3:GetBucketAcl': each(({ openBuckets }) => openBuckets, 'only where public access is not blocked'),
  's3control:ListAccessPoints': listOf('accessPoints', 1000),
  's3control:GetAccessPoint': each('accessPoints', 'its block is in no list'),
  's3control:ListMultiRegionAccessPoints': listOf(() => 1, 100),

  'iam:GetAccountAuthorizationDetails': {
    ...listOf(({ principals }) => principals, 1000),
    why: 'users, roles, groups and policies with all that they say, 1,000 a page',
  },
  'iam:GenerateCredentialReport': {
    calls: () => 3,
    why: 'until AWS has made it: started, in progress, there',
  },
  'iam:GetCredentialReport': once('passwords, MFA and keys of all users'),
  'iam:GetAccountSummary': once('the root user'),
  'iam:GetAccountPasswordPolicy': once('one for all rules of the password policy'),
  'iam:ListVirtualMFADevices': once('whether the root user has a virtual one'),
  'iam:ListServerCertificates': once('a list, 1,000 a page'),
  'iam:ListEntitiesForPolicy': once('who holds AWSSupportAccess'),
  'account:GetAlternateContact': once('the security contact'),
  'access-analyzer:ListAnalyzers': once('an analyzer that is on is on the first page'),

  'ec2:DescribeSecurityGroups': listOf('securityGroups', EC2_PAGE),
  'ec2:DescribeNetworkInterfaces': listOf(
    (counts) => counts.of('networkInterfaces') + counts.of('instances'),
    EC2_PAGE,
  ),
  'ec2:DescribeInstances': listOf('instances', EC2_PAGE),
  'ec2:DescribeInstanceAttribute': each(({ liveInstances }) => liveInstances, 'user data is in no list'),
  'ec2:DescribeVolumes': listOf('volumes', EC2_PAGE),
  'ec2:DescribeSnapshots': {
    calls: (counts) => (counts.sharesSnapshots ? 1 : 0) + pages(counts.of('snapshots'), EC2_PAGE),
    why: 'the public ones, which AWS picks out itself, and all of them for their age, 1,000 a page',
  },
  'ec2:DescribeImages': listOf('images', EC2_PAGE),
  'ec2:DescribeAddresses': once('has no pages'),
  'ec2:DescribeKeyPairs': once('has no pages'),
  'ec2:DescribeVpcs': listOf('vpcs', EC2_PAGE),
  'ec2:DescribeFlowLogs': listOf('vpcs', EC2_PAGE),
  'ec2:DescribeSubnets': listOf('subnets', EC2_PAGE),
  'ec2:DescribeRouteTables': listOf('routeTables', 100),
  'ec2:DescribeNetworkAcls': listOf('networkAcls', EC2_PAGE),
  'ec2:DescribeNatGateways': listOf('natGateways', EC2_PAGE),
  'ec2:DescribeTransitGateways': listOf('transitGateways', EC2_PAGE),
  'ec2:DescribeLaunchTemplateVersions': {
    ...listOf((counts) => 2 * counts.of('launchTemplates'), 200),
    why: 'the default and the latest version of all templates, 200 a page',
  },
  'ec2:GetEbsEncryptionByDefault': once('a setting of the region'),
  'ec2:GetSnapshotBlockPublicAccessState': once('a setting of the region'),
  'ec2:GetImageBlockPublicAccessState': once('a setting of the region'),
  'autoscaling:DescribeAutoScalingGroups': listOf('autoScalingGroups', 100),
  'autoscaling:DescribeLaunchConfigurations': listOf('launchConfigurations', 100),
  'cloudwatch:GetMetricData': {
    calls: (counts) =>
      ['natGateways', 'databases', 'loadBalancers'].reduce(
        (calls, kind) => calls + pages(counts.of(kind), METRICS_PER_CALL),
        0,
      ),
    why: '500 metrics a call, for each kind that may be idle',
  },

  'rds:DescribeDBInstances': listOf('databases', 100),
  'rds:DescribeDBSnapshots': listOf(({ instanceSnapshots }) => instanceSnapshots, 100),
  'rds:DescribeDBClusterSnapshots': listOf(({ clusterSnapshots }) => clusterSnapshots, 100),
  'rds:DescribeDBSnapshotAttributes': each(
    ({ plainInstanceSnapshots }) => plainInstanceSnapshots,
    'only manual and unencrypted ones can be public',
  ),
  'rds:DescribeDBClusterSnapshotAttributes': each(
    ({ plainClusterSnapshots }) => plainClusterSnapshots,
    'only manual and unencrypted ones can be public',
  ),

  'lambda:ListFunctions': listOf('functions', 50),
  'lambda:GetPolicy': each('functions', NO_LIST_HAS_POLICIES),
  'lambda:ListFunctionUrlConfigs': each('functions', 'whether it has a URL is in no list'),

  'kms:ListAliases': { ...listOf('keys', 100), why: 'a list, 100 a page; shows which keys are AWS’s own' },
  'kms:ListKeys': listOf('keys', 1000),
  'kms:DescribeKey': each(({ ownKeys }) => ownKeys, 'state, kind and manager are in no list'),
  'kms:GetKeyPolicy': each(({ ownKeys }) => ownKeys, NO_LIST_HAS_POLICIES),
  'kms:GetKeyRotationStatus': each(({ rotatingKeys }) => rotatingKeys, 'only of keys that KMS can rotate'),

  'cloudtrail:DescribeTrails': once('has no pages'),
  'cloudtrail:GetTrailStatus': each('trails', 'whether it logs is in no list'),
  'cloudtrail:GetEventSelectors': each('trails', 'what it logs is in no list'),
  'config:DescribeConfigurationRecorders': once('one at the most'),
  'config:DescribeConfigurationRecorderStatus': once('one at the most'),
  'config:DescribeDeliveryChannels': once('one at the most'),
  'guardduty:ListDetectors': once('one at the most'),
  'guardduty:GetDetector': once('one answer for seven rules'),
  'securityhub:DescribeHub': once('one of the region'),
  'securityhub:GetEnabledStandards': once('of the region'),

  'sqs:ListQueues': listOf('queues', 1000),
  'sqs:GetQueueAttributes': each('queues', NO_LIST_HAS_POLICIES),
  'sns:ListTopics': listOf('topics', 100),
  'sns:GetTopicAttributes': each('topics', NO_LIST_HAS_POLICIES),
  'secretsmanager:ListSecrets': listOf('secrets', 100),
  'secretsmanager:GetResourcePolicy': each('secrets', NO_LIST_HAS_POLICIES),
  'dynamodb:ListTables': listOf('tables', 100),
  'dynamodb:DescribeContinuousBackups': each('tables', 'in no list'),
  'dynamodb:GetResourcePolicy': each('tables', NO_LIST_HAS_POLICIES),
  'elasticfilesystem:DescribeFileSystems': listOf('fileSystems', 100),
  'elasticfilesystem:DescribeFileSystemPolicy': each('fileSystems', NO_LIST_HAS_POLICIES),
  'elasticloadbalancing:DescribeLoadBalancers': {
    calls: (counts) => pages(counts.of('loadBalancers'), 400) + pages(counts.of('classicLoadBalancers'), 400),
    why: 'both generations, 400 a page',
  },
  'elasticloadbalancing:DescribeTags': {
    calls: (counts) =>
      Math.ceil(counts.of('loadBalancers') / TAGS_PER_CALL) +
      Math.ceil(counts.of('classicLoadBalancers') / TAGS_PER_CALL),
    why: 'in no list; 20 load balancers a call',
  },
  'elasticloadbalancing:DescribeListeners': each('loadBalancers', 'listed by load balancer only'),
  'elasticloadbalancing:DescribeRules': each(
    ({ redirectingListeners }) => redirectingListeners,
    'only of HTTP listeners that redirect unless a rule says otherwise',
  ),
  'ecr:DescribeRepositories': listOf('repositories', 1000),
  'ecr:GetRepositoryPolicy': each('repositories', NO_LIST_HAS_POLICIES),
  'ecr:GetRegistryScanningConfiguration': once('of the region'),
  'eks:ListClusters': listOf('clusters', 100),
  'eks:DescribeCluster': each('clusters', 'the list has names only; one answer for three rules'),
  'eks:DescribeClusterVersions': once('which versions AWS supports'),
  'redshift:DescribeClusters': listOf('redshiftClusters', 100),
  'es:ListDomainNames': once('has no pages'),
  'es:DescribeDomains': { calls: (counts) => Math.ceil(counts.of('domains') / 5), why: 'five names a call' },
  'ssm:ListDocuments': listOf('documents', 50),
  'ssm:DescribeDocumentPermission': each('documents', 'with whom it is shared is in no list'),
  'ssm:GetServiceSetting': once('a setting of the region'),
  'ssm:ListResourceComplianceSummaries': listOf('managedNodes', 50),
  'cloudfront:ListDistributions': listOf('distributions', 100),
  'cloudfront:GetDistributionConfig': each(
    ({ bucketDistributions }) => bucketDistributions,
    'the root object is in no list; only those with a bucket as origin',
  ),
  's3:HeadBucket': each(
    ({ foreignOrigins }) => foreignOrigins,
    'only buckets that are not the account’s own',
  ),
};

/** What may be said of an operation: how often it may be called to read an account in one scope, and why. */
export interface Budget {
  calls: number;
  why: string;
}

/** The budget of an account by operation; null where nobody has stated one. */
export function budgetOf(account: Account): (operation: string) => Budget | null {
  const counts = countsOf(account);
  return (operation) => {
    const cheap = BUDGET[operation];
    return cheap === undefined ? null : { calls: cheap.calls(counts), why: cheap.why };
  };
}
