import type { Account } from '../domain/account';
import type { RuleCoverage } from '../domain/scan-outcome';
import { GLOBAL_SCOPE } from '../domain/scope';
import type { UnreadableError } from './evaluate/unreadable';
import type { ScanDeps } from './ports';
import { reconcile } from './reconcile';

/** Nothing of the account's scope could be read: whatever is known of it becomes unknown, and the reason is noted. */
export async function scopeUnread(
  deps: ScanDeps,
  account: Account,
  scope: string,
  error: UnreadableError,
): Promise<void> {
  const now = deps.now();
  const [rules, policy, stored] = await Promise.all([
    deps.settings.rules(),
    deps.settings.policy(),
    deps.store.findingsOfScope(account.id, scope),
  ]);
  const kind = scope === GLOBAL_SCOPE ? 'global' : 'regional';
  const coverage: RuleCoverage[] = rules
    .filter(({ rule }) => rule.resource.scope === kind)
    .map(({ rule }) => ({ ruleId: rule.id, complete: false, reason: error.message }));
  const changes = reconcile({ stored, outcome: { scope, evaluations: [], coverage }, policy, account, now });
  await deps.store.applyFindingChanges(changes);
  const { operation, region, reason, message } = error;
  await deps.store.replaceUnread(
    account.id,
    scope,
    [{ accountId: account.id, region, operation, reason, message }],
    {
      now,
      partial: false,
    },
  );
}
