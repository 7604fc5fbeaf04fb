import { z } from 'zod';
import { fail, pass, unknown } from '../../domain/judgement';
import { DAY_MS } from '../../domain/time';
import { dayOf } from '../days';
import { defineRule } from '../define';
import { shorten } from '../policy/evidence';
import { databaseName, judgedAt } from './cluster';
import { rdsInstance } from './resources';

export default defineRule({
  id: 'rds-instance-idle',
  title: 'Database instances have connections',
  service: 'rds',
  severity: 'medium',
  pillar: 'cost-optimisation',
  resource: rdsInstance,
  parameters: z.object({
    window_days: z
      .number()
      .int()
      .min(1)
      .max(60)
      .default(14)
      .describe('Days without a connection after which a database counts as idle.'),
  }),
  permissions: ['rds:DescribeDBInstances', 'cloudwatch:GetMetricData'],
  references: {},
  guidance: {
    why: 'Nobody has connected to the database for weeks, while it is paid for by the hour and goes on holding data that no one looks after. Forgotten databases are the ones whose passwords never change and whose copies nobody misses.',
    console: [
      'Open the RDS console in the region of the database, choose Databases and the instance.',
      'Open the Monitoring tab and look at DatabaseConnections over the last weeks (Neptune: TotalRequestsPerSec).',
      'Ask the owner named by the tags, then choose Actions, "Take snapshot".',
      'Choose Actions, Delete, with a final snapshot; or Stop temporarily, where it may be needed again this week.',
      'For a cluster delete its instances first and then the cluster, which takes the final snapshot.',
    ],
    cli: ({
      resourceId,
      region,
    }) => `aws cloudwatch get-metric-statistics --namespace AWS/RDS --metric-name DatabaseConnections --region ${region} \\
  --dimensions Name=DBInstanceIdentifier,Value=${resourceId} --statistics Maximum --period 86400 \\
  --start-time "$(date -u -d '-30 days' +%FT%TZ)" --end-time "$(date -u +%FT%TZ)"

aws rds delete-db-instance --db-instance-identifier ${resourceId} --region ${region} \\
  --final-db-snapshot-identifier ${resourceId}-final

# a cluster, which the evidence names: its metrics are in AWS/RDS, AWS/DocDB or AWS/Neptune; every member goes, then the
# cluster with a final snapshot (aws docdb or aws neptune in place of aws rds for theirs)
aws rds delete-db-instance --db-instance-identifier ${resourceId} --skip-final-snapshot --region ${region}
aws rds delete-db-cluster --db-cluster-identifier <cluster> --final-db-snapshot-identifier <cluster>-final --region ${region}`,
    terraform: ({
      resourceId,
    }) => `# take the instance out of the configuration; with these its last state is kept
resource "aws_db_instance" "idle" {
  identifier                = "${resourceId}"
  skip_final_snapshot       = false
  final_snapshot_identifier = "${resourceId}-final"
  # ... as it is
}

# of a cluster: the same two arguments of aws_rds_cluster, aws_docdb_cluster or aws_neptune_cluster, and out with its instances`,
    before:
      'A yearly closing or a disaster-recovery copy is idle on purpose: the tags, the replication source and the team know. A stopped instance starts by itself after seven days, so stopping is a test and no solution; a snapshot can be restored years later.',
    links: [
      {
        title: 'Deleting a DB instance',
        url: 'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_DeleteInstance.html',
      },
      {
        title: 'Amazon CloudWatch metrics for Amazon RDS',
        url: 'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-metrics.html',
      },
    ],
  },
  async judge(instance, { params, now }) {
    if (instance.status !== 'available') return pass(`The database is ${instance.status}`);
    // A member that nobody connects to is what the others fail over to: only a cluster as a whole is idle.
    const speaker = judgedAt(instance);
    if (speaker !== null) return pass(`A member of a cluster, whose use is judged at ${speaker}`);
    const { window_days } = params;
    if (now - instance.createdAt < window_days * DAY_MS)
      return pass('The database is younger than the window');
    const usage = await instance.usage(window_days);
    if (usage === null) return unknown('CloudWatch has no figures of its connections');
    if (usage > 0) return pass('The database is in use');
    return fail(`Nobody connected to ${databaseName(instance)} in ${window_days} days`, {
      windowDays: window_days,
      created: dayOf(instance.createdAt),
      instanceClass: instance.instanceClass,
      cluster: instance.clusterId,
      members: shorten(instance.clusterMembers),
    });
  },
});
