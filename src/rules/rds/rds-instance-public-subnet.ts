import { z } from 'zod';
import { fail, pass, unknown } from '../../domain/judgement';
import { defineRule } from '../define';
import { shorten } from '../policy/evidence';
import { rdsInstance } from './resources';

export default defineRule({
  id: 'rds-instance-public-subnet',
  title: 'Database instances sit outside internet-routed subnets',
  service: 'rds',
  severity: 'high',
  pillar: 'security',
  resource: rdsInstance,
  parameters: z.object({}),
  permissions: ['rds:DescribeDBInstances', 'ec2:DescribeRouteTables'],
  references: { fsbp: ['RDS.46'] },
  guidance: {
    why: 'The subnets of the database have a route to an internet gateway, so a single click on "publicly accessible" puts it on the internet. In private subnets the same mistake changes nothing, because no packet finds the way.',
    console: [
      'Open the VPC console in the region of the database and make private subnets in two zones, with a route table that has no internet gateway.',
      'Open the RDS console, choose "Subnet groups" and the group of the instance, and choose Edit.',
      'Add the private subnets and remove those that the evidence names.',
      'Where RDS refuses to remove one in use, make a new subnet group and restore or modify the instance into it.',
    ],
    cli: ({
      resourceId,
      region,
    }) => `aws rds describe-db-instances --db-instance-identifier ${resourceId} --region ${region} \\
  --query 'DBInstances[].DBSubnetGroup.[DBSubnetGroupName,Subnets[].SubnetIdentifier]'

aws rds create-db-subnet-group --db-subnet-group-name private --db-subnet-group-description private --region ${region} \\
  --subnet-ids <private-subnet-a> <private-subnet-b>
aws rds modify-db-instance --db-instance-identifier ${resourceId} --db-subnet-group-name private --region ${region}`,
    terraform: ({ resourceId }) => `resource "aws_db_subnet_group" "private" {
  name       = "private"
  subnet_ids = var.private_subnet_ids
}

resource "aws_db_instance" "database" {
  identifier           = "${resourceId}"
  db_subnet_group_name = aws_db_subnet_group.private.name
  # ... as it is
}`,
    before:
      'A change of the subnet group within one VPC is only possible when the database moves to other subnets with a restart, and some engines need a restore from a snapshot for it. Check that application subnets reach the new ones: security groups, network ACLs, routes.',
    links: [
      {
        title: 'Working with a DB instance in a VPC: subnet groups',
        url: 'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_VPC.WorkingWithRDSInstanceinaVPC.html',
      },
      {
        title: 'Enable internet access for a VPC using an internet gateway',
        url: 'https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Internet_Gateway.html',
      },
    ],
  },
  async judge(instance) {
    if (instance.vpcId === null) return pass('The database is in no VPC, and so in no subnet of one');
    const routing = await instance.subnetRouting();
    const open = routing.filter(({ toInternet }) => toInternet === true).map(({ subnetId }) => subnetId);
    if (open.length > 0) {
      return fail(
        `${instance.id} sits in ${open.length === 1 ? 'a subnet' : `${open.length} subnets`} with a route to the internet`,
        {
          vpc: instance.vpcId,
          subnets: shorten(open),
        },
      );
    }
    const untold = routing.filter(({ toInternet }) => toInternet === null).map(({ subnetId }) => subnetId);
    if (untold.length > 0) return unknown(`EC2 lists no route table for ${untold.join(', ')}`);
    return pass('No subnet of the database has a route to an internet gateway');
  },
});
