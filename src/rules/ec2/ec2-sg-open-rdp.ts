import { z } from 'zod';
import { defineRule } from '../define';
import { judgePorts, portsParameter } from './open-port-rule';
import { securityGroup } from './resources';

export default defineRule({
  id: 'ec2-sg-open-rdp',
  title: 'No security group opens RDP to the internet',
  service: 'ec2',
  severity: 'high',
  pillar: 'security',
  resource: securityGroup,
  parameters: z.object({ ports: portsParameter('3389') }),
  permissions: ['ec2:DescribeSecurityGroups'],
  references: {
    cis: ['7.0:6.3', '7.0:6.4', '6.0:6.3', '6.0:6.4', '5.0:5.3', '5.0:5.4'],
    fsbp: ['EC2.14', 'EC2.19'],
  },
  guidance: {
    why: 'Remote Desktop on the open internet is the way in of most ransomware: guessed or bought passwords, and flaws that need no password at all (BlueKeep). Fleet Manager opens the same desktop in a browser, through IAM and without an open port.',
    console: [
      'Open the EC2 console in the region of the group, choose Security Groups and select the group.',
      'Open the "Inbound rules" tab and choose "Edit inbound rules".',
      'Change the source of the RDP rules (TCP and UDP 3389) from Anywhere to the range of your VPN, or delete them.',
      'Choose "Save rules".',
    ],
    cli: ({
      resourceId,
      region,
    }) => `aws ec2 describe-security-group-rules --filters Name=group-id,Values=${resourceId} --region ${region} \\
  --query 'SecurityGroupRules[?!IsEgress].[SecurityGroupRuleId,IpProtocol,FromPort,ToPort,CidrIpv4,CidrIpv6]' --output table

# where RDP is still needed: your own range, here 203.0.113.0/24
aws ec2 authorize-security-group-ingress --group-id ${resourceId} --region ${region} --protocol tcp --port 3389 --cidr 203.0.113.0/24

aws ec2 revoke-security-group-ingress --group-id ${resourceId} --region ${region} --security-group-rule-ids <sgr-id>

# RDP through Session Manager, without any open port
aws ssm start-session --region ${region} --target <instance-id> \\
  --document-name AWS-StartPortForwardingSession --parameters portNumber=3389,localPortNumber=13389`,
    terraform: ({ resourceId }) => `variable "vpn_cidr" {
  description = "The range of the VPN"
  type        = string
}

resource "aws_vpc_security_group_ingress_rule" "rdp" {
  security_group_id = "${resourceId}"
  description       = "RDP from the VPN"
  ip_protocol       = "tcp"
  from_port         = 3389
  to_port           = 3389
  cidr_ipv4         = var.vpn_cidr
}`,
    before:
      'Users of a terminal server that come without the VPN lose their desktop. Ask who signs in (Windows security log, event 4624 with logon type 10) and give them the VPN or a Remote Desktop Gateway first.',
    links: [
      {
        title: 'Connect to a Windows Server managed instance using Remote Desktop (Fleet Manager)',
        url: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/fleet-rdp.html',
      },
      {
        title: 'Security group rules for different use cases',
        url: 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/security-group-rules-reference.html',
      },
    ],
  },
  judge: (group, { params }) => judgePorts(group, params.ports, ['tcp', 'udp']),
});
