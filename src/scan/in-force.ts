import type { Account } from '../domain/account';
import { Decisions } from '../domain/rollout/decisions';
import type { Rollout } from '../domain/rollout/policy';
import { destinationOf } from '../domain/rollout/route';
import type { RuleFacts } from '../domain/rollout/selection';
import type { Severity } from '../domain/severity';
import { slaMs } from '../domain/sla';
import type { Tags } from '../domain/tag-pattern';
import type { EnabledRule } from '../rules/define';

/** What holds for a finding, by the policy that decides for its account and rule. */
export interface FindingTerms {
  /** When the SLA asks for the fix of what opened at `openedAt`; both in milliseconds since 1970. */
  dueAt(finding: { ruleId: string; severity: Severity }, openedAt: number): number;
  /** The project whose team owns it; null when nobody does. `tags` are the resource's own. */
  projectKey(finding: { ruleId: string; tags: Tags }): string | null;
}

/** The rollout as it applies to accounts and rules. */
export interface InForce {
  decisions: Decisions<Account>;
  /** The rules that are judged in the account, with the severity and parameters that apply there. */
  rulesOf(accountId: string): EnabledRule[];
  /** @throws Error for an account that it was not made for */
  termsOf(accountId: string): FindingTerms;
}

/** @param rules those that are on, as admins set them for every account */
export function inForce(
  rollout: Rollout,
  accounts: readonly Account[],
  rules: readonly EnabledRule[],
): InForce {
  const decisions = new Decisions(rollout, accounts, rules.map(factsOf));
  return {
    decisions,
    rulesOf: (accountId) =>
      rules.flatMap((enabled) => {
        const { stage, policy } = decisions.of(accountId, enabled.rule.id);
        if (stage === 'off') return [];
        const override = policy?.overrides[enabled.rule.id];
        return [override === undefined ? enabled : overridden(enabled, override)];
      }),
    termsOf: (accountId) => {
      const account = decisions.account(accountId);
      if (account === null) throw new Error(`Nobody asked what is in force for the account ${accountId}`);
      return {
        dueAt: ({ ruleId, severity }, openedAt) =>
          openedAt +
          slaMs(decisions.of(accountId, ruleId).policy?.sla ?? rollout.sla, account.tier, severity),
        projectKey: ({ ruleId, tags }) =>
          destinationOf(rollout, decisions.of(accountId, ruleId).policy, account, tags).projectKey,
      };
    },
  };
}

/** What a policy selects rules by. */
export function factsOf({ rule, severity }: Pick<EnabledRule, 'rule' | 'severity'>): RuleFacts {
  const { id, service, pillar, references } = rule;
  return { id, service, pillar, severity, references };
}

function overridden(
  enabled: EnabledRule,
  { severity, parameters }: { severity: Severity | null; parameters: Record<string, unknown> },
): EnabledRule {
  return {
    rule: enabled.rule,
    severity: severity ?? enabled.severity,
    params: { ...asRecord(enabled.params), ...parameters },
  };
}

function asRecord(params: unknown): object {
  return typeof params === 'object' && params !== null ? params : {};
}
