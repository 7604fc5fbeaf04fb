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
} from '@aws-sdk/client-rds';
import { type RdsInstance, type RdsSnapshot, rdsInstance, rdsSnapshot } from '../../rules/rds/resources';
import { whileItExists } from '../absent';
import { joinListings, readListing } from '../read-list';
import type { AwsSession } from '../session';
import { Source } from '../source';
import type { Readers } from './readers';
import { nameOf, tagsOf } from './tags';

/** The largest that RDS takes. */
const RDS_PAGE = 100;

export function rdsReaders(session: AwsSession): Readers {
  const { region } = session;
  const rds = session.clients.regional('rds', RDSClient);

  const instances = new Source('rds:DescribeDBInstances', region);
  const toInstance = (instance: DBInstance): RdsInstance => {
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
      get publiclyAccessible() {
        return instances.required(instance.PubliclyAccessible, `PubliclyAccessible of ${id}`);
      },
    };
  };

  const snapshots = new Source('rds:DescribeDBSnapshots', region);
  const toSnapshot = (snapshot: DBSnapshot): RdsSnapshot => {
    const id = snapshots.required(snapshot.DBSnapshotIdentifier, 'DBSnapshotIdentifier');
    return {
      id,
      arn: snapshots.required(snapshot.DBSnapshotArn, 'DBSnapshotArn'),
      region,
      tags: tagsOf(snapshot.TagList),
      kind: 'instance',
      engine: snapshot.Engine ?? '',
      sourceId: snapshot.DBInstanceIdentifier ?? null,
      get encrypted() {
        return snapshots.required(snapshot.Encrypted, `Encrypted of ${id}`);
      },
      publiclyRestorable: session.question(async () => {
        const command = new DescribeDBSnapshotAttributesCommand({ DBSnapshotIdentifier: id });
        const answer = await whileItExists(rds.send(command), [
          'DBSnapshotNotFound',
          'DBSnapshotNotFoundFault',
        ]);
        const source = new Source('rds:DescribeDBSnapshotAttributes', region);
        return sharedWithAll(
          source.required(answer.DBSnapshotAttributesResult?.DBSnapshotAttributes, 'the attributes'),
        );
      }),
    };
  };

  const clusterSnapshots = new Source('rds:DescribeDBClusterSnapshots', region);
  const toClusterSnapshot = (snapshot: DBClusterSnapshot): RdsSnapshot => {
    const id = clusterSnapshots.required(snapshot.DBClusterSnapshotIdentifier, 'DBClusterSnapshotIdentifier');
    return {
      id,
      arn: clusterSnapshots.required(snapshot.DBClusterSnapshotArn, 'DBClusterSnapshotArn'),
      region,
      tags: tagsOf(snapshot.TagList),
      kind: 'cluster',
      engine: snapshot.Engine ?? '',
      sourceId: snapshot.DBClusterIdentifier ?? null,
      get encrypted() {
        return clusterSnapshots.required(snapshot.StorageEncrypted, `StorageEncrypted of ${id}`);
      },
      publiclyRestorable: session.question(async () => {
        const command = new DescribeDBClusterSnapshotAttributesCommand({ DBClusterSnapshotIdentifier: id });
        const codes = ['DBClusterSnapshotNotFound', 'DBClusterSnapshotNotFoundFault'];
        const answer = await whileItExists(rds.send(command), codes);
        const source = new Source('rds:DescribeDBClusterSnapshotAttributes', region);
        return sharedWithAll(
          source.required(
            answer.DBClusterSnapshotAttributesResult?.DBClusterSnapshotAttributes,
            'the attributes',
          ),
        );
      }),
    };
  };

  return {
    [rdsInstance.key]: () =>
      readListing(
        {
          source: instances,
          page: (Marker) => rds.send(new DescribeDBInstancesCommand({ MaxRecords: RDS_PAGE, Marker })),
          items: (page) => page.DBInstances,
          next: (page) => page.Marker,
        },
        toInstance,
      ),
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

function sharedWithAll(
  attributes: { AttributeName?: string | undefined; AttributeValues?: string[] | undefined }[],
): boolean {
  return attributes.some(
    ({ AttributeName, AttributeValues }) => AttributeName === 'restore' && AttributeValues?.includes('all'),
  );
}
