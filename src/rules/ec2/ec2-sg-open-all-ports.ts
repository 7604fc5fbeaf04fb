import { z } from 'zod';
import { fail, pass } from '../../domain/judgement';
import { defineRule } from '../define';
import { isCidr } from '../policy/ip-ranges';
import {
  describePorts,
  exposureOfAllPorts,
  INTERNET,
  permissionsAsEvidence,
  prefixListsOf,
  ruleNote,
} from './open-ports';
import { securityGroup } from './resources';

export default defineRule({
  id: 'ec2-sg-open-all-ports',
  title: 'No security group opens all ports to the internet',
  service: 'ec2',
  severity: 'critical',
  pillar: 'security',
  resource: securityGroup,
  parameters: z.object({
    public_cidrs: z
      .array(z.string().refine(isCidr, 'must be a range like 0.0.0.0/0 or ::/0'))
      .min(1, 'must name at least one range')
      .default([...INTERNET])
      .describe('Ranges that count as the internet when a rule lets all of one in.'),
  }),
  permissions: ['ec2:DescribeSecurityGroups'],
  references: {
    cis: ['7.0:6.3', '7.0:6.4', '6.0:6.3', '6.0:6.4', '5.0:5.3', '5.0:5.4'],
    fsbp: ['EC2.18', 'EC2.19'],
  },
  guidance: {
    why: 'Every service that listens on a machine with this group is reachable from the whole internet: databases, admin consoles, debug ports, whatever is started tomorrow. Scanners try every public address many times a day, so what is weak there is found before its owner knows.',
    console: [
      'Open the EC2 console in the region of the group, choose Security Groups and select the group.',
      'Open the "Inbound rules" tab and choose "Edit inbound rules".',
      'For each service that has to be public add a rule for its port alone; for the rest name your own ranges or another security group as the source.',
      'Delete the rule that opens all ports, then "Save rules".',
    ],
    cli: ({
      resourceId,
      region,
    }) => `aws ec2 describe-security-group-rules --filters Name=group-id,Values=${resourceId} --region ${region} \\
  --query 'SecurityGroupRules[?!IsEgress].[SecurityGroupRuleId,IpProtocol,FromPort,ToPort,CidrIpv4,CidrIpv6,Description]' --output table

# what has to be reachable, port by port
aws ec2 authorize-security-group-ingress --group-id ${resourceId} --region ${region} --protocol tcp --port 443 --cidr 0.0.0.0/0

aws ec2 revoke-security-group-ingress --group-id ${resourceId} --region ${region} --security-group-rule-ids <sgr-id>`,
    terraform: ({ resourceId }) => `# in place of the rule with ip_protocol = "-1"
resource "aws_vpc_security_group_ingress_rule" "https" {
  security_group_id = "${resourceId}"
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
  cidr_ipv4         = "0.0.0.0/0"
}`,
    before:
      "Find out what is used through the rule before it goes: VPC flow logs of the group's network interfaces show the ports and sources of accepted traffic. Add the narrow rules first, delete the wide one after.",
    links: [
      {
        title: 'Security group rules',
        url: 'https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html',
      },
      {
        title: 'Security group rules for different use cases',
        url: 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/security-group-rules-reference.html',
      },
    ],
  },
  judge(group, { params }) {
    const exposure = exposureOfAllPorts(group.ingress, params.public_cidrs);
    const prefixLists = prefixListsOf(group.ingress);
    const notRead = prefixLists.length > 0 ? { prefixListsNotRead: prefixLists } : {};
    if (exposure === null) return pass('No rule opens all ports to the internet', notRead);
    const ports = [...new Set(exposure.permissions.map(describePorts))].join(' and ');
    return fail(`All ports are open to ${exposure.cidrs.join(' and ')}: ${ports}${ruleNote(exposure)}`, {
      ingress: permissionsAsEvidence(exposure.permissions),
      ...notRead,
    });
  },
});
