import { z } from 'zod';
import { fail, pass } from '../../domain/judgement';
import { defineRule } from '../define';
import { shorten } from '../policy/evidence';
import { revokeRule } from './define-open-port-rule';
import { portsParameter } from './open-port-rule';
import { permissionsAsEvidence, prefixListsOf } from './open-ports';
import { describeInterval, openIntervals } from './port-intervals';
import { securityGroup } from './resources';

/** Intervals that the message names; the evidence has more. */
const NAMED = 4;

export default defineRule({
  id: 'ec2-sg-open-unapproved-port',
  title: 'Only approved ports face the internet',
  service: 'ec2',
  severity: 'high',
  pillar: 'security',
  resource: securityGroup,
  parameters: z.object({
    approved_ports: portsParameter('80', '443').describe(
      'Ports that may be open to 0.0.0.0/0 or ::/0, over TCP and UDP.',
    ),
  }),
  permissions: ['ec2:DescribeSecurityGroups'],
  references: { fsbp: ['EC2.18'] },
  guidance: {
    why: 'A port that nobody approved is mostly a development server, an admin console or a metrics page that was opened for a test and never closed. Nobody patches or watches what nobody knows of, and scanners list it within hours.',
    console: [
      'Open the EC2 console in the region of the group, choose Security Groups and select the group.',
      'On the "Inbound rules" tab find the rules for the ports named above, and ask their owner who has to reach them.',
      'Public on purpose: have the port approved and add it to approved_ports in the settings of this rule.',
      'Otherwise choose "Edit inbound rules", put a known range or a security group in place of Anywhere or delete the rule, then "Save rules".',
    ],
    cli: (target) => `# what is open to everyone on other ports than 80 and 443
aws ec2 describe-security-group-rules --filters Name=group-id,Values=${target.resourceId} --region ${target.region} \\
  --query 'SecurityGroupRules[?!IsEgress && (CidrIpv4 != null || CidrIpv6 != null) && !(FromPort == ToPort && (FromPort == \`80\` || FromPort == \`443\`))].[SecurityGroupRuleId,IpProtocol,FromPort,ToPort,CidrIpv4,CidrIpv6,Description]' --output table

# does anything listen there (run on the instance)
sudo ss -lntup

${revokeRule(target)}`,
    terraform: ({ resourceId }) => `# HTTPS alone, in place of the rules for other ports
resource "aws_vpc_security_group_ingress_rule" "public" {
  security_group_id = "${resourceId}"
  description       = "HTTPS for everyone"
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
  cidr_ipv4         = "0.0.0.0/0"
}`,
    before:
      'Flow logs with the port as destination show who uses it; no accepted traffic for a week means that it can go. Where the group opens every port, ec2-sg-open-all-ports reports that as well: narrow that one rule and both findings are settled. A port of a known service (SSH, MySQL) is also named by the rule of that service.',
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
    const open = openIntervals(group.ingress, params.approved_ports.map(Number)).map(describeInterval);
    const prefixLists = prefixListsOf(group.ingress);
    const notRead = prefixLists.length > 0 ? { prefixListsNotRead: prefixLists } : {};
    if (open.length === 0) return pass('No port beyond the approved ones faces the internet', notRead);

    const more = open.length > NAMED ? ` and ${open.length - NAMED} more` : '';
    return fail(`Open to the internet and not approved: ${open.slice(0, NAMED).join(', ')}${more}`, {
      open: shorten(open),
      approved: params.approved_ports,
      ingress: permissionsAsEvidence(group.ingress),
      ...notRead,
    });
  },
});
