import { z } from 'zod';
import { fail, pass } from '../../domain/judgement';
import { defineRule } from '../define';
import { rdsInstance } from './resources';

export default defineRule({
  id: 'rds-instance-in-vpc',
  title: 'Database instances run inside a VPC',
  service: 'rds',
  severity: 'high',
  pillar: 'security',
  resource: rdsInstance,
  parameters: z.object({}),
  permissions: ['rds:DescribeDBInstances'],
  references: { fsbp: ['RDS.18'] },
  guidance: {
    why: 'The instance is not in a VPC but in the shared network that AWS gave up in 2022, where the only firewall is a DB security group and there is no subnet, flow log or endpoint policy. Whatever still stands there has not been looked at for years.',
    console: [
      'Open the RDS console in the region of the database, choose "Subnet groups" and make one of private subnets in your VPC.',
      'Choose Databases and the instance, then Actions, "Take snapshot".',
      'Choose Snapshots, the new one, Actions, "Restore snapshot", with the VPC and the subnet group.',
      'Move the clients to the new endpoint and delete the old instance.',
    ],
    cli: ({
      resourceId,
      region,
    }) => `aws rds create-db-subnet-group --db-subnet-group-name private --db-subnet-group-description private --region ${region} \\
  --subnet-ids <subnet-a> <subnet-b>
aws rds create-db-snapshot --db-instance-identifier ${resourceId} --db-snapshot-identifier ${resourceId}-move --region ${region}
aws rds restore-db-instance-from-db-snapshot --db-instance-identifier ${resourceId}-vpc --region ${region} \\
  --db-snapshot-identifier ${resourceId}-move --db-subnet-group-name private --no-publicly-accessible`,
    terraform: ({ resourceId }) => `resource "aws_db_instance" "in_vpc" {
  identifier           = "${resourceId}-vpc"
  snapshot_identifier  = "${resourceId}-move"
  db_subnet_group_name = aws_db_subnet_group.private.name
  publicly_accessible  = false
  # ... the rest as it is
}`,
    before:
      'Clients outside of the VPC need a way into it first: peering, a VPN or a move of their own. Plan the break like any restore, since writes after the snapshot are lost, and look whether anything still uses the database at all.',
    links: [
      {
        title: 'Working with a DB instance in a VPC',
        url: 'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_VPC.WorkingWithRDSInstanceinaVPC.html',
      },
      {
        title: 'Restoring to a DB instance',
        url: 'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_RestoreFromSnapshot.html',
      },
    ],
  },
  judge(instance) {
    if (instance.vpcId !== null) return pass(`The database is in ${instance.vpcId}`);
    return fail(`The database ${instance.id} is in no VPC`, { vpcId: null });
  },
});
