import type { IpPermission } from '@aws-sdk/client-ec2';
import { sizeOf, togetherCover } from '../policy/ip-ranges';
import { cidrsOf, INTERNET, type Protocol, protocolOf } from './open-ports';

const LAST_PORT = 65_535;

/** Ports `from` to `to`, both included, that are open to the internet. */
export interface OpenInterval {
  protocol: Protocol;
  from: number;
  to: number;
}

/**
 * The ports that face the internet, save the approved ones, as few intervals as there are. Port 0 cannot be used and
 * does not count.
 */
export function openIntervals(permissions: IpPermission[], approved: number[]): OpenInterval[] {
  return (['tcp', 'udp'] as const).flatMap((protocol) => openOf(protocol, permissions, new Set(approved)));
}

function openOf(protocol: Protocol, permissions: IpPermission[], approved: Set<number>): OpenInterval[] {
  const stretches = permissions
    .filter((permission) => ['-1', protocol].includes(protocolOf(permission)))
    .map(stretchOf)
    .filter(({ from, to }) => from <= to);
  const beginning = groupBy(stretches, ({ from }) => from);
  const over = groupBy(stretches, ({ to }) => to + 1);
  const letIn = new LetIn();
  const starts = startsOf(stretches, approved);
  const open: OpenInterval[] = [];
  for (const [index, from] of starts.entries()) {
    for (const { cidrs } of over.get(from) ?? []) letIn.remove(cidrs);
    for (const { cidrs } of beginning.get(from) ?? []) letIn.add(cidrs);
    const to = (starts[index + 1] ?? LAST_PORT + 1) - 1;
    if (approved.has(from) || !letIn.everybody) continue;
    const last = open.at(-1);
    if (last !== undefined && last.to === from - 1) last.to = to;
    else open.push({ protocol, from, to });
  }
  return open;
}

/** The ports of a permission and whom it lets in. */
interface Stretch {
  from: number;
  to: number;
  cidrs: string[];
}

function stretchOf(permission: IpPermission): Stretch {
  const { FromPort = -1, ToPort = -1 } = permission;
  // -1 stands for every port, and with every protocol AWS opens every port whatever else is written.
  const every = protocolOf(permission) === '-1';
  return {
    from: every || FromPort === -1 ? 1 : Math.max(FromPort, 1),
    to: every || ToPort === -1 ? LAST_PORT : ToPort,
    cidrs: cidrsOf(permission),
  };
}

/** The ports at which something begins or has ended: between two of them nothing changes. */
function startsOf(stretches: Stretch[], approved: Set<number>): number[] {
  const starts = new Set([1]);
  for (const { from, to } of stretches) starts.add(from).add(to + 1);
  for (const port of approved) starts.add(port).add(port + 1);
  return [...starts].filter((port) => port <= LAST_PORT).sort((a, b) => a - b);
}

function groupBy(stretches: Stretch[], portOf: (stretch: Stretch) => number): Map<number, Stretch[]> {
  const groups = new Map<number, Stretch[]>();
  for (const stretch of stretches) {
    const group = groups.get(portOf(stretch));
    if (group === undefined) groups.set(portOf(stretch), [stretch]);
    else group.push(stretch);
  }
  return groups;
}

/** All addresses there are, by version of IP. */
const ADDRESSES = { 4: 1n << 32n, 6: 1n << 128n };

/**
 * Who is let in at one port. Kept while a group's ports are gone through in order, so that its rules, which may be
 * thousands, are not all looked at for each port.
 */
class LetIn {
  readonly #times = new Map<string, number>();
  readonly #addresses = { 4: 0n, 6: 0n };

  add(cidrs: string[]): void {
    for (const cidr of cidrs) this.#count(cidr, 1);
  }

  remove(cidrs: string[]): void {
    for (const cidr of cidrs) this.#count(cidr, -1);
  }

  /** Whether they are the whole internet, in one version of IP. */
  get everybody(): boolean {
    // Fewer addresses than there are cannot be all of them, which spares most ports the closer look.
    const enough = this.#addresses[4] >= ADDRESSES[4] || this.#addresses[6] >= ADDRESSES[6];
    if (!enough) return false;
    if (INTERNET.some((all) => this.#times.has(all))) return true;
    return INTERNET.some((all) => togetherCover([...this.#times.keys()], all));
  }

  #count(cidr: string, by: 1 | -1): void {
    const before = this.#times.get(cidr) ?? 0;
    const after = before + by;
    if (after === 0) this.#times.delete(cidr);
    else this.#times.set(cidr, after);
    if (before > 0 && after > 0) return;
    const size = sizeOf(cidr);
    if (size !== null) this.#addresses[size.version] += BigInt(by) * size.addresses;
  }
}

/** `tcp 8080`, `udp 1-65535`. */
export function describeInterval({ protocol, from, to }: OpenInterval): string {
  return from === to ? `${protocol} ${from}` : `${protocol} ${from}-${to}`;
}
