import pLimit from 'p-limit';
import { CallCounter } from '../aws/call-counter';
import {
  type AccountCredentials,
  AssumeRoleError,
  assumeAccountRole,
  enabledRegions,
  type HubCredentials,
} from '../aws/credentials';
import { createResourceReaders } from '../aws/resource-readers';
import { AwsSession } from '../aws/session';
import { partitionOf } from '../domain/account';
import { GLOBAL_SCOPE, type Scope } from '../domain/scope';
import type { EnabledRule, Rule } from '../rules/define';
import { type ResourceReaders, scanScope, UnreadableError } from '../scan/scan-scope';
import type { AccountEntry } from './accounts-file';
import { CliError } from './cli-error';
import type { ScanReport } from './report';

/** Accounts, and then scopes of all accounts, that are read at the same time. */
const CONCURRENCY = 8;

/** Stands for the enabled regions of an account that did not say which they are. */
const EVERY_REGION = '*';

export interface Progress {
  /** `done` of `total` scopes are read; `what` is the one that just was. */
  step(done: number, total: number, what: string): void;
}

export interface AccountsFile {
  accounts: AccountEntry[];
  /** For errors. */
  fileName: string;
}

interface WorkItem {
  account: AccountEntry;
  scope: Scope;
  readers: ResourceReaders;
}

/**
 * Scans the accounts by the rules, at their own severities and with their default parameters.
 * Throws a CliError when not one account's role can be assumed.
 */
export async function scanAccounts(
  hub: HubCredentials,
  { accounts, fileName }: AccountsFile,
  rules: Rule[],
  progress: Progress,
): Promise<ScanReport> {
  const startedAt = Date.now();
  const calls = new CallCounter();
  const enabled = rules.map((rule): EnabledRule => ({ rule, severity: rule.severity, params: {} }));
  const workItems = await plan(hub, { accounts, fileName }, { rules, calls });

  const limit = pLimit(CONCURRENCY);
  let done = 0;
  const outcomes = await Promise.all(
    workItems.map(({ account, scope, readers }) =>
      limit(async () => {
        const { id, name, tier } = account;
        const remainingMs = () => Number.POSITIVE_INFINITY;
        const outcome = await scanScope({
          account: { id, name, tier },
          scope,
          rules: enabled,
          readers,
          now: startedAt,
          remainingMs,
        });
        done += 1;
        progress.step(done, workItems.length, `${name} ${scope}`);
        return outcome;
      }),
    ),
  );
  return {
    results: outcomes.flatMap(({ evaluations }) => evaluations),
    unread: withoutRepeats(outcomes.flatMap(({ unread }) => unread)),
    apiCalls: calls.totals(),
    durationMs: Date.now() - startedAt,
  };
}

async function plan(
  hub: HubCredentials,
  { accounts, fileName }: AccountsFile,
  { rules, calls }: { rules: Rule[]; calls: CallCounter },
): Promise<WorkItem[]> {
  const limit = pLimit(CONCURRENCY);
  const assumed = await Promise.all(
    accounts.map((account) => limit(async () => ({ account, role: await assume(hub, account, calls) }))),
  );
  const refusals = assumed.flatMap(({ role }, index) =>
    role instanceof AssumeRoleError ? [{ role, index }] : [],
  );
  const [first] = refusals;
  if (first !== undefined && refusals.length === accounts.length)
    throw noAccountUsable(first, accounts.length, fileName);

  const planned = assumed.map(({ account, role }) =>
    limit(() => workItemsOf(account, role, { rules, calls })),
  );
  return (await Promise.all(planned)).flat();
}

async function assume(
  hub: HubCredentials,
  account: AccountEntry,
  calls: CallCounter,
): Promise<AccountCredentials | AssumeRoleError> {
  try {
    return await assumeAccountRole(hub, account, { calls });
  } catch (error) {
    if (error instanceof AssumeRoleError) return error;
    throw error;
  }
}

function noAccountUsable(
  { role, index }: { role: AssumeRoleError; index: number },
  accounts: number,
  fileName: string,
): CliError {
  const others =
    accounts === 1 ? '' : ` No other account's role could be assumed either (${accounts} in all).`;
  if (role.problem === 'hub-credentials') {
    return new CliError(`AWS credentials (AWS_PROFILE, AWS_ACCESS_KEY_ID ...): ${role.message}`);
  }
  return new CliError(`${fileName}: [${index}].roleArn: ${role.message}${others}`);
}

/** The scopes of an account that the rules look into. Those that nothing can be read of are there too, to say so. */
async function workItemsOf(
  account: AccountEntry,
  role: AccountCredentials | AssumeRoleError,
  { rules, calls }: { rules: Rule[]; calls: CallCounter },
): Promise<WorkItem[]> {
  const partition = partitionOf(account.roleArn);
  const needs = (kind: 'global' | 'regional') => rules.some((rule) => rule.resource.scope === kind);
  const items: WorkItem[] = [];
  const add = (scope: Scope, readers: ResourceReaders) => items.push({ account, scope, readers });

  if (role instanceof AssumeRoleError) {
    const nothing = unreadableReaders(partition, role.unreadable);
    if (needs('global')) add(GLOBAL_SCOPE, nothing);
    if (needs('regional')) for (const region of account.regions ?? [EVERY_REGION]) add(region, nothing);
    return items;
  }

  const reading = (scope: Scope) =>
    createResourceReaders(
      new AwsSession({ accountId: account.id, partition, scope, credentials: role, calls }),
    );
  if (needs('global')) add(GLOBAL_SCOPE, reading(GLOBAL_SCOPE));
  if (!needs('regional')) return items;
  try {
    const regions = account.regions ?? (await enabledRegions(role, { partition, calls }));
    for (const region of new Set(regions)) add(region, reading(region));
  } catch (error) {
    if (!(error instanceof UnreadableError)) throw error;
    add(EVERY_REGION, unreadableReaders(partition, error));
  }
  return items;
}

/** Readers of what nothing can be read of. */
function unreadableReaders(partition: string, why: UnreadableError): ResourceReaders {
  return {
    partition,
    list: async () => ({ resources: [], failures: [why] }),
    refused: () => [],
    apiCalls: () => ({}),
  };
}

/** An account whose role was refused is refused once, not once a scope. */
function withoutRepeats(unread: ScanReport['unread']): ScanReport['unread'] {
  const byKey = new Map(
    unread.map((entry) => [
      JSON.stringify([entry.accountId, entry.region, entry.operation, entry.reason]),
      entry,
    ]),
  );
  return [...byKey.values()];
}
