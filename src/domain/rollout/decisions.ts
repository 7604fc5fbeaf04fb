import { type Decision, decide } from './decide';
import type { Rollout } from './policy';
import type { RuleFacts, SelectableAccount } from './selection';
import type { Stage } from './stage';

/** Accounts that have these rules in common. */
export interface PairGroup {
  accountIds: string[];
  ruleIds: string[];
}

/** What holds for every account and rule, each decided once. */
export class Decisions<A extends SelectableAccount = SelectableAccount> {
  readonly #accounts: ReadonlyMap<string, A>;
  readonly #rules: ReadonlyMap<string, RuleFacts>;
  readonly #decided = new Map<string, Decision>();

  /** @param rules those that are on; a rule that is left out counts as off everywhere */
  constructor(
    readonly rollout: Rollout,
    accounts: readonly A[],
    rules: readonly RuleFacts[],
  ) {
    this.#accounts = new Map(accounts.map((account) => [account.id, account]));
    this.#rules = new Map(rules.map((rule) => [rule.id, rule]));
  }

  get accounts(): A[] {
    return [...this.#accounts.values()];
  }

  rule(ruleId: string): RuleFacts | null {
    return this.#rules.get(ruleId) ?? null;
  }

  get ruleIds(): string[] {
    return [...this.#rules.keys()];
  }

  account(accountId: string): A | null {
    return this.#accounts.get(accountId) ?? null;
  }

  /** Off, by no policy, for an account or a rule that is not there. */
  of(accountId: string, ruleId: string): Decision {
    const key = `${accountId} ${ruleId}`;
    const known = this.#decided.get(key);
    if (known !== undefined) return known;
    const account = this.#accounts.get(accountId);
    const rule = this.#rules.get(ruleId);
    const decision: Decision =
      account === undefined || rule === undefined
        ? { stage: 'off', policy: null }
        : decide(this.rollout, account, rule);
    this.#decided.set(key, decision);
    return decision;
  }

  /** Every pair in the stage, in as few groups as have the same rules. */
  inStage(stage: Stage): PairGroup[] {
    return this.groups((decision) => decision.stage === stage);
  }

  /** Every pair for which the decision is as asked, in as few groups as have the same rules. */
  groups(wanted: (decision: Decision, account: A) => boolean): PairGroup[] {
    const groups = new Map<string, PairGroup>();
    for (const account of this.#accounts.values()) {
      const ruleIds = [...this.#rules.keys()].filter((ruleId) =>
        wanted(this.of(account.id, ruleId), account),
      );
      if (ruleIds.length === 0) continue;
      const key = ruleIds.join(' ');
      const group = groups.get(key) ?? { accountIds: [], ruleIds };
      group.accountIds.push(account.id);
      groups.set(key, group);
    }
    return [...groups.values()];
  }
}
