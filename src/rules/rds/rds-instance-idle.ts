import { z } from 'zod';
import { fail, pass, unknown } from '../../domain/judgement';
import { DAY, dayOf } from '../days';
import { defineRule } from '../define';
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
      'Open the Monitoring tab and look at DatabaseConnections over the last weeks.',
      'Ask the owner named by the tags, then choose Actions, "Take snapshot".',
      'Choose Actions, Delete, with a final snapshot; or Stop temporarily, where it may be needed again this week.',
    ],
    cli: ({
      resourceId,
      region,
    }) => `aws cloudwatch get-metric-statistics --namespace AWS/RDS --metric-name DatabaseConnections --region ${region} \\
  --dimensions Name=DBInstanceIdentifier,Value=${resourceId} --statistics Maximum --period 86400 \\
  --start-time "$(date -u -d '-30 days' +%FT%TZ)" --end-time "$(date -u +%FT%TZ)"

aws rds delete-db-instance --db-instance-identifier ${resourceId} --region ${region} \\
  --final-db-snapshot-identifier ${resourceId}-final`,
    terraform: ({
      resourceId,
    }) => `# take the instance out of the configuration; with these its last state is kept
resource "aws_db_instance" "idle" {
  identifier                = "${resourceId}"
  skip_final_snapshot       = false
  final_snapshot_identifier = "${resourceId}-final"
  # ... as it is
}`,
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
    const { window_days } = params;
    if (now - instance.createdAt < window_days * DAY) return pass('The database is younger than the window');
    const connections = await instance.connections(window_days);
    // RDS reports the metric every minute while an instance runs, at zero too.
    if (connections === null) return unknown('CloudWatch has no figures of its connections');
    if (connections > 0) return pass('The database is in use');
    return fail(`Nobody connected to ${instance.id} in ${window_days} days`, {
      windowDays: window_days,
      created: dayOf(instance.createdAt),
      instanceClass: instance.instanceClass,
    });
  },
});
