import type { IpPermission } from '@aws-sdk/client-ec2';
import { exposureOfPort, type Protocol } from './open-ports';

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
  const starts = startsOf(permissions, approved);
  const open: OpenInterval[] = [];
  for (const [index, from] of starts.entries()) {
    const to = (starts[index + 1] ?? LAST_PORT + 1) - 1;
    if (approved.has(from) || exposureOfPort(permissions, from, [protocol]) === null) continue;
    const last = open.at(-1);
    if (last !== undefined && last.to === from - 1) last.to = to;
    else open.push({ protocol, from, to });
  }
  return open;
}

/** The ports at which something begins or has ended: between two of them nothing changes. */
function startsOf(permissions: IpPermission[], approved: Set<number>): number[] {
  const starts = new Set([1]);
  const add = (from: number, to: number) => {
    starts.add(Math.max(from, 1));
    starts.add(to + 1);
  };
  for (const { FromPort = -1, ToPort = -1 } of permissions) {
    if (FromPort >= 0 && ToPort >= 0) add(FromPort, ToPort);
  }
  for (const port of approved) add(port, port);
  return [...starts].filter((port) => port <= LAST_PORT).sort((a, b) => a - b);
}

/** `tcp 8080`, `udp 1-65535`. */
export function describeInterval({ protocol, from, to }: OpenInterval): string {
  return from === to ? `${protocol} ${from}` : `${protocol} ${from}-${to}`;
}
