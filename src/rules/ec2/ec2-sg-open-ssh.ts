import { z } from 'zod';
import { defineRule } from '../define';
import { judgePorts, portsParameter } from './open-port-rule';
import { securityGroup } from './resources';

export default defineRule({
  id: 'ec2-sg-open-ssh',
  title: 'No security group opens SSH to the internet',
  service: 'ec2',
  severity: 'high',
  pillar: 'security',
  resource: securityGroup,
  parameters: z.object({ ports: portsParameter('22') }),
  permissions: ['ec2:DescribeSecurityGroups'],
  references: {
    cis: ['7.0:6.3', '7.0:6.4', '6.0:6.3', '6.0:6.4', '5.0:5.3', '5.0:5.4'],
    fsbp: ['EC2.13', 'EC2.19'],
  },
  guidance: {
    why: 'SSH on the open internet is tried with stolen keys and guessed passwords around the clock, and one weak account or one flaw in the server gives a shell inside the VPC. Session Manager or a VPN give the same people the same access without an open port.',
    console: [
      'Open the EC2 console in the region of the group, choose Security Groups and select the group.',
      'Open the "Inbound rules" tab and choose "Edit inbound rules".',
      'Change the source of the SSH rule from Anywhere to the range of your office or VPN, or delete the rule where Session Manager is used.',
      'Choose "Save rules".',
    ],
    cli: ({
      resourceId,
      region,
    }) => `aws ec2 describe-security-group-rules --filters Name=group-id,Values=${resourceId} --region ${region} \\
  --query 'SecurityGroupRules[?!IsEgress].[SecurityGroupRuleId,IpProtocol,FromPort,ToPort,CidrIpv4,CidrIpv6]' --output table

# where SSH is still needed: your own range, here 203.0.113.0/24
aws ec2 authorize-security-group-ingress --group-id ${resourceId} --region ${region} --protocol tcp --port 22 --cidr 203.0.113.0/24

aws ec2 revoke-security-group-ingress --group-id ${resourceId} --region ${region} --security-group-rule-ids <sgr-id>

# a shell without any open port
aws ssm start-session --region ${region} --target <instance-id>`,
    terraform: ({ resourceId }) => `variable "admin_cidr" {
  description = "The range that administrators come from"
  type        = string
}

resource "aws_vpc_security_group_ingress_rule" "ssh" {
  security_group_id = "${resourceId}"
  description       = "SSH from the VPN"
  ip_protocol       = "tcp"
  from_port         = 22
  to_port           = 22
  cidr_ipv4         = var.admin_cidr
}`,
    before:
      'People and jobs that connect from elsewhere (home offices, hosted CI, a vendor) are cut off; sessions that are open stay open. Make sure that you can still get in, by Session Manager or the serial console, before removing the rule.',
    links: [
      {
        title: 'AWS Systems Manager Session Manager',
        url: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager.html',
      },
      {
        title: 'Security group rules for different use cases',
        url: 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/security-group-rules-reference.html',
      },
    ],
  },
  judge: (group, { params }) => judgePorts(group, params.ports, ['tcp']),
});
