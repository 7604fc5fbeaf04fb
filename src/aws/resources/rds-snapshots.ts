import {
  type DBClusterSnapshot,
  type DBSnapshot,
  DescribeDBClusterSnapshotAttributesCommand,
  DescribeDBClusterSnapshotsCommand,
  DescribeDBSnapshotAttributesCommand,
  DescribeDBSnapshotsCommand,
  RDSClient,
  type Tag,
} from '@aws-sdk/client-rds';
import { type RdsSnapshot, rdsSnapshot } from '../../rules/rds/resources';
import { whileItExists } from '../absent';
import { joinListings, readListing } from '../read-list';
import type { AwsSession } from '../session';
import { Source } from '../source';
import type { Readers } from './readers';
import { tagsOf } from './tags';

/** The largest that RDS takes. */
const RDS_PAGE = 100;

export function rdsSnapshotReaders(session: AwsSession): Readers {
  const { region } = session;
  const rds = session.clients.regional('rds', RDSClient);

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
        return sharedWithAll(attributes, attributes.required(await listed.attributes(id), 'the attributes'));
      }),
    };
  }

  return {
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

function sharedWithAll(source: Source, attributes: Attribute[]): boolean {
  const restore = attributes.find(({ AttributeName }) => AttributeName === 'restore');
  return source.required(restore?.AttributeValues, 'the attribute restore').includes('all');
}
