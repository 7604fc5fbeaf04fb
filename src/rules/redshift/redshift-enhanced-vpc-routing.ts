import { z } from 'zod';
import { fail, pass } from '../../domain/judgement';
import { defineRule } from '../define';
import { redshiftCluster } from './resources';

export default defineRule({
  id: 'redshift-enhanced-vpc-routing',
  title: 'Warehouse data loads stay inside the VPC',
  service: 'redshift',
  severity: 'medium',
  pillar: 'security',
  resource: redshiftCluster,
  parameters: z.object({}),
  permissions: ['redshift:DescribeClusters'],
  references: { fsbp: ['Redshift.7'] },
  guidance: {
    why: "COPY and UNLOAD go past your VPC over a network of AWS, where no flow log sees them and no endpoint policy says to which buckets data may leave. One UNLOAD to a stranger's bucket then looks like any other query.",
    console: [
      'Open the VPC console and make a gateway endpoint for S3 in the VPC of the cluster, on the route tables of its subnets.',
      'Open the Redshift console in the region of the cluster, choose the cluster and its Properties tab.',
      'Under "Network and security settings" choose Edit and tick "Turn on Enhanced VPC routing".',
      'Choose "Save changes"; the cluster restarts.',
    ],
    cli: ({ resourceId, region }) => `# the way to S3 comes first
aws ec2 create-vpc-endpoint --vpc-id <vpc-id> --service-name com.amazonaws.${region}.s3 \\
  --route-table-ids <route-table-id> --region ${region}

aws redshift modify-cluster --cluster-identifier ${resourceId} --enhanced-vpc-routing --region ${region}`,
    terraform: ({ resourceId }) => `resource "aws_redshift_cluster" "warehouse" {
  cluster_identifier = "${resourceId}"
  # ... as it is
  enhanced_vpc_routing = true
}`,
    before:
      'Without an S3 endpoint or a NAT gateway every COPY and UNLOAD hangs after the change, and loads from buckets of another region need the NAT. Spectrum needs its own look; make the change in the maintenance window, since queries that run are cut off.',
    links: [
      {
        title: 'Controlling network traffic with Redshift enhanced VPC routing',
        url: 'https://docs.aws.amazon.com/redshift/latest/mgmt/enhanced-vpc-routing.html',
      },
      {
        title: 'Turning on enhanced VPC routing',
        url: 'https://docs.aws.amazon.com/redshift/latest/mgmt/enhanced-vpc-enabling-cluster.html',
      },
    ],
  },
  judge(cluster) {
    if (cluster.enhancedVpcRouting) return pass('Loads and unloads go through the VPC');
    return fail(`Loads and unloads of ${cluster.id} go past the VPC`, { enhancedVpcRouting: false });
  },
});
