import {
  type DBClusterSnapshot,
  type DBInstance,
  type DBSnapshot,
  DescribeDBClusterSnapshotAttributesCommand,
  DescribeDBClusterSnapshotsCommand,
  DescribeDBInstancesCommand,
  DescribeDBSnapshotAttributesCommand,
  DescribeDBSnapshotsCommand,
  RDSClient,
  type Tag,
} from '@aws-sdk/client-rds';
import { type RdsInstance, type RdsSnapshot, rdsInstance, rdsSnapshot } from '../../rules/rds/resources';
import { whileItExists } from '../absent';
import { type Metric, type MetricSum, metricSums } from '../metrics';
import { joinListings, readItems, readListing, toListing } from '../read-list';
import type { AwsSession } from '../session';
import type { SharedLists } from '../shared-lists';
import { Source } from '../source';
import type { Readers } from './readers';
import { leadsToInternet } from './subnet-routing';
import { nameOf, tagsOf } from './tags';

/** The largest that RDS takes. */
const RDS_PAGE = 100;

const connectionsTo = (id: string): Metric => ({
  namespace: 'AWS/RDS',
  name: 'DatabaseConnections',
  dimensions: { DBInstanceIdentifier: id },
});

export function rdsReaders(session: AwsSession, lists: SharedLists): Readers {
  const { region } = session;
  const rds = session.clients.regional('rds', RDSClient);

  const instances = new Source('rds:DescribeDBInstances', region);
  const toInstance = (instance: DBInstance, sums: MetricSum): RdsInstance => {
    const id = instances.required(instance.DBInstanceIdentifier, 'DBInstanceIdentifier');
    const { Address, Port } = instance.Endpoint ?? {};
    return {
      id,
      arn: instances.required(instance.DBInstanceArn, 'DBInstanceArn'),
      region,
      ...nameOf(instance.TagList),
      tags: tagsOf(instance.TagList),
      engine: instance.Engine ?? '',
      status: instance.DBInstanceStatus ?? '',
      endpoint: Address === undefined || Port === undefined ? null : { address: Address, port: Port },
      securityGroupIds: (instance.VpcSecurityGroups ?? []).flatMap((group) => group.VpcSecurityGroupId ?? []),
      engineVersion: instance.EngineVersion ?? '',
      instanceClass: instance.DBInstanceClass ?? '',
      replicaOf: instance.ReadReplicaSourceDBInstanceIdentifier ?? null,
      vpcId: instance.DBSubnetGroup?.VpcId ?? null,
      get storageEncrypted() {
        return instances.required(instance.StorageEncrypted, `StorageEncrypted of ${id}`);
      },
      get autoMinorVersionUpgrade() {
        return instances.required(instance.AutoMinorVersionUpgrade, `AutoMinorVersionUpgrade of ${id}`);
      },
      get backupRetentionDays() {
        return instances.required(instance.BackupRetentionPeriod, `BackupRetentionPeriod of ${id}`);
      },
      get createdAt() {
        return instances.required(instance.InstanceCreateTime, `InstanceCreateTime of ${id}`).getTime();
      },
      subnetRouting: async () => {
        const { VpcId = '', Subnets } = instance.DBSubnetGroup ?? {};
        const subnets = instances.required(Subnets, `Subnets of ${id}`);
        const tables = await lists.routeTables.all();
        return subnets.flatMap(({ SubnetIdentifier: subnetId }) =>
          subnetId === undefined ? [] : [{ subnetId, toInternet: leadsToInternet(tables, subnetId, VpcId) }],
        );
      },
      connections: (days) => sums(connectionsTo(id), days),
      get publiclyAccessible() {
        return instances.required(instance.PubliclyAccessible, `PubliclyAccessible of ${id}`);
      },
    };
  };

  const snapshots = new Source('rds:DescribeDBSnapshots', region);
  const toSnapshot = (listed: DBSnapshot): RdsSnapshot =>
    snapshotOf(snapshots, 'instance', {
      id: listed.DBSnapshotIdentifier,
      arn: listed.DBSnapshotArn,
      encrypted: listed.Encrypted,
      sourceId: listed.DBInstanceIdentifier,
      engine: listed.Engine,
      tags: listed.TagList,
      attributes: async (id) => {
        const command = new DescribeDBSnapshotAttributesCommand({ DBSnapshotIdentifier: id });
        const gone = ['DBSnapshotNotFound', 'DBSnapshotNotFoundFault'];
        const answer = await whileItExists(rds.send(command), gone);
        return answer.DBSnapshotAttributesResult?.DBSnapshotAttributes;
      },
    });

  const clusterSnapshots = new Source('rds:DescribeDBClusterSnapshots', region);
  const toClusterSnapshot = (listed: DBClusterSnapshot): RdsSnapshot =>
    snapshotOf(clusterSnapshots, 'cluster', {
      id: listed.DBClusterSnapshotIdentifier,
      arn: listed.DBClusterSnapshotArn,
      encrypted: listed.StorageEncrypted,
      sourceId: listed.DBClusterIdentifier,
      engine: listed.Engine,
      tags: listed.TagList,
      attributes: async (id) => {
        const command = new DescribeDBClusterSnapshotAttributesCommand({ DBClusterSnapshotIdentifier: id });
        const gone = ['DBClusterSnapshotNotFound', 'DBClusterSnapshotNotFoundFault'];
        const answer = await whileItExists(rds.send(command), gone);
        return answer.DBClusterSnapshotAttributesResult?.DBClusterSnapshotAttributes;
      },
    });

  function snapshotOf(source: Source, kind: RdsSnapshot['kind'], listed: ListedSnapshot): RdsSnapshot {
    const id = source.required(listed.id, 'the identifier');
    return {
      id,
      arn: source.required(listed.arn, `the ARN of ${id}`),
      region,
      tags: tagsOf(listed.tags),
      kind,
      engine: listed.engine ?? '',
      sourceId: listed.sourceId ?? null,
      get encrypted() {
        return source.required(listed.encrypted, `Encrypted of ${id}`);
      },
      publiclyRestorable: session.question(async () => {
        const attributes = new Source(source.operation.replace(/Snapshots$/, 'SnapshotAttributes'), region);
        return sharedWithAll(attributes.required(await listed.attributes(id), 'the attributes'));
      }),
    };
  }

  return {
    [rdsInstance.key]: async () => {
      const listed = await readItems({
        source: instances,
        page: (Marker) => rds.send(new DescribeDBInstancesCommand({ MaxRecords: RDS_PAGE, Marker })),
        items: (page) => page.DBInstances,
        next: (page) => page.Marker,
      });
      const running = listed.items.filter(({ DBInstanceStatus }) => DBInstanceStatus === 'available');
      const sums = metricSums(
        session,
        running.flatMap(({ DBInstanceIdentifier }) =>
          DBInstanceIdentifier === undefined ? [] : [connectionsTo(DBInstanceIdentifier)],
        ),
      );
      return toListing(instances, listed, (instance) => toInstance(instance, sums));
    },
    [rdsSnapshot.key]: async () =>
      joinListings(
        await Promise.all([
          readListing(
            {
              source: snapshots,
              page: (Marker) =>
                rds.send(
                  new DescribeDBSnapshotsCommand({ SnapshotType: 'manual', MaxRecords: RDS_PAGE, Marker }),
                ),
              items: (page) => page.DBSnapshots,
              next: (page) => page.Marker,
            },
            toSnapshot,
          ),
          readListing(
            {
              source: clusterSnapshots,
              page: (Marker) =>
                rds.send(
                  new DescribeDBClusterSnapshotsCommand({
                    SnapshotType: 'manual',
                    MaxRecords: RDS_PAGE,
                    Marker,
                  }),
                ),
              items: (page) => page.DBClusterSnapshots,
              next: (page) => page.Marker,
            },
            toClusterSnapshot,
          ),
        ]),
      ),
  };
}

interface Attribute {
  AttributeName?: string | undefined;
  AttributeValues?: string[] | undefined;
}

/** What snapshots of instances and of clusters have in common, as RDS lists them. */
interface ListedSnapshot {
  id: string | undefined;
  arn: string | undefined;
  encrypted: boolean | undefined;
  sourceId: string | undefined;
  engine: string | undefined;
  tags: Tag[] | undefined;
  attributes: (id: string) => Promise<Attribute[] | undefined>;
}

function sharedWithAll(attributes: Attribute[]): boolean {
  return attributes.some(
    ({ AttributeName, AttributeValues }) => AttributeName === 'restore' && AttributeValues?.includes('all'),
  );
}
