import { z } from 'zod';
import { fail, pass, unknown } from '../../domain/judgement';
import { defineRule } from '../define';
import { shorten } from '../policy/evidence';
import { rdsInstance } from './resources';

/**
 * Any route to an internet gateway counts, as Security Hub's RDS.46 has it, and not the default route alone: one to half of
 * the internet, or to the range of an attacker's provider, is as good as one to all of it.
 */
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
      'Open the VPC console in the region of the database and make private subnets in the same zones, with a route table that has no internet gateway.',
      'Open the RDS console, choose "Subnet groups" and the group of the instance, choose Edit, add the private subnets and remove those of the evidence that nothing runs in.',
      'Choose Databases and the instance, Modify, and turn Multi-AZ on (off and on again where it was on), so that a standby is made in a private subnet.',
      'Choose Actions, Reboot, "Reboot with failover", which makes that standby the primary.',
      'Turn Multi-AZ off, remove the last public subnet from the group, and turn Multi-AZ on again where it was on.',
      'For a member of a cluster add a reader once the group is changed, fail over to it, and delete the old members one by one.',
    ],
    cli: ({
      resourceId,
      region,
    }) => `aws rds describe-db-instances --db-instance-identifier ${resourceId} --region ${region} \\
  --query 'DBInstances[].[MultiAZ,AvailabilityZone,DBSubnetGroup.DBSubnetGroupName,DBSubnetGroup.Subnets[].SubnetIdentifier]'

# the whole list of subnets that the group shall have: the private ones, and the public one that the primary runs in
aws rds modify-db-subnet-group --db-subnet-group-name <group> --subnet-ids <private-a> <private-b> <public-in-use> --region ${region}
aws rds modify-db-instance --db-instance-identifier ${resourceId} --multi-az --apply-immediately --region ${region}
aws rds wait db-instance-available --db-instance-identifier ${resourceId} --region ${region}
aws rds reboot-db-instance --db-instance-identifier ${resourceId} --force-failover --region ${region}
aws rds modify-db-instance --db-instance-identifier ${resourceId} --no-multi-az --apply-immediately --region ${region}
aws rds modify-db-subnet-group --db-subnet-group-name <group> --subnet-ids <private-a> <private-b> --region ${region}

# an engine without Multi-AZ, or without the time for it: restore into a group of private subnets
aws rds create-db-subnet-group --db-subnet-group-name private --db-subnet-group-description private --region ${region} \\
  --subnet-ids <private-a> <private-b>
aws rds restore-db-instance-to-point-in-time --source-db-instance-identifier ${resourceId} --use-latest-restorable-time \\
  --target-db-instance-identifier ${resourceId}-private --db-subnet-group-name private --region ${region}`,
    terraform: ({
      resourceId,
    }) => `# the group of ${resourceId}: change its subnets, not its name, since an instance cannot change groups within a VPC;
# leave in the subnet that the primary runs in until a failover has moved it
resource "aws_db_subnet_group" "database" {
  name       = var.name_of_the_group
  subnet_ids = var.private_subnet_ids
}`,
    before:
      'RDS refuses to move an instance to another subnet group of the same VPC, and to take a subnet out of a group while something runs in it, so the way leads over a failover of about a minute, or over a restore with a new endpoint. Try from the application subnets first whether security groups, network ACLs and routes let them reach the private ones.',
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
          cluster: instance.clusterId,
          subnets: shorten(open),
        },
      );
    }
    const untold = routing.filter(({ toInternet }) => toInternet === null).map(({ subnetId }) => subnetId);
    if (untold.length > 0) return unknown(`EC2 lists no route table for ${untold.join(', ')}`);
    return pass('No subnet of the database has a route to an internet gateway');
  },
});
