import type { IpPermission } from '@aws-sdk/client-ec2';
import { z } from 'zod';
import type { Json } from '../../domain/json';
import { fail, pass } from '../../domain/judgement';
import { defineRule } from '../define';
import { shorten } from '../policy/evidence';
import { describePorts } from './open-ports';
import { securityGroup } from './resources';

export default defineRule({
  id: 'ec2-sg-default-open',
  title: 'Default security groups carry no rules',
  service: 'ec2',
  severity: 'medium',
  pillar: 'security',
  resource: securityGroup,
  parameters: z.object({}),
  permissions: ['ec2:DescribeSecurityGroups'],
  references: { cis: ['7.0:6.5', '6.0:6.5', '5.0:5.5'], fsbp: ['EC2.2'] },
  guidance: {
    why: 'AWS puts everything that names no group into the default one, which lets its members talk to each other on all ports and reach the whole internet. Emptied, it turns a forgotten setting into a machine without network in place of one without a firewall.',
    console: [
      'Open the VPC console in the region of the group, choose Security groups and select the group named "default".',
      'Under EC2, Network interfaces, filter by this group to see what uses it, and give those a group of their own.',
      'Back at the group, "Edit inbound rules", delete every rule, "Save rules".',
      '"Edit outbound rules", delete every rule, "Save rules".',
    ],
    cli: ({ resourceId, region }) => `# who still uses it
aws ec2 describe-network-interfaces --filters Name=group-id,Values=${resourceId} --region ${region} \\
  --query 'NetworkInterfaces[].[NetworkInterfaceId,InterfaceType,Attachment.InstanceId,Description]' --output table

aws ec2 describe-security-group-rules --filters Name=group-id,Values=${resourceId} --region ${region} \\
  --query 'SecurityGroupRules[].[SecurityGroupRuleId,IsEgress]' --output text

aws ec2 revoke-security-group-ingress --group-id ${resourceId} --region ${region} --security-group-rule-ids <sgr-id> <sgr-id>
aws ec2 revoke-security-group-egress --group-id ${resourceId} --region ${region} --security-group-rule-ids <sgr-id> <sgr-id>`,
    terraform: ({ resourceId }) => `# takes ${resourceId} over and removes every rule from it
resource "aws_default_security_group" "default" {
  vpc_id = var.vpc_id
}`,
    before:
      'Everything that is still in the group loses its network at once, load balancers and Lambda functions included. Move each network interface to a group of its own first; quick-start tools (EMR, Cloud9, old CloudFormation templates) like to fall back on the default.',
    links: [
      {
        title: 'Default security groups for your VPCs',
        url: 'https://docs.aws.amazon.com/vpc/latest/userguide/default-security-group.html',
      },
      {
        title: 'Configure security group rules',
        url: 'https://docs.aws.amazon.com/vpc/latest/userguide/working-with-security-group-rules.html',
      },
    ],
  },
  judge(group) {
    if (group.groupName !== 'default') return pass("Not a VPC's default group");
    if (group.ingress.length === 0 && group.egress.length === 0)
      return pass('The default group has no rules');
    const has = [
      ...(group.ingress.length > 0 ? [`inbound (${group.ingress.map(describePorts).join('; ')})`] : []),
      ...(group.egress.length > 0 ? [`outbound (${group.egress.map(describePorts).join('; ')})`] : []),
    ];
    return fail(`The default group of ${group.vpcId ?? 'the region'} has rules: ${shorten(has.join(', '))}`, {
      ingress: ports(group.ingress),
      egress: ports(group.egress),
    });
  },
});

function ports(permissions: IpPermission[]): Json {
  return shorten(
    permissions.map((permission) => ({
      ports: describePorts(permission),
      with: [
        ...(permission.IpRanges ?? []).map((range) => range.CidrIp ?? ''),
        ...(permission.Ipv6Ranges ?? []).map((range) => range.CidrIpv6 ?? ''),
        ...(permission.UserIdGroupPairs ?? []).map((pair) => pair.GroupId ?? ''),
        ...(permission.PrefixListIds ?? []).map((list) => list.PrefixListId ?? ''),
      ],
    })),
  );
}
