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
