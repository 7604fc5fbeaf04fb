import {
  DescribeDBClusterSnapshotAttributesCommand,
  DescribeDBClusterSnapshotsCommand,
  DescribeDBInstancesCommand,
  DescribeDBSnapshotAttributesCommand,
  DescribeDBSnapshotsCommand,
  RDSClient,
} from '@aws-sdk/client-rds';
import type { AwsSession } from '../session';
import { firstOf, type Probe, Skipped } from './probe';

/** The smallest page that RDS takes. */
const RDS_SMALLEST = 20;

export function rdsProbes(session: AwsSession): [string, Probe][] {
  const rds = session.clients.regional('rds', RDSClient);
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
