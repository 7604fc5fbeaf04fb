import type { Decisions } from '../domain/rollout/decisions';
import type { RolloutPolicy } from '../domain/rollout/policy';
import { type Destination, destinationOf } from '../domain/rollout/route';
import { severityRank } from '../domain/severity';
import { DAY_MS } from '../domain/time';
import { Ceilings } from './ceilings';
import { type FilingPlace, placeKey } from './filing-target';
import { digestOf } from './issue-content';
import type { CreatedCount } from './ports';
import { isMoveInDoubt, isReopeningInDoubt, type PlanFinding, type TicketAccount } from './ticket-finding';

export type CreateAction = { kind: 'create'; findingId: string; reason: string } & Filing;

export type TicketAction =
  | CreateAction
  | { kind: 'update' | 'close' | 'reopen' | 'remind'; findingId: string; reason: string }
  /** `settled`: nothing is left to do until the finding or its issue changes. `isHeld`: by a ceiling of new issues. */
  | { kind: 'skip'; findingId: string; reason: string; settled: boolean; isHeld: boolean };

/** As which policy, and where, an issue is filed. */
export interface Filing extends Destination, FilingPlace {
  projectKey: string;
  policyId: string;
}

export interface PlanInput {
  findings: readonly PlanFinding[];
  decisions: Decisions<TicketAccount>;
  /** By `placeKey`: where issues cannot be filed now. Their findings do not use up a ceiling. */
  blocked: ReadonlySet<string>;
  /** New issues so far, by policy. */
  created: ReadonlyMap<string, CreatedCount>;
  /** Milliseconds since 1970. */
  now: number;
}

export interface TicketPlan {
  /** The most severe first, then the oldest. */
  actions: TicketAction[];
  /** Findings that would be filed if the ceilings of new issues were higher. */
  held: number;
}

/** Decides what has to be done in Jira. Pure; the same plan is carried out and previewed. */
export function planTickets(input: PlanInput): TicketPlan {
  const { decisions, findings } = input;
  const ceilings = new Ceilings(decisions.rollout.policies, input.created);
  for (const finding of findings) {
    const { policy } = decisions.of(finding.accountId, finding.ruleId);
    if (isInDoubt(finding) && policy !== null) ceilings.take(policy.id);
  }
  let held = 0;
  const actions = [...findings].sort(worstThenOldest).map((finding): TicketAction => {
    const action = decide(finding, input);
    if (action.kind !== 'create') return action;
    const full = ceilings.take(action.policyId);
    if (full === null) return action;
    held += 1;
    return {
      kind: 'skip',
      findingId: finding.id,
      reason: `held back: ${full}`,
      settled: false,
      isHeld: true,
    };
  });
  return { actions, held };
}

type DecisionInput = Pick<PlanInput, 'decisions' | 'blocked' | 'now'>;

/** What the plan files for the finding where no ceiling is in the way; null when that is nothing. */
export function filingAskedFor(finding: PlanFinding, input: DecisionInput): CreateAction | null {
  const action = decide(finding, input);
  return action.kind === 'create' ? action : null;
}

function decide(finding: PlanFinding, input: DecisionInput): TicketAction {
  const { ticket } = finding;
  if (lacksIssue(finding, input) || ticket.issueId === null) return decideFiling(finding, input);
  if (ticket.state === 'deleted') return skip(finding, 'its issue was deleted in Jira');
  if (finding.state === 'resolved') return decideResolved(finding);
  if (finding.state === 'excepted') return decideExcepted(finding);
  if (finding.state === 'unknown') return updateIfChanged(finding);
  return decideOpen(finding, input.decisions);
}

function decideFiling(finding: PlanFinding, { decisions, blocked }: DecisionInput): TicketAction {
  if (isInDoubt(finding)) return wait(finding, 'waiting to see whether an earlier create worked');
  if (finding.state === 'resolved') return skip(finding, 'resolved before an issue was filed');
  if (finding.state === 'unknown') return skip(finding, 'could not be read, so nothing is filed');
  if (finding.state === 'excepted') return skip(finding, 'an exception covers it');
  const policy = filingPolicyOf(finding, decisions);
  if (policy === null) return wait(finding, 'no policy files issues for its account and rule');
  if (!isFiledAs(policy, finding))
    return wait(finding, 'issues of its account and rule have another form now');
  const filing = filingOf(finding, policy, decisions);
  if (filing === null) return wait(finding, 'nobody owns its AWS account');
  if (blocked.has(placeKey(filing)))
    return wait(finding, `issues cannot be filed in ${filing.projectKey} now`);
  return {
    kind: 'create',
    findingId: finding.id,
    ...filing,
    reason:
      finding.ticket.issueKey === null || finding.ticket.state === 'deleted'
        ? `fails and has no issue; the policy ${policy.name} files it`
        : `fails again long after ${finding.ticket.issueKey} was closed; the policy ${policy.name} files it anew`,
  };
}

/** The policy that files issues for the finding's account and rule; null when none does. */
export function filingPolicyOf(
  { accountId, ruleId }: Pick<PlanFinding, 'accountId' | 'ruleId'>,
  decisions: Decisions<TicketAccount>,
): RolloutPolicy | null {
  const { stage, policy } = decisions.of(accountId, ruleId);
  return stage === 'ticket' ? policy : null;
}

/** Where the policy files the finding's issue; null when nobody owns it. */
export function filingOf(
  { accountId, tags }: Pick<PlanFinding, 'accountId' | 'tags'>,
  policy: RolloutPolicy,
  decisions: Decisions<TicketAccount>,
): Filing | null {
  const account = decisions.account(accountId);
  if (account === null) return null;
  const { projectKey, ...rest } = destinationOf(decisions.rollout, policy, account, tags);
  return projectKey === null
    ? null
    : {
        projectKey,
        ...rest,
        policyId: policy.id,
        issueType: policy.issueType,
        fieldDefaults: policy.fieldDefaults,
      };
}

function decideResolved(finding: PlanFinding): TicketAction {
  const reason = `resolved: ${finding.resolvedReason ?? 'fixed'}`;
  return isAtRest(finding) ? updateIfChanged(finding) : close(finding, reason);
}

function close({ id }: PlanFinding, reason: string): TicketAction {
  return { kind: 'close', findingId: id, reason };
}

/** Its issue rests while the exception lasts; when it ends, the finding is open again and the issue with it. */
function decideExcepted(finding: PlanFinding): TicketAction {
  return isAtRest(finding) ? updateIfChanged(finding) : close(finding, 'an exception covers it');
}

/** Whether the issue of what does not fail is closed, or somebody wants it open all the same. */
function isAtRest(finding: PlanFinding): boolean {
  const { openedAt, ticket } = finding;
  if (ticket.state === 'closed') return !isReopeningInDoubt(finding);
  // It failed anew since, and that it was no longer the person's could not be noted.
  const failedAnew = openedAt !== null && openedAt !== ticket.opening && isInterrupted(ticket);
  return ticket.state === 'open-by-person' && !failedAnew;
}

/** A change of the issue was begun, and nobody noted how far it came. */
function isInterrupted({ filingStartedAt, problem }: PlanFinding['ticket']): boolean {
  return filingStartedAt !== null || problem !== null;
}

function decideOpen(finding: PlanFinding, decisions: Decisions<TicketAccount>): TicketAction {
  const { ticket } = finding;
  const opensAnew = finding.openedAt !== ticket.opening;
  switch (ticket.state) {
    case 'closed':
      return reopen(finding, decisions);
    case 'closed-by-person':
      return opensAnew ? reopen(finding, decisions) : updateIfChanged(finding);
    case 'done-by-person':
      if (opensAnew) return reopen(finding, decisions);
      if (!scannedSince(finding, ticket.stateAt))
        return wait(finding, 'closed by a person; the next scan will tell');
      return {
        kind: overrules(decisions, finding) ? 'reopen' : 'remind',
        findingId: finding.id,
        reason: STILL_FAILS,
      };
    case 'open-by-person': {
      // The event of a person who closed it meanwhile, while it did not fail, may never have arrived.
      const again = reopen(finding, decisions);
      if (again.kind === 'reopen') return again;
      return { kind: 'update', findingId: finding.id, reason: 'fails again, and its issue is open' };
    }
    default:
      // It was fixed or excepted in between, and nobody noted what that did to the issue: this app may have closed it.
      if (opensAnew) return reopen(finding, decisions);
      return ticket.state === 'open' && isMoveInDoubt(ticket)
        ? reopen(finding, decisions, 'fails, and whether its issue was closed before is not known')
        : updateIfChanged(finding);
  }
}

const STILL_FAILS = 'closed by a person, and still fails';

/** Whether the organisation wants what a person closed to be opened again while it fails. */
function overrules(decisions: Decisions<TicketAccount>, finding: PlanFinding): boolean {
  return (
    decisions.rollout.lifecycle.closedWhileFailing === 'reopen' && filingPolicyOf(finding, decisions) !== null
  );
}

function reopen(
  finding: PlanFinding,
  decisions: Decisions<TicketAccount>,
  reason = finding.openedAt === finding.ticket.opening ? 'its exception has ended' : 'fails again',
): TicketAction {
  const policy = filingPolicyOf(finding, decisions);
  return policy !== null && isFiledAs(policy, finding)
    ? { kind: 'reopen', findingId: finding.id, reason }
    : updateIfChanged(finding);
}

/** Whether the policy wants the issue in this form: of one finding, or of a group of them. */
function isFiledAs({ grouping }: RolloutPolicy, { group }: PlanFinding): boolean {
  return grouping === (group === null ? 'resource' : 'rule-and-account');
}

function updateIfChanged(finding: PlanFinding): TicketAction {
  return finding.ticket.digest === digestOf(finding) && !isInterrupted(finding.ticket)
    ? skip(finding, 'in step')
    : { kind: 'update', findingId: finding.id, reason: 'changed since the issue was last written' };
}

function skip(finding: PlanFinding, reason: string): TicketAction {
  return { kind: 'skip', findingId: finding.id, reason, settled: true, isHeld: false };
}

function wait(finding: PlanFinding, reason: string): TicketAction {
  return { kind: 'skip', findingId: finding.id, reason, settled: false, isHeld: false };
}

/** A create was begun and nobody knows yet whether it worked. */
export function isInDoubt({ ticket }: PlanFinding): boolean {
  return ticket.issueId === null && ticket.filingStartedAt !== null;
}

/** Whether the finding fails and has no issue for this opening, or one that was closed too long ago to go on with. */
export function lacksIssue(
  { state, openedAt, ticket }: PlanFinding,
  { decisions, now }: Pick<PlanInput, 'decisions' | 'now'>,
): boolean {
  if (state !== 'open') return false;
  if (ticket.issueId === null) return true;
  if (ticket.opening === openedAt) return false;
  if (ticket.state === 'deleted') return true;
  const { newIssueAfterDays } = decisions.rollout.lifecycle;
  return (
    newIssueAfterDays !== null &&
    isClosedState(ticket.state) &&
    ticket.stateAt !== null &&
    now - ticket.stateAt >= newIssueAfterDays * DAY_MS
  );
}

/** Issues that are done; for another opening of their finding they may be followed by a new one. */
export const CLOSED_STATES = ['closed', 'done-by-person', 'closed-by-person'] as const;

export function isClosedState(state: PlanFinding['ticket']['state']): boolean {
  return CLOSED_STATES.some((closed) => closed === state);
}

function scannedSince(finding: PlanFinding, moment: number | null): boolean {
  return finding.lastScanStartedAt !== null && (moment === null || finding.lastScanStartedAt > moment);
}

/** Which of two findings is planned first. */
export function worstThenOldest(a: PlanFinding, b: PlanFinding): number {
  return (
    severityRank(a.severity) - severityRank(b.severity) ||
    (a.openedAt ?? Number.MAX_SAFE_INTEGER) - (b.openedAt ?? Number.MAX_SAFE_INTEGER) ||
    (a.id < b.id ? -1 : 1)
  );
}
