import { DEFAULT_LIFECYCLE, type Lifecycle } from '../../../src/domain/rollout/lifecycle';
import {
  DEFAULT_ROLLOUT,
  newPolicy,
  type Rollout,
  type RolloutPolicy,
} from '../../../src/domain/rollout/policy';
import type { Stage } from '../../../src/domain/rollout/stage';
import type { Severity } from '../../../src/domain/severity';
import { ACCOUNTS, PAYMENTS, RULES, type Weakness } from './estate';

export const POLICIES = ['volumes', 'buckets'] as const;
export type PolicyName = (typeof POLICIES)[number];

/** The policy that decides about it. */
export function policyOf({ ruleId }: Weakness): PolicyName {
  return ruleId.startsWith('s3-') ? 'buckets' : 'volumes';
}

/** How many issues a policy files in a run and in a day. */
export interface Ceiling {
  perRun: number;
  perDay: number;
}

/** What admins have decided. */
export class Settings {
  readonly stages = new Map<PolicyName, Stage>(POLICIES.map((name) => [name, 'ticket']));
  readonly rulesOff = new Set<string>();
  readonly severities = new Map<string, Severity>(RULES.map(({ id, severity }) => [id, severity]));
  /** The projects that own the accounts; null for an account that nobody owns. */
  readonly owners = new Map<string, string | null>(
    ACCOUNTS.map(({ id, ownerProjectKey }) => [id, ownerProjectKey]),
  );
  readonly connected = new Set<string>(ACCOUNTS.map(({ id }) => id));
  ceiling: Ceiling = { perRun: 50, perDay: 200 };
  lifecycle: Lifecycle = DEFAULT_LIFECYCLE;

  /** Whether anybody still wants to know of it. */
  isJudged(weakness: Weakness): boolean {
    const { ruleId, resource } = weakness;
    const isOff = this.rulesOff.has(ruleId) || this.stages.get(policyOf(weakness)) === 'off';
    return !isOff && this.connected.has(resource.accountId);
  }

  /** The project in which its issue is filed; null where none is. */
  projectOf(weakness: Weakness): string | null {
    if (!this.isJudged(weakness) || this.stages.get(policyOf(weakness)) !== 'ticket') return null;
    return this.owners.get(weakness.resource.accountId) ?? null;
  }

  severityOf({ ruleId }: Weakness): Severity {
    const severity = this.severities.get(ruleId);
    if (severity === undefined) throw new Error(`No rule ${ruleId}`);
    return severity;
  }

  rollout(): Rollout {
    const volumes = this.#policy('volumes', '7d1f6a52-5d1c-4c5e-9a54-0f6c6f1b2a01', 'ebs-', []);
    const buckets = this.#policy('buckets', '7d1f6a52-5d1c-4c5e-9a54-0f6c6f1b2a02', 's3-', [PAYMENTS]);
    return {
      ...DEFAULT_ROLLOUT,
      policies: [volumes, buckets],
      otherwise: 'off',
      lifecycle: this.lifecycle,
    };
  }

  #policy(name: PolicyName, id: string, ruleIds: string, accountIds: string[]): RolloutPolicy {
    const policy = newPolicy(id, name);
    const ids = RULES.map((rule) => rule.id).filter((ruleId) => ruleId.startsWith(ruleIds));
    return {
      ...policy,
      stage: this.stages.get(name) ?? 'off',
      accounts: { ...policy.accounts, ids: accountIds },
      rules: { ...policy.rules, ids },
      ceiling: this.ceiling,
    };
  }
}
