import { z } from 'zod';

/** One rule of a security group, as an estate writes it: `tcp 443 from 0.0.0.0/0, sg:web`. */
export interface PortRule {
  /** tcp, udp, icmp, icmpv6, or -1 for every protocol. */
  protocol: string;
  /** Null for every port, or for a protocol without ports. */
  ports: { from: number; to: number } | null;
  peers: string[];
}

const RULE =
  /^(?<protocol>tcp|udp|icmp|icmpv6|all)(?: (?<ports>\d+(?:-\d+)?|all))? (?:from|to) (?<peers>\S.*)$/;

/** `tcp 8000-8010 from 10.0.0.0/8`, `all to 0.0.0.0/0`; peers are CIDR blocks, `sg:<name>`, `self` or prefix lists. */
export const portRuleSchema = z.string().transform((text, context): PortRule => {
  const found = RULE.exec(text.trim())?.groups;
  if (!found?.protocol || !found.peers) {
    context.addIssue({
      code: 'custom',
      message: `"${text}" must read like: tcp 443 from 10.0.0.0/8, sg:web`,
    });
    return z.NEVER;
  }
  const [from, to] = (found.ports ?? '').split('-').map(Number);
  const everyPort = found.ports === undefined || found.ports === 'all' || from === undefined;
  return {
    protocol: found.protocol === 'all' ? '-1' : found.protocol,
    ports: everyPort ? null : { from, to: to ?? from },
    peers: found.peers.split(',').map((peer) => peer.trim()),
  };
});

export const everythingOut = 'all to 0.0.0.0/0';

/** One inbound rule of a network ACL: `100 allow tcp 22 from 0.0.0.0/0`, `50 deny all from ::/0`. */
export interface AclRule {
  number: number;
  action: 'allow' | 'deny';
  /** -1, 6 or 17. */
  protocol: string;
  ports: { from: number; to: number } | null;
  cidr: string;
}

const ACL_RULE =
  /^(?<number>\d{1,5}) (?<action>allow|deny) (?<protocol>all|tcp|udp)(?: (?<from>\d+)(?:-(?<to>\d+))?)? from (?<cidr>\S+)$/;
const PROTOCOL_NUMBERS: Record<string, string> = { all: '-1', tcp: '6', udp: '17' };

export const aclRuleSchema = z.string().transform((text, context): AclRule => {
  const found = ACL_RULE.exec(text.trim())?.groups;
  if (!found?.protocol || !found.cidr) {
    context.addIssue({ code: 'custom', message: `"${text}" must read like: 100 deny tcp 22 from 0.0.0.0/0` });
    return z.NEVER;
  }
  return {
    number: Number(found.number),
    action: found.action === 'deny' ? 'deny' : 'allow',
    protocol: PROTOCOL_NUMBERS[found.protocol] ?? '-1',
    ports: found.from === undefined ? null : { from: Number(found.from), to: Number(found.to ?? found.from) },
    cidr: found.cidr,
  };
});
