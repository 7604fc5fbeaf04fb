import type { Decisions } from '../domain/rollout/decisions';
import { slaMs } from '../domain/sla';
import { candidateGroups } from './candidate-groups';
import { FilingLine, type HeldBack } from './filing-line';
import { cachedFilingTargets, type FilingPlace, type FilingTarget, placeKey } from './filing-target';
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
  const computed = new Map([...groups, ...leaving].map((finding) => [finding.id, finding]));
  const places = new Places(tracker);
  // Nothing may wait there yet, but sooner or later something does.
  for (const { stage, route, issueType, fieldDefaults } of candidate.rollout.policies)
    if (stage === 'ticket' && route.project.kind === 'project')
      await places.check([{ projectKey: route.project.projectKey, issueType, fieldDefaults }]);

  const input = {
    decisions: candidate,
    blocked: places.blocked,
    now,
    created: await store.createdByPolicy('', startOfUtcDay(now)),
  };
  const line = new FilingLine(input, SAMPLES_PER_KIND);
  let unowned = 0;
  for await (const page of waitingPages(store, candidate, computed)) {
    const waiting = page.filter((finding) => lacksIssue(finding, input));
    const filings = waiting.map((finding) => filingFor(finding, candidate));
    unowned += filings.filter((filing) => filing === 'unowned').length;
    await places.check(filings.filter((filing) => filing !== null && filing !== 'unowned'));
    for (const finding of waiting) line.add(finding);
  }
  const findings = line.findings();
  const plan = planTickets({ ...input, findings });
  const byId = new Map(findings.map((finding) => [finding.id, finding]));
  const planned: Planned[] = [
    ...plan.actions.flatMap((action) => filingsOf(action, byId, candidate)),
    ...(await changesOf(store, candidate)),
  ];
  const heldBack = line.heldBack();
  return {
    targets: places.list(),
    totals: totalsOf(planned, heldBack),
    groups: groupsOf(planned, heldBack),
    samples: await samplesOf(store, planned, computed),
    unowned,
    unseenPairs: unseenPairs(current, candidate),
  };
}

/** What may wait for an issue, page by page; groups, and what leaves one, as they would be. */
async function* waitingPages(
  store: Deps['store'],
  candidate: Decisions<TicketAccount>,
  computed: ReadonlyMap<string, TicketFinding>,
): AsyncGenerator<PlanFinding[]> {
  for await (const page of store.findingsToPlan({ single: singlePairs(candidate), shared: [] }))
    yield page.filter(({ id }) => !computed.has(id));
  yield [...computed.values()];
}

function filingFor(finding: PlanFinding, decisions: Decisions<TicketAccount>): Filing | 'unowned' | null {
  const policy = filingPolicyOf(finding, decisions);
  return policy === null ? null : (filingOf(finding, policy, decisions) ?? 'unowned');
}

/** The places in which issues would be filed; Jira is asked once about each. */
class Places {
  /** By `placeKey`: where issues cannot be filed. */
  readonly blocked = new Set<string>();
  readonly #checked = new Map<string, RolloutPreview['targets'][number]>();
  readonly #targetOf: (place: FilingPlace) => Promise<FilingTarget>;

  constructor(tracker: TicketDeps['tracker']) {
    this.#targetOf = cachedFilingTargets(tracker);
  }

  async check(places: readonly FilingPlace[]): Promise<void> {
    const unknown = new Map(places.map((place) => [placeKey(place), place]));
    for (const key of this.#checked.keys()) unknown.delete(key);
    await Promise.all(
      [...unknown].map(async ([key, place]) => {
        const problem = await this.#problemAt(place);
        if (problem !== null) this.blocked.add(key);
        const { projectKey, issueType } = place;
        this.#checked.set(key, { projectKey, issueType, ok: problem === null, problem });
      }),
    );
  }

  /** In the order of their names. */
  list(): RolloutPreview['targets'] {
    return [...this.#checked].sort(([a], [b]) => a.localeCompare(b)).map(([, target]) => target);
  }

  async #problemAt(place: FilingPlace): Promise<string | null> {
    try {
      const target = await this.#targetOf(place);
      return target.ok ? null : target.problem;
    } catch (error) {
      if (!(error instanceof TrackerError)) throw error;
      return `Project ${place.projectKey}: ${error.message}`;
    }
  }
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

function totalsOf(planned: readonly Planned[], heldBack: readonly HeldBack[]): Record<PreviewKind, number> {
  const totals = { ...NONE };
  for (const { kind } of planned) totals[kind] += 1;
  for (const { count } of heldBack) totals.held += count;
  return totals;
}

function groupsOf(planned: readonly Planned[], heldBack: readonly HeldBack[]): PreviewGroup[] {
  const groups = new Map<string, PreviewGroup>();
  const groupOf = (projectKey: string | null, ruleId: string) => {
    const key = JSON.stringify([projectKey, ruleId]);
    const group = groups.get(key) ?? { projectKey, ruleId, ...NONE };
    groups.set(key, group);
    return group;
  };
  for (const { kind, projectKey, finding } of planned) groupOf(projectKey, finding.ruleId)[kind] += 1;
  for (const { projectKey, ruleId, count } of heldBack) groupOf(projectKey, ruleId).held += count;
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
