import {
  DescribeTrailsCommand,
  GetEventSelectorsCommand,
  GetTrailStatusCommand,
} from '@aws-sdk/client-cloudtrail';
import {
  DescribeAddressesCommand,
  DescribeFlowLogsCommand,
  DescribeImagesCommand,
  DescribeInstancesCommand,
  DescribeNetworkInterfacesCommand,
  DescribeRegionsCommand,
  DescribeSecurityGroupsCommand,
  DescribeSnapshotsCommand,
  DescribeVolumesCommand,
  DescribeVpcsCommand,
  GetEbsEncryptionByDefaultCommand,
  GetSnapshotBlockPublicAccessStateCommand,
} from '@aws-sdk/client-ec2';
import {
  GenerateCredentialReportCommand,
  GetAccountAuthorizationDetailsCommand,
  GetAccountPasswordPolicyCommand,
  GetAccountSummaryCommand,
  GetCredentialReportCommand,
  ListOrganizationsFeaturesCommand,
} from '@aws-sdk/client-iam';
import {
  DescribeKeyCommand,
  GetKeyRotationStatusCommand,
  ListAliasesCommand,
  ListKeysCommand,
} from '@aws-sdk/client-kms';
import { ListFunctionsCommand } from '@aws-sdk/client-lambda';
import {
  DescribeDBClusterSnapshotAttributesCommand,
  DescribeDBClusterSnapshotsCommand,
  DescribeDBInstancesCommand,
  DescribeDBSnapshotAttributesCommand,
  DescribeDBSnapshotsCommand,
} from '@aws-sdk/client-rds';
import {
  GetBucketAclCommand,
  GetBucketOwnershipControlsCommand,
  GetBucketPolicyCommand,
  GetBucketPolicyStatusCommand,
  GetBucketTaggingCommand,
  GetPublicAccessBlockCommand,
  ListBucketsCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { GetPublicAccessBlockCommand as GetAccountPublicAccessBlockCommand } from '@aws-sdk/client-s3-control';
import { UnreadableError } from '../scan/evaluate/unreadable';
import type { AwsSession } from './session';

/** The smallest page that EC2 and RDS take. */
const EC2_SMALLEST = 5;
const RDS_SMALLEST = 20;

/** Asks for the read; answers why it could not be asked, or nothing when AWS answered. Rejects with an UnreadableError. */
type Probe = () => Promise<unknown>;

class Skipped {
  readonly reason: string;
  constructor(reason: string) {
    this.reason = reason;
  }
}

/** AWS lets the caller ask, and answers that there is nothing of the kind or that this is not the moment. */
const ALLOWED_ALL_THE_SAME = new Set([
  'AccountNotManagementOrDelegatedAdministratorException',
  'NoSuchBucketPolicy',
  'NoSuchEntity',
  'NoSuchEntityException',
  'NoSuchPublicAccessBlockConfiguration',
  'NoSuchTagSet',
  'OrganizationNotFoundException',
  'OrganizationNotInAllFeaturesModeException',
  'OwnershipControlsNotFoundError',
  'CredentialReportNotPresentException',
  'CredentialReportNotReadyException',
  'CredentialReportExpiredException',
  'ReportExpired',
  'ReportInProgress',
  'ReportNotPresent',
  'ServiceAccessNotEnabledException',
  'UnsupportedOperationException',
]);

/** One cheap read for each permission that rules need. */
export class ConnectionProbes {
  readonly #probes: Map<string, Probe>;

  constructor(session: AwsSession) {
    this.#probes = new Map([
      ...s3Probes(session),
      ...ec2Probes(session),
      ...iamProbes(session),
      ...rdsProbes(session),
      ...kmsProbes(session),
      ...cloudTrailProbes(session),
    ]);
  }

  /** Null when AWS answered; otherwise why it was not asked. Throws an UnreadableError when AWS refused. */
  async probe(permission: string): Promise<string | null> {
    const probe = this.#probes.get(permission);
    if (probe === undefined) return 'There is no test for this permission; a scan will tell.';
    try {
      const answer = await probe();
      return answer instanceof Skipped ? answer.reason : null;
    } catch (error) {
      if (error instanceof UnreadableError && ALLOWED_ALL_THE_SAME.has(error.code ?? '')) return null;
      throw error;
    }
  }
}

function s3Probes(session: AwsSession): [string, Probe][] {
  const { clients, accountId } = session;
  const first = session.question(async () => {
    const answer = await clients.s3().send(new ListBucketsCommand({ MaxBuckets: 1 }));
    return answer.Buckets?.[0];
  });
  const ofBucket =
    (ask: (s3: S3Client, Bucket: string) => Promise<unknown>): Probe =>
    async () => {
      const bucket = await firstOf(first, 'the list of buckets');
      if (bucket instanceof Skipped) return bucket;
      if (bucket?.Name === undefined) return new Skipped('The account has no bucket to ask about.');
      return ask(clients.s3In(bucket.BucketRegion ?? session.region), bucket.Name);
    };
  return [
    ['s3:ListAllMyBuckets', first],
    [
      's3:GetAccountPublicAccessBlock',
      () => clients.s3Control().send(new GetAccountPublicAccessBlockCommand({ AccountId: accountId })),
    ],
    [
      's3:GetBucketPublicAccessBlock',
      ofBucket((s3, Bucket) => s3.send(new GetPublicAccessBlockCommand({ Bucket }))),
    ],
    ['s3:GetBucketPolicy', ofBucket((s3, Bucket) => s3.send(new GetBucketPolicyCommand({ Bucket })))],
    [
      's3:GetBucketPolicyStatus',
      ofBucket((s3, Bucket) => s3.send(new GetBucketPolicyStatusCommand({ Bucket }))),
    ],
    ['s3:GetBucketAcl', ofBucket((s3, Bucket) => s3.send(new GetBucketAclCommand({ Bucket })))],
    [
      's3:GetBucketOwnershipControls',
      ofBucket((s3, Bucket) => s3.send(new GetBucketOwnershipControlsCommand({ Bucket }))),
    ],
    ['s3:GetBucketTagging', ofBucket((s3, Bucket) => s3.send(new GetBucketTaggingCommand({ Bucket })))],
  ];
}

function ec2Probes({ clients }: AwsSession): [string, Probe][] {
  const ec2 = clients.ec2();
  const MaxResults = EC2_SMALLEST;
  return [
    ['ec2:DescribeAddresses', () => ec2.send(new DescribeAddressesCommand({}))],
    ['ec2:DescribeFlowLogs', () => ec2.send(new DescribeFlowLogsCommand({ MaxResults }))],
    ['ec2:DescribeImages', () => ec2.send(new DescribeImagesCommand({ Owners: ['self'], MaxResults }))],
    ['ec2:DescribeInstances', () => ec2.send(new DescribeInstancesCommand({ MaxResults }))],
    ['ec2:DescribeNetworkInterfaces', () => ec2.send(new DescribeNetworkInterfacesCommand({ MaxResults }))],
    ['ec2:DescribeRegions', () => ec2.send(new DescribeRegionsCommand({}))],
    ['ec2:DescribeSecurityGroups', () => ec2.send(new DescribeSecurityGroupsCommand({ MaxResults }))],
    [
      'ec2:DescribeSnapshots',
      () => ec2.send(new DescribeSnapshotsCommand({ OwnerIds: ['self'], MaxResults })),
    ],
    ['ec2:DescribeVolumes', () => ec2.send(new DescribeVolumesCommand({ MaxResults }))],
    ['ec2:DescribeVpcs', () => ec2.send(new DescribeVpcsCommand({ MaxResults }))],
    ['ec2:GetEbsEncryptionByDefault', () => ec2.send(new GetEbsEncryptionByDefaultCommand({}))],
    [
      'ec2:GetSnapshotBlockPublicAccessState',
      () => ec2.send(new GetSnapshotBlockPublicAccessStateCommand({})),
    ],
    ['lambda:ListFunctions', () => clients.lambda().send(new ListFunctionsCommand({ MaxItems: 1 }))],
  ];
}

function iamProbes({ clients }: AwsSession): [string, Probe][] {
  const iam = clients.iam();
  return [
    ['iam:GenerateCredentialReport', () => iam.send(new GenerateCredentialReportCommand({}))],
    ['iam:GetCredentialReport', () => iam.send(new GetCredentialReportCommand({}))],
    [
      'iam:GetAccountAuthorizationDetails',
      () => iam.send(new GetAccountAuthorizationDetailsCommand({ MaxItems: 1 })),
    ],
    ['iam:GetAccountPasswordPolicy', () => iam.send(new GetAccountPasswordPolicyCommand({}))],
    ['iam:GetAccountSummary', () => iam.send(new GetAccountSummaryCommand({}))],
    ['iam:ListOrganizationsFeatures', () => iam.send(new ListOrganizationsFeaturesCommand({}))],
  ];
}

function rdsProbes(session: AwsSession): [string, Probe][] {
  const rds = session.clients.rds();
  const list = { SnapshotType: 'manual', MaxRecords: RDS_SMALLEST };
  const snapshot = session.question(async () => {
    const answer = await rds.send(new DescribeDBSnapshotsCommand(list));
    return answer.DBSnapshots?.[0]?.DBSnapshotIdentifier;
  });
  const clusterSnapshot = session.question(async () => {
    const answer = await rds.send(new DescribeDBClusterSnapshotsCommand(list));
    return answer.DBClusterSnapshots?.[0]?.DBClusterSnapshotIdentifier;
  });
  return [
    ['rds:DescribeDBInstances', () => rds.send(new DescribeDBInstancesCommand({ MaxRecords: RDS_SMALLEST }))],
    ['rds:DescribeDBSnapshots', snapshot],
    ['rds:DescribeDBClusterSnapshots', clusterSnapshot],
    [
      'rds:DescribeDBSnapshotAttributes',
      async () => {
        const id = await firstOf(snapshot, 'the list of snapshots');
        if (id instanceof Skipped) return id;
        if (id === undefined)
          return new Skipped(`There is no manual snapshot in ${session.region} to ask about.`);
        return rds.send(new DescribeDBSnapshotAttributesCommand({ DBSnapshotIdentifier: id }));
      },
    ],
    [
      'rds:DescribeDBClusterSnapshotAttributes',
      async () => {
        const id = await firstOf(clusterSnapshot, 'the list of cluster snapshots');
        if (id instanceof Skipped) return id;
        if (id === undefined)
          return new Skipped(`There is no manual cluster snapshot in ${session.region} to ask about.`);
        return rds.send(new DescribeDBClusterSnapshotAttributesCommand({ DBClusterSnapshotIdentifier: id }));
      },
    ],
  ];
}

function kmsProbes(session: AwsSession): [string, Probe][] {
  const kms = session.clients.kms();
  const key = session.question(async () => {
    const answer = await kms.send(new ListKeysCommand({ Limit: 1 }));
    return answer.Keys?.[0]?.KeyId;
  });
  const ofKey =
    (ask: (KeyId: string) => Promise<unknown>): Probe =>
    async () => {
      const id = await firstOf(key, 'the list of keys');
      if (id instanceof Skipped) return id;
      return id === undefined ? new Skipped(`There is no key in ${session.region} to ask about.`) : ask(id);
    };
  return [
    ['kms:ListKeys', key],
    ['kms:ListAliases', () => kms.send(new ListAliasesCommand({ Limit: 1 }))],
    ['kms:DescribeKey', ofKey((KeyId) => kms.send(new DescribeKeyCommand({ KeyId })))],
    ['kms:GetKeyRotationStatus', ofKey((KeyId) => kms.send(new GetKeyRotationStatusCommand({ KeyId })))],
  ];
}

function cloudTrailProbes(session: AwsSession): [string, Probe][] {
  const { clients } = session;
  const trail = session.question(async () => {
    const answer = await clients.cloudTrail().send(new DescribeTrailsCommand({ includeShadowTrails: true }));
    return answer.trailList?.[0];
  });
  const ofTrail =
    (ask: (arn: string, region: string) => Promise<unknown>): Probe =>
    async () => {
      const first = await firstOf(trail, 'the list of trails');
      if (first instanceof Skipped) return first;
      if (first?.TrailARN === undefined) return new Skipped('The account has no trail to ask about.');
      return ask(first.TrailARN, first.HomeRegion ?? session.region);
    };
  return [
    ['cloudtrail:DescribeTrails', trail],
    [
      'cloudtrail:GetTrailStatus',
      ofTrail((Name, region) => clients.cloudTrailIn(region).send(new GetTrailStatusCommand({ Name }))),
    ],
    [
      'cloudtrail:GetEventSelectors',
      ofTrail((TrailName, region) =>
        clients.cloudTrailIn(region).send(new GetEventSelectorsCommand({ TrailName })),
      ),
    ],
  ];
}

/** The first of a list, or that there is nothing to ask about because the list itself was refused. */
async function firstOf<T>(list: () => Promise<T>, what: string): Promise<T | Skipped> {
  try {
    return await list();
  } catch (error) {
    if (error instanceof UnreadableError)
      return new Skipped(`Not tested, because ${what} could not be read.`);
    throw error;
  }
}
