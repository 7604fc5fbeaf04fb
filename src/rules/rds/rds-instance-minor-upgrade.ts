import { z } from 'zod';
import { fail, pass } from '../../domain/judgement';
import { defineRule } from '../define';
import { rdsInstance } from './resources';

export default defineRule({
  id: 'rds-instance-minor-upgrade',
  title: 'Database instances take minor upgrades automatically',
  service: 'rds',
  severity: 'medium',
  pillar: 'security',
  resource: rdsInstance,
  parameters: z.object({}),
  permissions: ['rds:DescribeDBInstances'],
  references: { cis: ['7.0:3.2.2', '6.0:3.2.2', '5.0:2.2.2'], fsbp: ['RDS.13'] },
  guidance: {
    why: 'Minor versions carry the security fixes of the engine, and a database that takes none by itself waits for somebody to remember it. The fix for a known hole is then public for months before it is installed.',
    console: [
      'Open the console of RDS, or of Neptune, in the region of the database, choose Databases and the instance; for a Multi-AZ cluster choose the cluster, which holds the setting.',
      'Choose Modify and scroll to Maintenance.',
      'Tick "Enable auto minor version upgrade" and look at the maintenance window beside it.',
      'Choose Continue, "Apply immediately" (this setting causes no restart) and "Modify DB instance".',
    ],
    cli: ({
      resourceId,
      region,
    }) => `aws rds describe-db-instances --db-instance-identifier ${resourceId} --region ${region} \\
  --query 'DBInstances[].[EngineVersion,AutoMinorVersionUpgrade,PreferredMaintenanceWindow]'

aws rds modify-db-instance --db-instance-identifier ${resourceId} --region ${region} \\
  --auto-minor-version-upgrade --apply-immediately

# a Multi-AZ cluster of MySQL or PostgreSQL (not Aurora): on the cluster
aws rds modify-db-cluster --db-cluster-identifier <cluster> --auto-minor-version-upgrade --apply-immediately --region ${region}`,
    terraform: ({ resourceId }) => `resource "aws_db_instance" "database" {
  identifier = "${resourceId}"
  # ... as it is
  auto_minor_version_upgrade = true
  maintenance_window         = "sun:03:00-sun:04:00"
}

# the same argument of aws_rds_cluster_instance (Aurora) and aws_neptune_cluster_instance, for every instance of the cluster`,
    before:
      'An upgrade restarts the database within its maintenance window, a minute or two with Multi-AZ and some more without, and Aurora upgrades a cluster only once every member has the setting: put the window where that hurts least. Terraform should not pin the full engine_version then, or it will want to go back.',
    links: [
      {
        title: 'Automatically upgrading the minor engine version',
        url: 'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_UpgradeDBInstance.Upgrading.html',
      },
      {
        title: 'Maintaining a DB instance',
        url: 'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_UpgradeDBInstance.Maintenance.html',
      },
    ],
  },
  judge(instance) {
    // Source: https://docs.aws.amazon.com/documentdb/latest/developerguide/API_DBInstance.html
    if (instance.engine === 'docdb')
      return pass('DocumentDB installs minor versions by hand only, whatever the setting says');
    if (instance.autoMinorVersionUpgrade) return pass('Minor versions are installed automatically');
    return fail(`${instance.id} does not install minor versions of ${instance.engine} by itself`, {
      autoMinorVersionUpgrade: false,
      engineVersion: instance.engineVersion,
      cluster: instance.clusterId,
    });
  },
});
