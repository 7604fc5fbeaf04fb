import { z } from 'zod';
import { fail, pass } from '../../domain/judgement';
import { defineRule } from '../define';
import { databaseName, judgedAt } from './cluster';
import { rdsInstance } from './resources';

export default defineRule({
  id: 'rds-backup-retention',
  title: 'Databases keep enough automated backups',
  service: 'rds',
  severity: 'medium',
  pillar: 'reliability',
  resource: rdsInstance,
  parameters: z.object({
    min_days: z
      .number()
      .int()
      .min(1)
      .max(35)
      .default(7)
      .describe('Days for which automated backups have to be kept, 35 at the most.'),
  }),
  permissions: ['rds:DescribeDBInstances'],
  references: { fsbp: ['RDS.11'] },
  guidance: {
    why: 'A wrong DELETE is often noticed days later, when the only backup left already contains it. Automated backups let the database be restored as it was at any second of the days that they are kept.',
    console: [
      'Open the console of the engine (RDS, DocumentDB or Neptune) in the region of the database, choose Databases or Clusters, and the cluster where the instance is a member of one, else the instance.',
      'Choose Modify and scroll to "Additional configuration", Backup.',
      'Set the backup retention period to seven days or more, and a window with little traffic.',
      'Choose Continue, "Apply immediately" and "Modify DB instance" or "Modify cluster".',
    ],
    cli: ({
      resourceId,
      region,
    }) => `aws rds modify-db-instance --db-instance-identifier ${resourceId} --region ${region} \\
  --backup-retention-period 7 --preferred-backup-window 02:00-02:30 --apply-immediately

# a member of a cluster, which the evidence names: on the cluster (aws docdb or aws neptune in place of aws rds for theirs)
aws rds modify-db-cluster --db-cluster-identifier <cluster> --backup-retention-period 7 --apply-immediately --region ${region}`,
    terraform: ({ resourceId }) => `resource "aws_db_instance" "database" {
  identifier = "${resourceId}"
  # ... as it is
  backup_retention_period = 7
  backup_window           = "02:00-02:30"
}

# a member of a cluster: backup_retention_period of its aws_rds_cluster, aws_docdb_cluster or aws_neptune_cluster`,
    before:
      'Going from 0 to any number of days restarts a single-AZ instance briefly; from one number to another does not. Storage for backups up to the size of the database is free. Where AWS Backup looks after the database, its own plan counts: state that in an exception.',
    links: [
      {
        title: 'Introduction to backups (Amazon RDS)',
        url: 'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_WorkingWithAutomatedBackups.html',
      },
      {
        title: 'Backup retention period',
        url: 'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_WorkingWithAutomatedBackups.BackupRetention.html',
      },
    ],
  },
  judge(instance, { params }) {
    if (instance.replicaOf !== null)
      return pass(`A replica: its source ${instance.replicaOf} has the backups`);
    const speaker = judgedAt(instance);
    if (speaker !== null) return pass(`Its backups are those of its cluster, which is judged at ${speaker}`);
    const days = instance.backupRetentionDays;
    if (days >= params.min_days) return pass(`Backups are kept for ${days} days`);
    const message =
      days === 0
        ? `${databaseName(instance)} has no automated backups`
        : `The backups of ${databaseName(instance)} are kept for only ${days === 1 ? 'a day' : `${days} days`}`;
    return fail(message.replace(/^the/, 'The'), {
      backupRetentionPeriod: days,
      wanted: params.min_days,
      cluster: instance.clusterId,
    });
  },
});
