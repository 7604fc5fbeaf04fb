import type { IpPermission } from '@aws-sdk/client-ec2';
import type { Json } from '../../domain/json';
import { shorten } from '../policy/evidence';
import { indispensable, togetherCover } from '../policy/ip-ranges';

/** The whole internet, in both versions of IP. */
export const INTERNET = ['0.0.0.0/0', '::/0'];

export type Protocol = 'tcp' | 'udp';

/** Protocols by the numbers that AWS may give in place of names. */
const PROTOCOL_NAMES: Record<string, string> = { '6': 'tcp', '17': 'udp' };

/** The protocol by name; `-1` is every protocol. */
export function protocolOf(permission: IpPermission): string {
  const written = (permission.IpProtocol ?? '-1').toLowerCase();
  return PROTOCOL_NAMES[written] ?? written;
}

/** What is open to the internet: which permissions open it, and to which ranges. */
export interface Exposure {
  permissions: IpPermission[];
  /** The public ranges that these permissions let in together. */
  cidrs: string[];
}

/** The sources of a permission as CIDR blocks. Prefix lists and groups are no addresses and not among them. */
export function cidrsOf(permission: IpPermission): string[] {
  return [
    ...(permission.IpRanges ?? []).map((range) => range.CidrIp ?? ''),
    ...(permission.Ipv6Ranges ?? []).map((range) => range.CidrIpv6 ?? ''),
  ].filter((cidr) => cidr !== '');
}

/**
 * How the permissions that `opens` picks are open to one of the public ranges, or null when they are not. The sources of
 * all of them count together: 0.0.0.0/1 in one rule and 128.0.0.0/1 in another let in everyone.
 */
function exposure(
  permissions: IpPermission[],
  opens: (permission: IpPermission) => boolean,
  publicCidrs: string[],
): Exposure | null {
  const opening = permissions.filter(opens);
  const sources = opening.flatMap(cidrsOf);
  const cidrs = publicCidrs.filter((cidr) => togetherCover(sources, cidr));
  if (cidrs.length === 0) return null;
  const lists = opening.map(cidrsOf);
  // A permission is part of the exposure when it opens alone, or when the others do not open without it.
  const needed = new Set(cidrs.flatMap((cidr) => [...indispensable(lists, cidr)]));
  const relevant = opening.filter(
    (permission, index) =>
      needed.has(index) || cidrs.some((cidr) => togetherCover(cidrsOf(permission), cidr)),
  );
  return { permissions: relevant, cidrs };
}

function spans(permission: IpPermission, from: number, to: number): boolean {
  const first = permission.FromPort ?? -1;
  const last = permission.ToPort ?? -1;
  // -1 stands for every port.
  return (first === -1 || first <= from) && (last === -1 || last >= to);
}

/** Whether, and how, a port is open to the internet. */
export function exposureOfPort(
  permissions: IpPermission[],
  port: number,
  protocols: Protocol[],
  publicCidrs: string[] = INTERNET,
): Exposure | null {
  return exposure(
    permissions,
    (permission) => {
      const protocol = protocolOf(permission);
      return (
        protocol === '-1' || (protocols.some((each) => each === protocol) && spans(permission, port, port))
      );
    },
    publicCidrs,
  );
}

/** Whether, and how, every port is open to the internet: all protocols, or all of TCP or UDP in one rule. */
export function exposureOfAllPorts(permissions: IpPermission[], publicCidrs: string[]): Exposure | null {
  return exposure(
    permissions,
    (permission) => {
      const protocol = protocolOf(permission);
      // Port 0 cannot be used, so 1-65535 is everything too.
      return protocol === '-1' || ((protocol === 'tcp' || protocol === 'udp') && spans(permission, 1, 65535));
    },
    publicCidrs,
  );
}

/**
 * Prefix lists that permissions for the port let in. What addresses they hold was not read, so they do not count as open;
 * they are shown.
 */
export function prefixListsOf(permissions: IpPermission[]): string[] {
  const ids = permissions.flatMap((permission) => permission.PrefixListIds ?? []);
  return [...new Set(ids.map((list) => list.PrefixListId ?? '').filter((id) => id !== ''))];
}

/** `tcp 22`, `udp 1000-2000`, `all protocols`. */
export function describePorts(permission: IpPermission): string {
  const protocol = protocolOf(permission);
  if (protocol === '-1') return 'all protocols';
  const { FromPort: from = -1, ToPort: to = -1 } = permission;
  if (from === -1 || to === -1) return `${protocol}, all ports`;
  return from === to ? `${protocol} ${from}` : `${protocol} ${from}-${to}`;
}

/** The permissions as evidence: what is open, to whom, and what the owner wrote about it. */
export function permissionsAsEvidence(permissions: IpPermission[]): Json {
  return shorten(
    permissions.map((permission) => {
      const descriptions = [...(permission.IpRanges ?? []), ...(permission.Ipv6Ranges ?? [])]
        .map((range) => range.Description ?? '')
        .filter((description) => description !== '');
      return {
        ports: describePorts(permission),
        sources: cidrsOf(permission),
        ...(descriptions.length > 0 ? { descriptions } : {}),
      };
    }),
  );
}

/** ` (rule: ssh from anywhere)` where the rule has a description, which is all that names a rule in the list of groups. */
export function ruleNote({ permissions, cidrs }: Exposure): string {
  const ranges = permissions.flatMap((permission) => [
    ...(permission.IpRanges ?? []).map((range) => ({ cidr: range.CidrIp, text: range.Description })),
    ...(permission.Ipv6Ranges ?? []).map((range) => ({ cidr: range.CidrIpv6, text: range.Description })),
  ]);
  const described = ranges.find((range) => range.text && cidrs.includes(range.cidr ?? ''));
  return described === undefined ? '' : ` (rule: ${String(shorten(described.text))})`;
}
