import { z } from 'zod';
import { fail, pass, unknown } from '../../domain/judgement';
import { defineRule } from '../define';
import { exposureOfPort, permissionsAsEvidence } from '../ec2/open-ports';
import { redshiftCluster } from './resources';

export default defineRule({
  id: 'redshift-sg-open',
  title: 'Warehouse ports are closed to the internet',
  service: 'redshift',
  severity: 'high',
  pillar: 'security',
  resource: redshiftCluster,
  parameters: z.object({}),
  permissions: ['redshift:DescribeClusters', 'ec2:DescribeSecurityGroups'],
  references: { fsbp: ['Redshift.15'] },
  guidance: {
    why: 'A security group of the cluster lets the whole internet try logins on the port of the warehouse. Should the cluster ever get a public address, by hand or by a restore with old settings, nothing else stands in between.',
    console: [
      'Open the Redshift console in the region of the cluster, choose the cluster and its Properties tab.',
      'Under "Network and security settings" choose the security group that the evidence names.',
      'Open its "Inbound rules" tab, choose "Edit inbound rules" and put the group of the BI servers in place of Anywhere.',
      'Choose "Save rules".',
    ],
    cli: ({
      resourceId,
      region,
    }) => `aws redshift describe-clusters --cluster-identifier ${resourceId} --region ${region} \\
  --query 'Clusters[0].[Endpoint.Port,VpcSecurityGroups[].VpcSecurityGroupId]'

# with the group and the port that the finding names
aws ec2 describe-security-group-rules --filters Name=group-id,Values=<sg-id> --region ${region} --output table
aws ec2 authorize-security-group-ingress --group-id <sg-id> --region ${region} --protocol tcp --port <port> --source-group <client-sg-id>
aws ec2 revoke-security-group-ingress --group-id <sg-id> --region ${region} --security-group-rule-ids <sgr-id>`,
    terraform: ({ resourceId }) => `# the group of ${resourceId}
resource "aws_vpc_security_group_ingress_rule" "warehouse" {
  security_group_id            = aws_security_group.warehouse.id
  ip_protocol                  = "tcp"
  from_port                    = aws_redshift_cluster.warehouse.port
  to_port                      = aws_redshift_cluster.warehouse.port
  referenced_security_group_id = aws_security_group.bi.id
}`,
    before:
      'Hosted BI services publish the addresses that they connect from: name those ranges instead of all addresses where there is no private way. The group may be shared with other clusters, so look which network interfaces carry it.',
    links: [
      {
        title: 'VPC security groups (Amazon Redshift)',
        url: 'https://docs.aws.amazon.com/redshift/latest/mgmt/security-vpc-security-groups.html',
      },
      {
        title: 'Security group rules for different use cases',
        url: 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/security-group-rules-reference.html',
      },
    ],
  },
  async judge(cluster) {
    const { port } = cluster;
    if (port === null) {
      return cluster.status === 'creating'
        ? pass('The cluster is being made and has no port yet')
        : unknown(`Redshift names no port of a cluster that is ${cluster.status}`);
    }
    const groups = await cluster.securityGroups();
    const open = groups.flatMap(({ id, ingress }) => {
      const exposure = exposureOfPort(ingress, port, ['tcp']);
      return exposure === null ? [] : [{ id, exposure }];
    });
    const [first] = open;
    if (first !== undefined) {
      return fail(
        `${first.id} opens port ${port} of ${cluster.id} to ${first.exposure.cidrs.join(' and ')}`,
        {
          port,
          securityGroups: open.map(({ id, exposure }) => ({
            id,
            ingress: permissionsAsEvidence(exposure.permissions),
          })),
        },
      );
    }
    const listed = new Set(groups.map(({ id }) => id));
    const missing = cluster.securityGroupIds.filter((id) => !listed.has(id));
    if (missing.length > 0) return unknown(`EC2 does not list ${missing.join(', ')}`, { missing });
    return pass(`No group opens port ${port} to the internet`);
  },
});
