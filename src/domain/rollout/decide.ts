import type { Rollout, RolloutPolicy } from './policy';
import { accountMismatch, type RuleFacts, ruleMismatch, type SelectableAccount } from './selection';
import type { Stage } from './stage';

/** What holds for an account and a rule. */
export interface Decision {
  stage: Stage;
  /** Null when no policy matches. */
  policy: RolloutPolicy | null;
}

/** The first policy that takes both the account and the rule decides. */
export function decide(rollout: Rollout, account: SelectableAccount, rule: RuleFacts): Decision {
  const policy = rollout.policies.find((candidate) => mismatch(candidate, account, rule) === null) ?? null;
  return { stage: policy?.stage ?? rollout.otherwise, policy };
}

/** How one policy fared; those after the one that decides were not asked. */
export interface DecisionStep {
  policyId: string;
  name: string;
  decides: boolean;
  /** Why it does not match; null for the one that decides. */
  mismatch: string | null;
}

/** The same decision, told step by step: which policies were passed over and why. */
export function explainDecision(
  rollout: Rollout,
  account: SelectableAccount,
  rule: RuleFacts,
): Decision & { steps: DecisionStep[] } {
  const decision = decide(rollout, account, rule);
  const steps: DecisionStep[] = [];
  for (const policy of rollout.policies) {
    const why = mismatch(policy, account, rule);
    steps.push({ policyId: policy.id, name: policy.name, decides: why === null, mismatch: why });
    if (why === null) break;
  }
  return { ...decision, steps };
}

function mismatch({ accounts, rules }: RolloutPolicy, account: SelectableAccount, rule: RuleFacts) {
  return accountMismatch(accounts, account) ?? ruleMismatch(rules, rule);
}
