import type {
  DescribeNetworkAclsRequest,
  DescribeNetworkAclsResult,
  NetworkAcl,
  NetworkAclEntry,
} from '@aws-sdk/client-ec2';
import type { AclRule } from '../../estate/network';
import type { Call } from '../../service';
import { resourceId } from '../../world';
import { here } from '../regional';
import { applyFilters, idOf, pageOf, tagList } from './common';

/** The last entries of every ACL, which deny whatever no other decided. */
const LAST_RULE = 32_767;

const closed: AclRule[] = [22, 3389].flatMap((port, index) =>
  ['0.0.0.0/0', '::/0'].map(
    (cidr, family): AclRule => ({
      number: 10 + index * 2 + family,
      action: 'deny',
      protocol: '-1',
      ports: { from: port, to: port },
      cidr,
    }),
  ),
);
const open: AclRule[] = [{ number: 100, action: 'allow', protocol: '-1', ports: null, cidr: '0.0.0.0/0' }];

/** Each VPC has the ACL that came with it. */
export function describeNetworkAcls(
  input: DescribeNetworkAclsRequest,
  call: Call,
): DescribeNetworkAclsResult {
  const all = Object.entries(here(call).vpcs).map(([name, vpc]): NetworkAcl => {
    const rules = vpc.acl === 'open' ? open : vpc.acl === 'closed' ? [...closedByPort(), ...open] : vpc.acl;
    return {
      NetworkAclId: resourceId('acl', call.account.id, call.region, name),
      OwnerId: call.account.id,
      VpcId: idOf(call, 'vpc', name, vpc.id),
      IsDefault: true,
      Associations: [],
      Entries: [
        ...rules.map((rule) => entry(rule, false)),
        ...open.map((rule) => entry(rule, true)),
        entry({ number: LAST_RULE, action: 'deny', protocol: '-1', ports: null, cidr: '0.0.0.0/0' }, false),
      ],
      Tags: tagList(call, `${name}-acl`, vpc.tags),
    };
  });
  const filtered = applyFilters(all, input.Filters, { 'vpc-id': ({ VpcId }) => [VpcId] });
  const { items, next } = pageOf(filtered, input, call);
  return { NetworkAcls: items, NextToken: next };
}

/** An entry with ports is of a protocol that has some. */
function closedByPort(): AclRule[] {
  return closed.flatMap((rule, index) =>
    ['6', '17'].map((protocol, offset) => ({ ...rule, protocol, number: 10 + index * 2 + offset })),
  );
}

function entry({ number, action, protocol, ports, cidr }: AclRule, egress: boolean): NetworkAclEntry {
  return {
    RuleNumber: number,
    RuleAction: action,
    Protocol: protocol,
    Egress: egress,
    ...(cidr.includes(':') ? { Ipv6CidrBlock: cidr } : { CidrBlock: cidr }),
    ...(ports === null ? {} : { PortRange: { From: ports.from, To: ports.to } }),
  };
}
