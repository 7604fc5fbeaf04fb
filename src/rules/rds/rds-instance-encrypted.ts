import { z } from 'zod';
import { fail, pass } from '../../domain/judgement';
import { defineRule } from '../define';
import { rdsInstance } from './resources';

export default defineRule({
  id: 'rds-instance-encrypted',
  title: 'Database instances are encrypted at rest',
  service: 'rds',
  severity: 'medium',
  pillar: 'security',
  resource: rdsInstance,
  parameters: z.object({}),
  permissions: ['rds:DescribeDBInstances'],
  references: { cis: ['7.0:3.2.1', '6.0:3.2.1', '5.0:2.2.1'], fsbp: ['RDS.3'] },
  guidance: {
    why: 'The disks of the database, its backups and every snapshot of it are in clear, so a snapshot that is shared by mistake can be read by whoever gets it. Encryption cannot be switched on later, and so this grows more expensive with every gigabyte.',
    console: [
      'Open the RDS console in the region of the database, choose Databases and the instance.',
      'Choose Actions, "Take snapshot", and wait until the snapshot is there.',
      'Choose Snapshots, the new one, Actions, "Copy snapshot", tick "Enable encryption" and choose a key.',
      'Choose the copy, Actions, "Restore snapshot", under a new identifier; move the clients to it and delete the old instance.',
      'For a member of a cluster take a snapshot of the cluster and restore it as a new cluster with encryption and a key: no copy is needed there.',
    ],
    cli: ({
      resourceId,
      region,
    }) => `aws rds create-db-snapshot --db-instance-identifier ${resourceId} --db-snapshot-identifier ${resourceId}-plain --region ${region}
aws rds wait db-snapshot-available --db-snapshot-identifier ${resourceId}-plain --region ${region}

aws rds copy-db-snapshot --source-db-snapshot-identifier ${resourceId}-plain --region ${region} \\
  --target-db-snapshot-identifier ${resourceId}-encrypted --kms-key-id alias/aws/rds
aws rds restore-db-instance-from-db-snapshot --db-instance-identifier ${resourceId}-new --region ${region} \\
  --db-snapshot-identifier ${resourceId}-encrypted

# a member of a cluster, which the evidence names: all of the cluster (aws docdb or aws neptune in place of aws rds for theirs)
aws rds create-db-cluster-snapshot --db-cluster-identifier <cluster> --db-cluster-snapshot-identifier <cluster>-plain --region ${region}
aws rds restore-db-cluster-from-snapshot --db-cluster-identifier <cluster>-new --snapshot-identifier <cluster>-plain \\
  --engine <engine> --kms-key-id alias/aws/rds --db-subnet-group-name <group> --vpc-security-group-ids <sg-id> --region ${region}
aws rds create-db-instance --db-cluster-identifier <cluster>-new --db-instance-identifier ${resourceId}-new \\
  --engine <engine> --db-instance-class <class> --region ${region}`,
    terraform: ({ resourceId }) => `resource "aws_db_instance" "encrypted" {
  identifier          = "${resourceId}-new"
  snapshot_identifier = "${resourceId}-encrypted"
  storage_encrypted   = true
  kms_key_id          = aws_kms_key.database.arn
  # ... the rest as it is
}

# a member of a cluster: snapshot_identifier, storage_encrypted and kms_key_id belong to its aws_rds_cluster
# (aws_docdb_cluster, aws_neptune_cluster), and all of its instances are made anew`,
    before:
      'What is written between snapshot and change-over is lost unless the database is stopped or replicated meanwhile: for a short break use DMS or a read replica of the engine. The new instance has a new endpoint; renaming both at the end lets clients keep theirs.',
    links: [
      {
        title: 'Encrypting Amazon RDS resources',
        url: 'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.Encryption.html',
      },
      {
        title: 'Copying a DB snapshot',
        url: 'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_CopySnapshot.html',
      },
    ],
  },
  // Members of a cluster are judged one by one, as CIS and Security Hub count them, though their storage is the cluster's.
  judge(instance) {
    if (instance.storageEncrypted) return pass('The storage is encrypted');
    return fail(`The storage of the ${instance.engine} database ${instance.id} is not encrypted`, {
      storageEncrypted: false,
      cluster: instance.clusterId,
    });
  },
});
