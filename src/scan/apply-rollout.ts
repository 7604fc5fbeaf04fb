import type { Account } from '../domain/account';
import { chunksOf } from '../domain/chunks';
import type { PairGroup } from '../domain/rollout/decisions';
import type { Severity } from '../domain/severity';
import { slaMs } from '../domain/sla';
import type { Tags } from '../domain/tag-pattern';
import type { InForce } from './in-force';

/** What changing settings changes of findings that are there. Every method can be repeated without harm. */
export interface RolloutStore {
  resolveOff(pairs: readonly PairGroup[], now: number): Promise<void>;
  /** Cuts the accounts into groups of which one statement can set all due dates. */
  inStatements(accountIds: readonly string[]): Promise<string[][]>;
  /** `slaMs` from the moment each opened, by severity. */
  setDueDates(pairs: PairGroup, slaMs: Record<Severity, number>, now: number): Promise<void>;
  /** Where the findings of these accounts are sent by now, of whatever state. */
  routes(
    accountIds: readonly string[],
    now: number,
  ): Promise<{ accountId: string; ruleId: string; projectKey: string | null }[]>;
  routeFindings(pairs: PairGroup, projectKey: string | null, now: number): Promise<void>;
  routeFindingsById(findingIds: readonly string[], projectKey: string | null, now: number): Promise<void>;
  /** Page by page. */
  routedByTag(
    pairs: PairGroup,
  ): AsyncIterable<{ id: string; accountId: string; ruleId: string; tags: Tags }[]>;
}

/** Accounts whose routes are looked at together. */
const ACCOUNTS_AT_ONCE = 10;

export interface Applying {
  /** Milliseconds since 1970. */
  now: number;
  /** Asked before every step, which is of some accounts. */
  hasTime: () => boolean;
}

/**
 * Applies what is in force to findings that were stored before: what is off is resolved, due dates and owners follow. The
 * rest follows with the next scan. Doing it again changes nothing, and takes little where it was done already.
 * @param inForce what holds for these accounts and no others
 * @returns whether there was time for all of it
 */
export async function applyInForce(
  store: RolloutStore,
  inForce: InForce,
  accounts: readonly Account[],
  { now, hasTime }: Applying,
): Promise<boolean> {
  const steps = [
    () => store.resolveOff(inForce.decisions.inStage('off'), now),
    ...(await dueDateSteps(store, inForce, accounts, now)),
    ...ownerSteps(store, inForce, accounts, now),
  ];
  for (const step of steps) {
    if (!hasTime()) return false;
    await step();
  }
  return true;
}

type Step = () => Promise<void>;

async function dueDateSteps(
  store: RolloutStore,
  { decisions }: InForce,
  accounts: readonly Account[],
  now: number,
): Promise<Step[]> {
  const { rollout } = decisions;
  const steps: Step[] = [];
  for (const policy of [null, ...rollout.policies]) {
    for (const tier of new Set(accounts.map((account) => account.tier))) {
      const allowed = bySeverity((severity) => slaMs(policy?.sla ?? rollout.sla, tier, severity));
      const pairs = decisions.groups(
        (decision, account) =>
          decision.stage !== 'off' && decision.policy?.id === policy?.id && account.tier === tier,
      );
      for (const { accountIds, ruleIds } of pairs)
        for (const together of await store.inStatements(accountIds))
          steps.push(() => store.setDueDates({ accountIds: together, ruleIds }, allowed, now));
    }
  }
  return steps;
}

function bySeverity<Value>(of: (severity: Severity) => Value): Record<Severity, Value> {
  return { critical: of('critical'), high: of('high'), medium: of('medium'), low: of('low') };
}

function ownerSteps(
  store: RolloutStore,
  { decisions, termsOf }: InForce,
  accounts: readonly Account[],
  now: number,
): Step[] {
  const byTag = decisions.groups(({ policy }) => policy?.route.project.kind === 'tag');
  const steps: Step[] = byTag.flatMap(({ accountIds, ruleIds }) =>
    accountIds.map(
      (id) => () => applyTags(store, { accountIds: [id], ruleIds }, termsOf(id).projectKey, now),
    ),
  );
  for (const together of chunksOf(accounts, ACCOUNTS_AT_ONCE)) {
    const ids = together.map(({ id }) => id);
    steps.push(() => applyRoutes(store, { decisions, termsOf }, ids, now));
  }
  return steps;
}

/** Sends what goes to one project whatever its tags there, where it is not yet. */
async function applyRoutes(
  store: RolloutStore,
  { decisions, termsOf }: Pick<InForce, 'decisions' | 'termsOf'>,
  accountIds: readonly string[],
  now: number,
): Promise<void> {
  const moves = new Map<string, { accountId: string; projectKey: string | null; ruleIds: Set<string> }>();
  for (const { accountId, ruleId, projectKey: from } of await store.routes(accountIds, now)) {
    if (decisions.rule(ruleId) === null) continue;
    if (decisions.of(accountId, ruleId).policy?.route.project.kind === 'tag') continue;
    const projectKey = termsOf(accountId).projectKey({ ruleId, tags: {} });
    if (projectKey === from) continue;
    const key = JSON.stringify([accountId, projectKey]);
    const move = moves.get(key) ?? { accountId, projectKey, ruleIds: new Set() };
    moves.set(key, move);
    move.ruleIds.add(ruleId);
  }
  for (const { accountId, projectKey, ruleIds } of moves.values())
    await store.routeFindings({ accountIds: [accountId], ruleIds: [...ruleIds] }, projectKey, now);
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
