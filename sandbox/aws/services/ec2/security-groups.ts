import type {
  DescribeSecurityGroupsRequest,
  DescribeSecurityGroupsResult,
  IpPermission,
  IpRange,
  Ipv6Range,
  PrefixListId,
  SecurityGroup,
  UserIdGroupPair,
} from '@aws-sdk/client-ec2';
import type { PortRule } from '../../estate/network';
import type { Call } from '../../service';
import { here } from '../regional';
import { applyFilters, idOf, pageOf, selectIds, tagList } from './common';

const OPEN_TO_ITSELF: PortRule = { protocol: '-1', ports: null, peers: ['self'] };
const EVERYTHING: PortRule = { protocol: '-1', ports: null, peers: ['0.0.0.0/0'] };

export function describeSecurityGroups(
  input: DescribeSecurityGroupsRequest,
  call: Call,
): DescribeSecurityGroupsResult {
  const byId = selectIds(
    securityGroups(call),
    {
      ids: input.GroupIds,
      idOf: (group) => group.GroupId,
      parameter: 'groupIds',
      notFound: 'InvalidGroup',
    },
    input.MaxResults,
  );
  const named = input.GroupNames;
  const selected = named?.length ? byId.filter((group) => named.includes(group.GroupName ?? '')) : byId;
  const filtered = applyFilters(selected, input.Filters, {
    'group-id': (group) => [group.GroupId],
    'group-name': (group) => [group.GroupName],
    'vpc-id': (group) => [group.VpcId],
    'owner-id': (group) => [group.OwnerId],
    description: (group) => [group.Description],
    'ip-permission.cidr': (group) =>
      (group.IpPermissions ?? []).flatMap((permission) =>
        (permission.IpRanges ?? []).map((range) => range.CidrIp),
      ),
    'ip-permission.ipv6-cidr': (group) =>
      (group.IpPermissions ?? []).flatMap((permission) =>
        (permission.Ipv6Ranges ?? []).map((range) => range.CidrIpv6),
      ),
  });
  const { items, next } = pageOf(filtered, input, call);
  return { SecurityGroups: items, NextToken: next };
}

/** The id of a group by its name in the estate; `<vpc>/default` is a VPC's default group. */
export function securityGroupId(call: Call, name: string): string {
  return idOf(call, 'sg', name, here(call).securityGroups[name]?.id);
}

/** The group's GroupName as AWS has it. */
export function securityGroupName(name: string): string {
  return name.endsWith('/default') ? 'default' : name;
}

/** The id of the VPC that a group by its name in the estate is in. */
export function vpcIdOfGroup(call: Call, name: string): string | undefined {
  const { securityGroups: groups, vpcs } = here(call);
  const [only] = Object.keys(vpcs);
  const vpc = name.endsWith('/default') ? name.slice(0, -'/default'.length) : (groups[name]?.vpc ?? only);
  return vpc === undefined ? undefined : idOf(call, 'vpc', vpc, vpcs[vpc]?.id);
}

function securityGroups(call: Call): SecurityGroup[] {
  const { securityGroups: groups, vpcs } = here(call);
  const defaults = Object.entries(vpcs).map(([vpc, { defaultGroup, tags }]) => {
    const open = defaultGroup === 'open';
    const name = `${vpc}/default`;
    return groupOf(call, name, {
      description: 'default VPC security group',
      ingress: open ? [OPEN_TO_ITSELF] : [],
      egress: open ? [EVERYTHING] : [],
      tags: Object.entries({ ...call.account.tags, ...tags }).map(([Key, Value]) => ({ Key, Value })),
    });
  });
  const declared = Object.entries(groups).map(([name, group]) =>
    groupOf(call, name, {
      description: group.description ?? name,
      ingress: group.ingress,
      egress: group.egress,
      tags: tagList(call, name, group.tags),
    }),
  );
  return [...defaults, ...declared];
}

function groupOf(
  call: Call,
  name: string,
  group: { description: string; ingress: PortRule[]; egress: PortRule[]; tags: SecurityGroup['Tags'] },
): SecurityGroup {
  const GroupId = securityGroupId(call, name);
  return {
    GroupId,
    GroupName: securityGroupName(name),
    Description: group.description,
    OwnerId: call.account.id,
    VpcId: vpcIdOfGroup(call, name),
    SecurityGroupArn: `arn:aws:ec2:${call.region}:${call.account.id}:security-group/${GroupId}`,
    IpPermissions: permissions(call, group.ingress, GroupId),
    IpPermissionsEgress: permissions(call, group.egress, GroupId),
    Tags: group.tags,
  };
}

interface MergedPermission extends IpPermission {
  IpRanges: IpRange[];
  Ipv6Ranges: Ipv6Range[];
  PrefixListIds: PrefixListId[];
  UserIdGroupPairs: UserIdGroupPair[];
}

/** As AWS does it: rules of the same protocol and ports are one permission with several peers. */
function permissions(call: Call, rules: PortRule[], ownId: string): IpPermission[] {
  const merged = new Map<string, MergedPermission>();
  for (const { protocol, ports, peers } of rules) {
    const key = `${protocol} ${ports?.from} ${ports?.to}`;
    const permission: MergedPermission = merged.get(key) ?? {
      IpProtocol: protocol,
      ...portsOf(protocol, ports),
      IpRanges: [],
      Ipv6Ranges: [],
      PrefixListIds: [],
      UserIdGroupPairs: [],
    };
    merged.set(key, permission);
    for (const peer of peers) {
      if (peer === 'self' || peer.startsWith('sg:'))
        permission.UserIdGroupPairs.push({
          GroupId: peer === 'self' ? ownId : securityGroupId(call, peer.slice(3)),
          UserId: call.account.id,
        });
      else if (peer.startsWith('pl-')) permission.PrefixListIds.push({ PrefixListId: peer });
      else if (peer.includes(':')) permission.Ipv6Ranges.push({ CidrIpv6: peer });
      else permission.IpRanges.push({ CidrIp: peer });
    }
  }
  return [...merged.values()];
}

/** AWS gives no ports for every protocol, 0 to 65535 for every port of one, and -1 for every type of ICMP. */
function portsOf(protocol: string, ports: PortRule['ports']): Pick<IpPermission, 'FromPort' | 'ToPort'> {
  if (protocol === '-1') return {};
  if (ports) return { FromPort: ports.from, ToPort: ports.to };
  return protocol.startsWith('icmp') ? { FromPort: -1, ToPort: -1 } : { FromPort: 0, ToPort: 65_535 };
}
