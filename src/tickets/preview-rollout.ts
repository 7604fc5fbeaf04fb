import type { Decisions } from '../domain/rollout/decisions';
import { slaMs } from '../domain/sla';
import { candidateGroups } from './candidate-groups';
import { cachedFilingTargets, type FilingPlace, placeKey } from './filing-target';
import {
  type Filing,
  filingOf,
  filingPolicyOf,
  lacksIssue,
  planTickets,
  type TicketAction,
} from './plan-tickets';
import type { TicketDeps } from './ports';
import { singlePairs } from './refresh-groups';
import type { PlanFinding, TicketAccount, TicketFinding } from './ticket-finding';
import { TrackerError } from './tracker-error';
import { startOfUtcDay } from './utc';

export const PREVIEW_KINDS = ['create', 'held', 'update', 'close'] as const;
export type PreviewKind = (typeof PREVIEW_KINDS)[number];

/** How many issues of one rule in one project. */
export interface PreviewGroup extends Record<PreviewKind, number> {
  projectKey: string | null;
  ruleId: string;
}

export interface PreviewSample {
  kind: PreviewKind;
  reason: string;
  projectKey: string | null;
  finding: TicketFinding;
}

export interface RolloutPreview {
  /** Where issues would be filed, and what is in the way there. */
  targets: { projectKey: string; issueType: string; ok: boolean; problem: string | null }[];
  totals: Record<PreviewKind, number>;
  /** The most issues first. */
  groups: PreviewGroup[];
  /** The first few of each kind, in the order of the plan. */
  samples: PreviewSample[];
  /** Findings whose account has no owner: they would be filed nowhere. */
  unowned: number;
  /** Pairs of account and rule that would be judged and are not now, so that nobody knows what they would file. */
  unseenPairs: number;
}

const SAMPLES_PER_KIND = 10;

type Deps = Pick<TicketDeps, 'tracker' | 'clock'> & {
  store: Pick<
    TicketDeps['store'],
    'findingsToPlan' | 'createdByPolicy' | 'openWithIssue' | 'details' | 'members' | 'groups'
  >;
};

interface Planned {
  kind: PreviewKind;
  finding: PlanFinding;
  projectKey: string | null;
  reason: string;
}

/**
 * What the next run would do in Jira if `candidate` were saved, by the planner of the real run. Asks Jira about each
 * place that issues would be filed in, and writes nothing.
 */
export async function previewRollout(
  { store, tracker, clock }: Deps,
  { current, candidate }: Record<'current' | 'candidate', Decisions<TicketAccount>>,
): Promise<RolloutPreview> {
  const now = clock.now();
  const { groups, leaving } = await candidateGroups(store, candidate, now);
  const single = await store.findingsToPlan({ single: singlePairs(candidate), shared: [] });
  const computed = new Map([...groups, ...leaving].map((finding) => [finding.id, finding]));
  const waiting = [...single.filter(({ id }) => !computed.has(id)), ...computed.values()].filter((finding) =>
    lacksIssue(finding, { decisions: candidate, now }),
  );
  const checked = await checkTargets(tracker, waiting, candidate);
  const plan = planTickets({
    findings: waiting,
    decisions: candidate,
    blocked: new Set(checked.filter(({ ok }) => !ok).map(({ place }) => placeKey(place))),
    now,
    created: await store.createdByPolicy('', startOfUtcDay(now)),
  });
  const byId = new Map(waiting.map((finding) => [finding.id, finding]));
  const planned: Planned[] = [
    ...plan.actions.flatMap((action) => filingsOf(action, byId, candidate)),
    ...(await changesOf(store, candidate)),
  ];
  return {
    targets: checked.map(({ place: { projectKey, issueType }, ok, problem }) => ({
      projectKey,
      issueType,
      ok,
      problem,
    })),
    totals: totalsOf(planned),
    groups: groupsOf(planned),
    samples: await samplesOf(store, planned, computed),
    unowned: waiting.filter((finding) => filingFor(finding, candidate) === 'unowned').length,
    unseenPairs: unseenPairs(current, candidate),
  };
}

function filingFor(finding: PlanFinding, decisions: Decisions<TicketAccount>): Filing | 'unowned' | null {
  const policy = filingPolicyOf(finding, decisions);
  return policy === null ? null : (filingOf(finding, policy, decisions) ?? 'unowned');
}

async function checkTargets(
  tracker: TicketDeps['tracker'],
  waiting: readonly PlanFinding[],
  decisions: Decisions<TicketAccount>,
): Promise<{ place: FilingPlace; ok: boolean; problem: string | null }[]> {
  const places = new Map<string, FilingPlace>();
  const add = (place: FilingPlace) => places.set(placeKey(place), place);
  for (const finding of waiting) {
    const filing = filingFor(finding, decisions);
    if (filing !== null && filing !== 'unowned') add(filing);
  }
  // Nothing may wait there yet, but sooner or later something does.
  for (const { stage, route, issueType, fieldDefaults } of decisions.rollout.policies)
    if (stage === 'ticket' && route.project.kind === 'project')
      add({ projectKey: route.project.projectKey, issueType, fieldDefaults });

  const targetOf = cachedFilingTargets(tracker);
  const checked = await Promise.all(
    [...places.values()].map(async (place) => {
      try {
        const target = await targetOf(place);
        return { place, ok: target.ok, problem: target.ok ? null : target.problem };
      } catch (error) {
        if (!(error instanceof TrackerError)) throw error;
        return { place, ok: false, problem: `Project ${place.projectKey}: ${error.message}` };
      }
    }),
  );
  return checked.sort((a, b) => placeKey(a.place).localeCompare(placeKey(b.place)));
}

function filingsOf(
  action: TicketAction,
  byId: ReadonlyMap<string, PlanFinding>,
  decisions: Decisions<TicketAccount>,
): Planned[] {
  const finding = byId.get(action.findingId);
  if (finding === undefined) return [];
  const { reason } = action;
  if (action.kind === 'create') return [{ kind: 'create', finding, projectKey: action.projectKey, reason }];
  if (action.kind !== 'skip' || !action.isHeld) return [];
  const filing = filingFor(finding, decisions);
  const projectKey = filing === null || filing === 'unowned' ? null : filing.projectKey;
  return [{ kind: 'held', finding, projectKey, reason }];
}

/** What saving does to issues that are there: those of pairs that are switched off close, others get new dates. */
async function changesOf(store: Deps['store'], decisions: Decisions<TicketAccount>): Promise<Planned[]> {
  const changes: Planned[] = [];
  for await (const page of store.openWithIssue()) {
    for (const finding of page) {
      const projectKey = finding.ticket.issueKey?.replace(/-\d+$/, '') ?? null;
      const change = changeOf(finding, decisions);
      if (change !== null) changes.push({ ...change, finding, projectKey });
    }
  }
  return changes;
}

function changeOf(
  finding: PlanFinding,
  decisions: Decisions<TicketAccount>,
): Pick<Planned, 'kind' | 'reason'> | null {
  const account = decisions.account(finding.accountId);
  if (account === null) return null;
  const { stage, policy } = decisions.of(finding.accountId, finding.ruleId);
  if (stage === 'off') return { kind: 'close', reason: 'the rule is off for its account' };
  // Its severity and due date are those of its members.
  if (finding.openedAt === null || finding.group !== null) return null;
  const severity = policy?.overrides[finding.ruleId]?.severity ?? decisions.rule(finding.ruleId)?.severity;
  if (severity !== undefined && severity !== finding.severity)
    return { kind: 'update', reason: `${severity} instead of ${finding.severity}` };
  const sla = policy?.sla ?? decisions.rollout.sla;
  return finding.dueAt === finding.openedAt + slaMs(sla, account.tier, finding.severity)
    ? null
    : { kind: 'update', reason: 'another due date' };
}

const NONE: Record<PreviewKind, number> = { create: 0, held: 0, update: 0, close: 0 };

function totalsOf(planned: readonly Planned[]): Record<PreviewKind, number> {
  const totals = { ...NONE };
  for (const { kind } of planned) totals[kind] += 1;
  return totals;
}

function groupsOf(planned: readonly Planned[]): PreviewGroup[] {
  const groups = new Map<string, PreviewGroup>();
  for (const { kind, projectKey, finding } of planned) {
    const key = JSON.stringify([projectKey, finding.ruleId]);
    const group = groups.get(key) ?? { projectKey, ruleId: finding.ruleId, ...NONE };
    group[kind] += 1;
    groups.set(key, group);
  }
  const size = (group: PreviewGroup) => PREVIEW_KINDS.reduce((sum, kind) => sum + group[kind], 0);
  return [...groups.values()].sort((a, b) => size(b) - size(a) || a.ruleId.localeCompare(b.ruleId));
}

async function samplesOf(
  store: Deps['store'],
  planned: readonly Planned[],
  computed: ReadonlyMap<string, TicketFinding>,
): Promise<PreviewSample[]> {
  const chosen = PREVIEW_KINDS.flatMap((kind) =>
    planned.filter((each) => each.kind === kind).slice(0, SAMPLES_PER_KIND),
  );
  const stored = chosen.map(({ finding }) => finding.id).filter((id) => !computed.has(id));
  const byId = new Map(computed);
  for (const finding of await store.details(stored)) byId.set(finding.id, finding);
  return chosen.flatMap(({ kind, reason, projectKey, finding: { id } }) => {
    const finding = byId.get(id);
    return finding === undefined ? [] : [{ kind, reason, projectKey, finding }];
  });
}

function unseenPairs(current: Decisions<TicketAccount>, candidate: Decisions<TicketAccount>): number {
  const pairs = candidate.groups(({ stage }) => stage !== 'off');
  return pairs
    .flatMap(({ accountIds, ruleIds }) =>
      accountIds.map((id) => ruleIds.filter((ruleId) => current.of(id, ruleId).stage === 'off').length),
    )
    .reduce((sum, number) => sum + number, 0);
}
