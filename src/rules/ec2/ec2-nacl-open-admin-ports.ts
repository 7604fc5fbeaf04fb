import { z } from 'zod';
import { fail, pass } from '../../domain/judgement';
import { defineRule } from '../define';
import { shorten } from '../policy/evidence';
import { togetherCover } from '../policy/ip-ranges';
import { portsParameter } from './open-port-rule';
import { INTERNET } from './open-ports';
import { type AclEntry, type NetworkAcl, networkAcl } from './resources';

export default defineRule({
  id: 'ec2-nacl-open-admin-ports',
  title: 'Network ACLs do not admit the internet to admin ports',
  service: 'ec2',
  severity: 'medium',
  pillar: 'security',
  resource: networkAcl,
  parameters: z.object({ ports: portsParameter('22', '3389') }),
  permissions: ['ec2:DescribeNetworkAcls'],
  references: { cis: ['7.0:6.2', '6.0:6.2', '5.0:5.2'], fsbp: ['EC2.21'] },
  guidance: {
    why: 'The ACL lets the internet through to SSH or RDP of every machine in its subnets, so a single mistaken security group is all that is missing for an open door. As a second line it should refuse what no machine there needs from outside.',
    console: [
      'Open the VPC console in the region of the ACL, choose "Network ACLs" and select it.',
      'Open the "Inbound rules" tab and choose "Edit inbound rules".',
      'Above the rule that allows everything add deny rules for TCP 22 and 3389 from 0.0.0.0/0 and ::/0, and above those an allow rule for your own range.',
      'Choose "Save changes".',
    ],
    cli: ({
      resourceId,
      region,
    }) => `aws ec2 describe-network-acls --network-acl-ids ${resourceId} --region ${region} \\
  --query 'NetworkAcls[].Entries[?!Egress]'

# numbers below that of the rule that allows: lower ones are asked first
aws ec2 create-network-acl-entry --network-acl-id ${resourceId} --region ${region} --ingress \\
  --rule-number 10 --protocol tcp --port-range From=22,To=22 --cidr-block 0.0.0.0/0 --rule-action deny
aws ec2 create-network-acl-entry --network-acl-id ${resourceId} --region ${region} --ingress \\
  --rule-number 11 --protocol tcp --port-range From=3389,To=3389 --cidr-block 0.0.0.0/0 --rule-action deny`,
    terraform: ({ resourceId }) => `resource "aws_network_acl_rule" "no_admin_from_internet" {
  for_each       = { "22" = 10, "3389" = 11 }
  network_acl_id = "${resourceId}"
  rule_number    = each.value
  egress         = false
  protocol       = "tcp"
  rule_action    = "deny"
  cidr_block     = "0.0.0.0/0"
  from_port      = each.key
  to_port        = each.key
}`,
    before:
      'An ACL has no memory: replies to connections that machines open themselves come in on ports 1024-65535, which include 3389, so a client that happens to use that port as its own sees a rare hang. Bastions in these subnets need their allow rule first, and the default ACL is shared by every subnet that has no other.',
    links: [
      {
        title: 'Control subnet traffic with network access control lists',
        url: 'https://docs.aws.amazon.com/vpc/latest/userguide/vpc-network-acls.html',
      },
      {
        title: 'Network ACL rules',
        url: 'https://docs.aws.amazon.com/vpc/latest/userguide/nacl-rules.html',
      },
    ],
  },
  judge(acl, { params }) {
    const open = params.ports.flatMap((port) =>
      INTERNET.flatMap((source) => {
        const entry = admitting(acl, Number(port), source);
        return entry === null ? [] : [{ port, source, entry }];
      }),
    );
    if (open.length === 0) return pass(`The internet does not get to ports ${params.ports.join(', ')}`);
    const ports = [...new Set(open.map(({ port }) => port))];
    const which = acl.isDefault ? 'The default network ACL' : 'The network ACL';
    return fail(
      `${which} admits the internet to ${ports.length === 1 ? 'port' : 'ports'} ${ports.join(' and ')}`,
      {
        vpc: acl.vpcId,
        subnets: shorten(acl.subnetIds),
        rules: shorten([...new Set(open.map(({ entry }) => entry))]),
      },
    );
  },
});

/**
 * The entry with which all of `source` can reach the port, or null. Entries are asked by number, the lowest first, and the
 * first that speaks of a packet decides. Denies of a part of the internet do not count: the rest still gets in.
 * Source: https://docs.aws.amazon.com/vpc/latest/userguide/nacl-rules.html
 */
function admitting(acl: NetworkAcl, port: number, source: string): AclEntry | null {
  const entries = acl.entries
    .filter((entry) => !entry.egress && concernsPort(entry, port))
    .sort((a, b) => a.ruleNumber - b.ruleNumber);
  for (const protocol of ['6', '17']) {
    const decided: Record<AclEntry['action'], string[]> = { allow: [], deny: [] };
    for (const entry of entries.filter((each) => each.protocol === '-1' || each.protocol === protocol)) {
      decided[entry.action].push(entry.cidr);
      if (!togetherCover(decided[entry.action], source)) continue;
      if (entry.action === 'allow') return entry;
      break;
    }
  }
  return null;
}

function concernsPort({ protocol, ports }: AclEntry, port: number): boolean {
  return protocol === '-1' || ports === null || (ports.from <= port && port <= ports.to);
}
