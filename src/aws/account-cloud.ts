import { type Account, partitionOf } from '../domain/account';
import { UnreadableError } from '../scan/evaluate/unreadable';
import type { Cloud } from '../scan/ports';
import type { RequestBudget } from '../scan/request-budget';
import { AssumeRoleError, assumeAccountRole, enabledRegions } from './credentials';
import { createResourceReaders } from './resource-readers';
import { AwsSession } from './session';

export interface AccountSecrets {
  hub(): Promise<{ accessKeyId: string; secretAccessKey: string } | null>;
  externalIdOf(accountId: string): Promise<string>;
}

/** Reads accounts through their roles, with the hub's credentials and each account's own ExternalId. */
export function accountCloud(secrets: AccountSecrets): Cloud {
  const assume = async (account: Account, options: { requests?: RequestBudget } = {}) => {
    const hub = await secrets.hub();
    if (hub === null) {
      throw new UnreadableError({
        operation: 'sts:AssumeRole',
        region: 'global',
        reason: 'credentials',
        message: 'No AWS credentials are set. An admin sets them in the settings of Cloud Findings.',
      });
    }
    try {
      const externalId = await secrets.externalIdOf(account.id);
      return await assumeAccountRole(hub, { roleArn: account.roleArn, externalId }, options);
    } catch (error) {
      throw error instanceof AssumeRoleError ? error.unreadable : error;
    }
  };
  return {
    enabledRegions: async (account) =>
      enabledRegions(await assume(account), { partition: partitionOf(account.roleArn) }),
    readers: async (account, scope, requests) =>
      createResourceReaders(
        new AwsSession({
          accountId: account.id,
          partition: partitionOf(account.roleArn),
          scope,
          credentials: await assume(account, { requests }),
          requests,
        }),
      ),
  };
}
