import type { IpPermission } from '@aws-sdk/client-ec2';
import { z } from 'zod';
import { fail, type Judgement, pass } from '../../domain/judgement';
import {
  type Exposure,
  exposureOfPort,
  type Protocol,
  permissionsAsEvidence,
  prefixListsOf,
  ruleNote,
} from './open-ports';
import type { SecurityGroup } from './resources';

/** The `ports` parameter of a rule about one service. */
export function portsParameter(...ports: string[]) {
  return z
    .array(
      z
        .string()
        .regex(
          /^([1-9]\d{0,3}|[1-5]\d{4}|6[0-4]\d{3}|65[0-4]\d{2}|655[0-2]\d|6553[0-5])$/,
          'must be a port from 1 to 65535',
        ),
    )
    .min(1, 'must name at least one port')
    .default(ports)
    .describe(`Ports that must not be open to 0.0.0.0/0 or ::/0. Add those that you moved the service to.`);
}

/**
 * Judges a group by the ports that must not be open to the internet. `protocols` are those that the service speaks, on
 * each of its ports where they differ.
 */
export function judgePorts(
  group: SecurityGroup,
  ports: string[],
  protocols: Protocol[] | ((port: string) => Protocol[]),
): Judgement {
  const open = ports.flatMap((port) => {
    const spoken = typeof protocols === 'function' ? protocols(port) : protocols;
    const exposure = exposureOfPort(group.ingress, Number(port), spoken);
    return exposure === null ? [] : [{ port, exposure }];
  });
  const [first] = open;
  const prefixLists = prefixListsOf(group.ingress);
  if (first === undefined) {
    const plural = ports.length > 1 ? 'Ports' : 'Port';
    return pass(
      `${plural} ${ports.join(', ')} not open to the internet`,
      prefixLists.length > 0 ? { prefixListsNotRead: prefixLists } : {},
    );
  }
  const offending = unique(open.flatMap(({ exposure }) => exposure.permissions));
  return fail(message(open), {
    ingress: permissionsAsEvidence(offending),
    ...(prefixLists.length > 0 ? { prefixListsNotRead: prefixLists } : {}),
  });
}

/** Says once what is true of several ports: `Ports 9200, 9300 are open to 0.0.0.0/0`. */
function message(open: { port: string; exposure: Exposure }[]): string {
  const portsByExposure = new Map<string, string[]>();
  for (const { port, exposure } of open) {
    const to = `open to ${exposure.cidrs.join(' and ')}${ruleNote(exposure)}`;
    portsByExposure.set(to, [...(portsByExposure.get(to) ?? []), port]);
  }
  const sentences = [...portsByExposure].map(([to, ports]) =>
    ports.length === 1 ? `Port ${ports[0]} is ${to}` : `Ports ${ports.join(', ')} are ${to}`,
  );
  return sentences.join('; ');
}

const unique = (permissions: IpPermission[]) => [...new Set(permissions)];
