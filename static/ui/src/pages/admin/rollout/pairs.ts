import type { AccountView, RuleSetting } from '../../../../../../src/contract/admin-page';
import { Decisions } from '../../../../../../src/domain/rollout/decisions';
import type { Rollout } from '../../../../../../src/domain/rollout/policy';
import { ruleFacts } from './words';

/** For how many pairs of account and rule that is on each policy decides, by its id. */
export function pairsByPolicy(
  rollout: Rollout,
  accounts: readonly AccountView[],
  rules: readonly RuleSetting[],
): Map<string, number> {
  const decisions = new Decisions(rollout, accounts, rules.filter(({ enabled }) => enabled).map(ruleFacts));
  const pairs = new Map<string, number>();
  for (const { id } of accounts) {
    for (const ruleId of decisions.ruleIds) {
      const policyId = decisions.of(id, ruleId).policy?.id;
      if (policyId !== undefined) pairs.set(policyId, (pairs.get(policyId) ?? 0) + 1);
    }
  }
  return pairs;
}
