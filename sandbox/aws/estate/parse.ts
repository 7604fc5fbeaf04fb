import { z } from 'zod';
import { type Account, accountSchema } from './estate';

/** Parses with an error that names the file and the field. */
export function parseOrExplain<S extends z.ZodType>(schema: S, value: unknown, source: string): z.infer<S> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new Error(`${source} is not a valid part of an estate:\n${z.prettifyError(result.error)}`);
}

/** Parses an account's document; throws an Error that names `source` and the field. */
export function parseAccount(document: unknown, source: string): Account {
  const account = parseOrExplain(accountSchema, document, source);
  const problem = findDanglingName(account);
  if (problem) throw new Error(`${source}: ${problem}`);
  return account;
}

/** An account that the estate does not declare, such as the hub's: nothing is in it. */
export function emptyAccount(id: string): Account {
  return accountSchema.parse({ id, name: id });
}

/** A reference by name that leads nowhere would be an answer that AWS could not give. */
function findDanglingName(account: Account): string | null {
  for (const [region, regional] of Object.entries(account.regions)) {
    const groups = new Set(Object.keys(regional.securityGroups));
    for (const vpc of Object.keys(regional.vpcs)) groups.add(`${vpc}/default`);
    const users: Record<string, Record<string, { groups: string[] }>> = {
      instances: regional.instances,
      networkInterfaces: regional.networkInterfaces,
      databases: regional.databases,
      functions: regional.functions,
    };
    for (const [kind, resources] of Object.entries(users)) {
      for (const [name, resource] of Object.entries(resources)) {
        const missing = resource.groups.find((group) => !groups.has(group));
        if (missing)
          return `regions.${region}.${kind}.${name}.groups: there is no security group "${missing}"`;
      }
    }
    for (const [name, group] of Object.entries(regional.securityGroups)) {
      if (group.vpc !== undefined && !(group.vpc in regional.vpcs))
        return `regions.${region}.securityGroups.${name}.vpc: there is no VPC "${group.vpc}"`;
      if (Object.keys(regional.vpcs).length === 0)
        return `regions.${region}.securityGroups.${name}: the region needs a VPC first`;
      for (const rule of [...group.ingress, ...group.egress]) {
        const missing = rule.peers.find((peer) => peer.startsWith('sg:') && !groups.has(peer.slice(3)));
        if (missing)
          return `regions.${region}.securityGroups.${name}: there is no security group "${missing}"`;
      }
    }
    for (const [name, volume] of Object.entries(regional.volumes)) {
      if (volume.attachedTo !== undefined && !(volume.attachedTo in regional.instances))
        return `regions.${region}.volumes.${name}.attachedTo: there is no instance "${volume.attachedTo}"`;
    }
    for (const [name, address] of Object.entries(regional.addresses)) {
      const to = address.attachedTo;
      if (to !== undefined && !(to in regional.instances) && !(to in regional.networkInterfaces))
        return `regions.${region}.addresses.${name}.attachedTo: there is no instance or network interface "${to}"`;
    }
  }
  return null;
}
