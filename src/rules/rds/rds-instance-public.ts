import { z } from 'zod';
import { fail, pass } from '../../domain/judgement';
import { defineRule } from '../define';
import { rdsInstance } from './resources';

export default defineRule({
  id: 'rds-instance-public',
  title: 'Database instances are not publicly reachable',
  service: 'rds',
  severity: 'critical',
  pillar: 'security',
  resource: rdsInstance,
  parameters: z.object({}),
  permissions: ['rds:DescribeDBInstances'],
  references: { cis: ['7.0:3.2.3', '6.0:3.2.3', '5.0:2.2.3'], fsbp: ['RDS.2'] },
  guidance: {
    why: 'The database has a public address, so only its security group and its passwords stand between the internet and the data. Databases that answer on the internet are found and attacked by password guessing within a day.',
    console: [
      'Open the RDS console in the region of the database, choose Databases, select the instance and choose Modify.',
      'Under Connectivity, "Additional configuration", choose "Not publicly accessible".',
      'Choose Continue, "Apply immediately", "Modify DB instance".',
      'Under "Connectivity & security" open its security groups and remove rules whose source is 0.0.0.0/0 or ::/0.',
    ],
    cli: ({
      resourceId,
      region,
    }) => `aws rds describe-db-instances --db-instance-identifier ${resourceId} --region ${region} \\
  --query 'DBInstances[0].[PubliclyAccessible,Endpoint,VpcSecurityGroups[].VpcSecurityGroupId]'

aws rds modify-db-instance --db-instance-identifier ${resourceId} --region ${region} \\
  --no-publicly-accessible --apply-immediately`,
    terraform: ({ resourceId }) => `# in the aws_db_instance (or aws_rds_cluster_instance) of ${resourceId}
publicly_accessible = false
apply_immediately   = true`,
    before:
      'Clients outside the VPC lose their connection, and the endpoint resolves to the private address from then on: look at the connections (pg_stat_activity, SHOW PROCESSLIST) for addresses outside the VPC. Developers come in through a VPN or Session Manager port forwarding.',
    links: [
      {
        title: 'Hiding a DB instance in a VPC from the internet',
        url: 'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_VPC.WorkingWithRDSInstanceinaVPC.html',
      },
      {
        title: 'Controlling access with security groups (RDS)',
        url: 'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.RDSSecurityGroups.html',
      },
    ],
  },
  judge(instance) {
    if (!instance.publiclyAccessible) return pass('The database has no public address');
    const { endpoint, engine } = instance;
    const where = endpoint === null ? '' : ` at ${endpoint.address}:${endpoint.port}`;
    return fail(`The ${engine} database has a public address${where}`, {
      publiclyAccessible: true,
      engine,
      endpoint: endpoint === null ? null : `${endpoint.address}:${endpoint.port}`,
      securityGroupIds: instance.securityGroupIds,
    });
  },
});
