import pLimit from 'p-limit';
import type { Account } from '../domain/account';
import { GLOBAL_SCOPE } from '../domain/scope';
import type { EnabledRule } from '../rules/define';
import { UnreadableError } from './evaluate/unreadable';
import type { RunTrigger, ScanDeps } from './ports';
import { scopeUnread } from './scope-unread';

const ACCOUNTS_AT_ONCE = 8;

export interface RunRequest {
  trigger: RunTrigger;
  /** Only these accounts; all that are enabled when left out. */
  accountIds?: string[];
}

/**
 * Plans one scan: a work item per account and scope that some enabled rule needs, each pushed to the queue. An account
 * whose regions cannot be had is noted as unread and does not hold up the others.
 * @returns the run's id
 */
export async function startRun(deps: ScanDeps, request: RunRequest): Promise<string> {
  const runId = deps.newId();
  const [accounts, rules] = await Promise.all([deps.settings.accounts(), deps.settings.rules()]);
  const chosen = accounts.filter(
    (account) =>
      account.enabled && (request.accountIds === undefined || request.accountIds.includes(account.id)),
  );
  await deps.store.insertRun(runId, request.trigger, deps.now());
  if (chosen.length === 0 || rules.length === 0) {
    const problem =
      chosen.length === 0 ? 'No AWS account is connected and enabled.' : 'Every rule is switched off.';
    await deps.store.finishRun(runId, [problem], deps.now());
    return runId;
  }

  const limit = pLimit(ACCOUNTS_AT_ONCE);
  const planned = await Promise.all(chosen.map((account) => limit(() => scopesOf(deps, account, rules))));
  const items = planned.flatMap((scopes, index) =>
    scopes.map((scope) => ({ accountId: chosen[index]?.id ?? '', scope })),
  );
  await deps.store.insertWorkItems(runId, items);
  await deps.queue.pushScans(items.map((item) => ({ runId, ...item })));
  deps.log('run-planned', { runId, accounts: chosen.length, workItems: items.length });
  if (items.length === 0) {
    await deps.store.finishRun(runId, ['No account could be read: see “Could not be read”.'], deps.now());
  }
  return runId;
}

/** The scopes of an account that enabled rules need. */
async function scopesOf(deps: ScanDeps, account: Account, rules: EnabledRule[]): Promise<string[]> {
  const needed = new Set(rules.map(({ rule }) => rule.resource.scope));
  const global = needed.has('global') ? [GLOBAL_SCOPE] : [];
  if (!needed.has('regional')) return global;
  if (account.regions !== 'enabled') return [...global, ...account.regions];
  try {
    return [...global, ...(await deps.cloud.enabledRegions(account))];
  } catch (error) {
    if (!(error instanceof UnreadableError)) throw error;
    const known = (await deps.store.knownScopes(account.id)).filter((scope) => scope !== GLOBAL_SCOPE);
    for (const scope of known) await scopeUnread(deps, account, scope, error);
    if (known.length === 0) {
      await deps.store.replaceUnread(account.id, 'regions', [unreadOf(account, error)], {
        now: deps.now(),
        partial: false,
      });
    }
    // The global scope is tried all the same: it says better what is wrong with the role.
    return global;
  }
}

function unreadOf(account: Account, error: UnreadableError) {
  const { operation, region, reason, message } = error;
  return { accountId: account.id, region, operation, reason, message };
}
