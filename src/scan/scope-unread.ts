import type { Account } from '../domain/account';
import type { RuleCoverage } from '../domain/scan-outcome';
import type { UnreadableError } from './evaluate/unreadable';
import type { ScanDeps } from './ports';
import { reconcile } from './reconcile';

/** Whatever is known of the account's scope becomes unknown, for a reason that is for people. */
export async function makeUnknown(
  deps: ScanDeps,
  account: Account,
  scope: string,
  reason: string,
): Promise<void> {
  const [{ termsOf }, stored] = await Promise.all([
    deps.settings.inForce([account]),
    deps.store.findingsOfScope(account.id, scope),
  ]);
  const rules = new Set(stored.map(({ ruleId }) => ruleId));
  const coverage = [...rules].map((ruleId): RuleCoverage => ({ ruleId, complete: false, reason }));
  const outcome = { scope, evaluations: [], coverage };
  await deps.store.applyFindingChanges(
    { accountId: account.id, scope },
    reconcile({ stored, outcome, terms: termsOf(account.id), now: deps.now() }),
  );
}

/** Nothing of the account's scope could be read: what is known of it becomes unknown, and the reason is noted. */
export async function scopeUnread(
  deps: ScanDeps,
  account: Account,
  scope: string,
  { operation, reason, message }: Pick<UnreadableError, 'operation' | 'reason' | 'message'>,
): Promise<void> {
  await makeUnknown(deps, account, scope, message);
  // The scope is what was not read, wherever the question was asked: a role is assumed in one region for all.
  const unread = [{ accountId: account.id, region: scope, operation, reason, message }];
  const now = deps.now();
  await deps.store.replaceUnread(account.id, scope, unread, {
    startedAt: now,
    now,
    ended: true,
    inOnePart: true,
  });
}
