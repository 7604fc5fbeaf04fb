import type { Account } from '../domain/account';
import type { PairGroup } from '../domain/rollout/decisions';
import type { Severity } from '../domain/severity';
import { SEVERITIES } from '../domain/severity';
import { slaMs } from '../domain/sla';
import type { Tags } from '../domain/tag-pattern';
import type { InForce } from './in-force';

/** What changing settings changes of findings that are there. Every method can be repeated without harm. */
export interface RolloutStore {
  resolveOff(pairs: readonly PairGroup[], now: number): Promise<void>;
  setDueDates(pairs: PairGroup, severity: Severity, slaMs: number, now: number): Promise<void>;
  routeFindings(pairs: PairGroup, projectKey: string | null, now: number): Promise<void>;
  routeFindingsById(findingIds: readonly string[], projectKey: string | null, now: number): Promise<void>;
  /** Page by page. */
  routedByTag(
    pairs: PairGroup,
  ): AsyncIterable<{ id: string; accountId: string; ruleId: string; tags: Tags }[]>;
}

/**
 * Applies what is in force to findings that were stored before: what is off is resolved, due dates and owners follow. The
 * rest follows with the next scan. Doing it again changes nothing.
 * @param now milliseconds since 1970
 */
export async function applyInForce(
  store: RolloutStore,
  inForce: InForce,
  accounts: readonly Account[],
  now: number,
): Promise<void> {
  await store.resolveOff(inForce.decisions.inStage('off'), now);
  await applyDueDates(store, inForce, accounts, now);
  await applyOwners(store, inForce, accounts, now);
}

async function applyDueDates(
  store: RolloutStore,
  { decisions }: InForce,
  accounts: readonly Account[],
  now: number,
): Promise<void> {
  const { rollout } = decisions;
  const policies = [null, ...rollout.policies];
  for (const policy of policies) {
    for (const tier of new Set(accounts.map((account) => account.tier))) {
      const pairs = decisions.groups(
        (decision, account) =>
          decision.stage !== 'off' && decision.policy?.id === policy?.id && account.tier === tier,
      );
      for (const group of pairs) {
        for (const severity of SEVERITIES)
          await store.setDueDates(group, severity, slaMs(policy?.sla ?? rollout.sla, tier, severity), now);
      }
    }
  }
}

async function applyOwners(
  store: RolloutStore,
  { decisions, termsOf }: InForce,
  accounts: readonly Account[],
  now: number,
): Promise<void> {
  for (const account of accounts) {
    const byTag = decisions.groups(
      ({ policy }, { id }) => id === account.id && policy?.route.project.kind === 'tag',
    );
    for (const group of byTag) await applyTags(store, group, termsOf(account.id).projectKey, now);

    const fixed = new Map<string | null, string[]>();
    for (const ruleId of decisions.ruleIds) {
      if (decisions.of(account.id, ruleId).policy?.route.project.kind === 'tag') continue;
      const projectKey = termsOf(account.id).projectKey({ ruleId, tags: {} });
      fixed.set(projectKey, [...(fixed.get(projectKey) ?? []), ruleId]);
    }
    for (const [projectKey, ruleIds] of fixed)
      await store.routeFindings({ accountIds: [account.id], ruleIds }, projectKey, now);
  }
}

async function applyTags(
  store: RolloutStore,
  pairs: PairGroup,
  projectKeyOf: (finding: { ruleId: string; tags: Tags }) => string | null,
  now: number,
): Promise<void> {
  for await (const page of store.routedByTag(pairs)) {
    const byProject = new Map<string | null, string[]>();
    for (const finding of page) {
      const projectKey = projectKeyOf(finding);
      byProject.set(projectKey, [...(byProject.get(projectKey) ?? []), finding.id]);
    }
    for (const [projectKey, ids] of byProject) await store.routeFindingsById(ids, projectKey, now);
  }
}
