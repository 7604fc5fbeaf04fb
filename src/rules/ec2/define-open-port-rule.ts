import { z } from 'zod';
import type { Severity } from '../../domain/severity';
import { defineRule, type Guidance, type GuidanceTarget, type References, type Rule } from '../define';
import { judgePorts, portsParameter } from './open-port-rule';
import type { Protocol } from './open-ports';
import { securityGroup } from './resources';

/** What differs from one service to the next where its ports must not face the internet. */
interface OpenPortRule {
  id: string;
  title: string;
  /** Default: high. */
  severity?: Severity;
  ports: string[];
  /** Default: TCP. A function where the service's ports differ in what they speak. */
  protocols?: Protocol[] | ((port: string) => Protocol[]);
  references?: References;
  guidance: Pick<Guidance, 'why' | 'before' | 'terraform' | 'links'> & {
    /** The step at the inbound rules: what to put in place of the open one. */
    change: string;
    /** Commands that give those who need the service another way, before the open rule goes. */
    alternative: (target: GuidanceTarget) => string;
  };
}

/** Declares the rule that a service's ports are not open to the internet: the rule that opens them is found and revoked alike. */
export function defineOpenPortRule(rule: OpenPortRule): Rule {
  const { ports, protocols = ['tcp'], guidance } = rule;
  return defineRule({
    id: rule.id,
    title: rule.title,
    service: 'ec2',
    severity: rule.severity ?? 'high',
    pillar: 'security',
    resource: securityGroup,
    parameters: z.object({ ports: portsParameter(...ports) }),
    permissions: ['ec2:DescribeSecurityGroups'],
    references: rule.references ?? {},
    guidance: {
      why: guidance.why,
      console: [
        'Open the EC2 console in the region of the group, choose Security Groups and select the group.',
        'Open the "Inbound rules" tab and choose "Edit inbound rules".',
        guidance.change,
        'Choose "Save rules".',
      ],
      cli: (
        target,
      ) => `# the inbound rules that cover ${ports.length === 1 ? 'port' : 'ports'} ${ports.join(', ')}
${listRulesFor(target, ports)}

${guidance.alternative(target)}

${revokeRule(target)}`,
      terraform: guidance.terraform,
      before: guidance.before,
      links: guidance.links,
    },
    judge: (group, { params }) => judgePorts(group, params.ports, protocols),
  });
}

/** Lists the inbound rules that let traffic to one of the ports in, those for every protocol too. */
function listRulesFor({ resourceId, region }: GuidanceTarget, ports: string[]): string {
  const covers = ports.map((port) => `FromPort <= \`${port}\` && ToPort >= \`${port}\``).join(' || ');
  return `aws ec2 describe-security-group-rules --filters Name=group-id,Values=${resourceId} --region ${region} \\
  --query 'SecurityGroupRules[?!IsEgress && (IpProtocol == \`"-1"\` || ${covers})].[SecurityGroupRuleId,IpProtocol,FromPort,ToPort,CidrIpv4,CidrIpv6,Description]' --output table`;
}

/** Takes one rule of the group away, by the id that the list shows. */
export function revokeRule({ resourceId, region }: GuidanceTarget): string {
  return `aws ec2 revoke-security-group-ingress --group-id ${resourceId} --region ${region} --security-group-rule-ids <sgr-id>`;
}

/** Lets the members of another group in to a port. */
export function allowGroup(
  { resourceId, region }: GuidanceTarget,
  port: string,
  group: string,
  protocol: Protocol = 'tcp',
): string {
  return `aws ec2 authorize-security-group-ingress --group-id ${resourceId} --region ${region} --protocol ${protocol} --port ${port} --source-group ${group}`;
}

/** The same in Terraform; `from` names the variable that holds the other group's id: `app_security_group_id`. */
export function allowGroupTerraform(
  { resourceId }: GuidanceTarget,
  rule: { name: string; port: string; from: string; description: string },
): string {
  return `resource "aws_vpc_security_group_ingress_rule" "${rule.name}" {
  security_group_id            = "${resourceId}"
  description                  = "${rule.description}"
  ip_protocol                  = "tcp"
  from_port                    = ${rule.port}
  to_port                      = ${rule.port}
  referenced_security_group_id = var.${rule.from}
}`;
}

/** A tunnel to a port through Session Manager, for people who came over the internet. */
export function tunnel({ region }: GuidanceTarget, port: string, host: string): string {
  return `aws ssm start-session --region ${region} --target <instance-id> \\
  --document-name AWS-StartPortForwardingSessionToRemoteHost \\
  --parameters host=${host},portNumber=${port},localPortNumber=${Number(port) + 10_000}`;
}

export const RULES_FOR_USE_CASES = {
  title: 'Security group rules for different use cases',
  url: 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/security-group-rules-reference.html',
};
