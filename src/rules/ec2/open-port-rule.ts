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
export function portsParameter(port: string) {
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
    .default([port])
    .describe(`Ports that must not be open to 0.0.0.0/0 or ::/0. Add those that you moved the service to.`);
}

/** Judges a group by the ports that must not be open to the internet. */
export function judgePorts(group: SecurityGroup, ports: string[], protocols: Protocol[]): Judgement {
  const open = ports.flatMap((port) => {
    const exposure = exposureOfPort(group.ingress, Number(port), protocols);
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

function message(open: { port: string; exposure: Exposure }[]): string {
  const sentences = open.map(
    ({ port, exposure }) => `Port ${port} is open to ${exposure.cidrs.join(' and ')}${ruleNote(exposure)}`,
  );
  return sentences.join('; ');
}

const unique = (permissions: IpPermission[]) => [...new Set(permissions)];
