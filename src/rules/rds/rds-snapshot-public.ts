import { z } from 'zod';
import { fail, pass } from '../../domain/judgement';
import { defineRule } from '../define';
import { rdsSnapshot } from './resources';

export default defineRule({
  id: 'rds-snapshot-public',
  title: 'RDS snapshots are not shared with everyone',
  service: 'rds',
  severity: 'critical',
  pillar: 'security',
  resource: rdsSnapshot,
  parameters: z.object({}),
  permissions: [
    'rds:DescribeDBSnapshots',
    'rds:DescribeDBClusterSnapshots',
    'rds:DescribeDBSnapshotAttributes',
    'rds:DescribeDBClusterSnapshotAttributes',
  ],
  references: { fsbp: ['RDS.1'] },
  guidance: {
    why: 'Any AWS account can restore this snapshot and log in to a full copy of the database with a password it sets itself. Public RDS snapshots are listed for everyone, and people have been shown to collect them by script.',
    console: [
      'Open the RDS console in the region of the snapshot and choose Snapshots, Manual.',
      'Select the snapshot, then Actions, "Share snapshot".',
      'Set "DB snapshot visibility" to Private and add the account ids that need it, if any.',
      'Choose Save.',
    ],
    cli: ({ resourceId, resourceArn, region }) =>
      isCluster(resourceArn)
        ? `aws rds describe-db-cluster-snapshot-attributes --db-cluster-snapshot-identifier ${resourceId} --region ${region}

aws rds modify-db-cluster-snapshot-attribute --db-cluster-snapshot-identifier ${resourceId} --region ${region} \\
  --attribute-name restore --values-to-remove all`
        : `aws rds describe-db-snapshot-attributes --db-snapshot-identifier ${resourceId} --region ${region}

aws rds modify-db-snapshot-attribute --db-snapshot-identifier ${resourceId} --region ${region} \\
  --attribute-name restore --values-to-remove all`,
    terraform: ({ resourceId, resourceArn }) =>
      isCluster(resourceArn)
        ? `resource "aws_db_cluster_snapshot" "snapshot" {
  db_cluster_identifier          = var.db_cluster_identifier
  db_cluster_snapshot_identifier = "${resourceId}"
  shared_accounts                = [] # never ["all"]
}`
        : `resource "aws_db_snapshot" "snapshot" {
  db_instance_identifier = var.db_instance_identifier
  db_snapshot_identifier = "${resourceId}"
  shared_accounts        = [] # never ["all"]
}`,
    before:
      'Accounts that restore it without being named lose access; share it with their account ids in place of "all". Treat the data as leaked: change the passwords and keys stored in it, and look in CloudTrail for who shared it (ModifyDBSnapshotAttribute).',
    links: [
      {
        title: 'Sharing a DB snapshot for Amazon RDS',
        url: 'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ShareSnapshot.html',
      },
      {
        title: 'Encrypting Amazon RDS resources',
        url: 'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.Encryption.html',
      },
    ],
  },
  async judge(snapshot) {
    if (snapshot.encrypted) return pass('An encrypted snapshot cannot be shared with everyone');
    if (!(await snapshot.publiclyRestorable())) return pass('The snapshot is not shared with everyone');
    const what = snapshot.kind === 'cluster' ? 'cluster' : 'database';
    const of = snapshot.sourceId === null ? '' : ` of ${snapshot.sourceId}`;
    return fail(`Anybody can restore the unencrypted ${snapshot.engine} ${what} snapshot${of}`, {
      restoreAttribute: ['all'],
      encrypted: false,
      engine: snapshot.engine,
      source: snapshot.sourceId,
    });
  },
});

/** arn:aws:rds:eu-west-1:111122223333:cluster-snapshot:name, where an instance's has `snapshot`. */
const isCluster = (arn: string) => arn.split(':')[5] === 'cluster-snapshot';
