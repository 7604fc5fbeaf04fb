import { z } from 'zod';
import { fail, pass } from '../../domain/judgement';
import { defineRule } from '../define';
import { redshiftCluster } from './resources';

export default defineRule({
  id: 'redshift-cluster-public',
  title: 'Warehouse clusters are not publicly reachable',
  service: 'redshift',
  severity: 'critical',
  pillar: 'security',
  resource: redshiftCluster,
  parameters: z.object({}),
  permissions: ['redshift:DescribeClusters'],
  references: { fsbp: ['Redshift.1'] },
  guidance: {
    why: 'The warehouse has a public address, so one open security group and one guessed password are all that keep strangers from the joined-up data of the whole company. What an analyst may query there is usually far more than any one application holds.',
    console: [
      'Open the Redshift console in the region of the cluster, choose Clusters and the cluster.',
      'Open the Properties tab and find "Network and security settings".',
      'Choose Edit, untick "Turn on Publicly accessible" and choose "Save changes".',
    ],
    cli: ({
      resourceId,
      region,
    }) => `aws redshift describe-clusters --cluster-identifier ${resourceId} --region ${region} \\
  --query 'Clusters[].[PubliclyAccessible,Endpoint.Address,VpcSecurityGroups]'

aws redshift modify-cluster --cluster-identifier ${resourceId} --no-publicly-accessible --region ${region}`,
    terraform: ({ resourceId }) => `resource "aws_redshift_cluster" "warehouse" {
  cluster_identifier = "${resourceId}"
  # ... as it is
  publicly_accessible = false
}`,
    before:
      'BI tools in the cloud, partners and analysts at home lose the connection at once and the endpoint resolves to a private address: see in stl_connection_log (remotehost) who comes from outside, and give them a VPN, a Redshift-managed VPC endpoint or the Data API first.',
    links: [
      {
        title: 'Redshift resources in a VPC',
        url: 'https://docs.aws.amazon.com/redshift/latest/mgmt/managing-clusters-vpc.html',
      },
      {
        title: 'Redshift-managed VPC endpoints',
        url: 'https://docs.aws.amazon.com/redshift/latest/mgmt/managing-cluster-cross-vpc.html',
      },
    ],
  },
  judge(cluster) {
    if (!cluster.publiclyAccessible) return pass('The cluster has no public address');
    return fail(`The cluster ${cluster.id} has a public address`, {
      publiclyAccessible: true,
      securityGroups: cluster.securityGroupIds,
    });
  },
});
