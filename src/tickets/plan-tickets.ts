import { severityRank } from '../domain/severity';
import { policyCovers, routeOf, type TicketPolicy } from '../domain/ticket-policy';
import { digestOf } from './issue-content';
import type { PlanFinding, TicketAccount } from './ticket-finding';

export type TicketAction =
  | { kind: 'create'; findingId: string; projectKey: string; reason: string }
  | { kind: 'update' | 'close' | 'reopen' | 'remind'; findingId: string; reason: string }
  /** `settled`: nothing is left to do until the finding or its issue changes. */
  | { kind: 'skip'; findingId: string; reason: string; settled: boolean };

export interface PlanInput {
  findings: readonly PlanFinding[];
  policy: TicketPolicy;
  accounts: readonly TicketAccount[];
  /** Projects in which issues cannot be filed now; their findings do not use up the ceiling. */
  blockedProjects: ReadonlySet<string>;
  /** How many issues this run has created already. */
  createdInRun: number;
}

export interface TicketPlan {
  /** The most severe first, then the oldest. */
  actions: TicketAction[];
  /** Findings that would be filed if the ceiling of new issues were higher. */
  held: number;
}

/** Decides what has to be done in Jira. Pure; the same plan is carried out and previewed. */
export function planTickets(input: PlanInput): TicketPlan {
  const accounts = new Map(input.accounts.map((account) => [account.id, account]));
  const inDoubt = input.findings.filter(isInDoubt).length;
  let budget = Math.max(0, input.policy.maxNewIssuesPerRun - input.createdInRun - inDoubt);
  let held = 0;
  const actions = [...input.findings].sort(worstThenOldest).map((finding): TicketAction => {
    const action = decide(finding, accounts.get(finding.accountId), input);
    if (action.kind !== 'create') return action;
    if (budget > 0) {
      budget -= 1;
      return action;
    }
    held += 1;
    const reason = `held back: the ceiling of ${input.policy.maxNewIssuesPerRun} new issues per run is reached`;
    return { kind: 'skip', findingId: finding.id, reason, settled: false };
  });
  return { actions, held };
}

function decide(finding: PlanFinding, account: TicketAccount | undefined, input: PlanInput): TicketAction {
  const { ticket } = finding;
  if (ticket.issueId === null) return decideFiling(finding, account, input);
  if (ticket.state === 'deleted') {
    return finding.openedAt === ticket.opening
      ? skip(finding, 'its issue was deleted in Jira')
      : decideFiling(finding, account, input);
  }
  if (finding.state === 'resolved') return decideResolved(finding);
  if (finding.state === 'unknown') return updateIfChanged(finding);
  return decideOpen(finding, input.policy);
}

function decideFiling(
  finding: PlanFinding,
  account: TicketAccount | undefined,
  input: PlanInput,
): TicketAction {
  if (isInDoubt(finding)) return wait(finding, 'waiting to see whether an earlier create worked');
  if (finding.state === 'resolved') return skip(finding, 'resolved before an issue was filed');
  if (finding.state === 'unknown') return skip(finding, 'could not be read, so nothing is filed');
  if (!policyCovers(input.policy, finding)) return wait(finding, 'not covered by the ticket policy');
  if (!account) return wait(finding, 'its AWS account is not configured');
  const projectKey = routeOf(input.policy, account);
  if (projectKey === null) return wait(finding, 'nobody owns its AWS account');
  if (input.blockedProjects.has(projectKey))
    return wait(finding, `issues cannot be filed in ${projectKey} now`);
  return { kind: 'create', findingId: finding.id, projectKey, reason: 'fails and has no issue' };
}

function decideResolved(finding: PlanFinding): TicketAction {
  switch (finding.ticket.state) {
    case 'closed':
      return updateIfChanged(finding);
    case 'open-by-person':
      return updateIfChanged(finding);
    default:
      return {
        kind: 'close',
        findingId: finding.id,
        reason: `resolved: ${finding.resolvedReason ?? 'fixed'}`,
      };
  }
}

function decideOpen(finding: PlanFinding, policy: TicketPolicy): TicketAction {
  const { ticket } = finding;
  const opensAnew = finding.openedAt !== ticket.opening;
  switch (ticket.state) {
    case 'closed':
      return reopen(finding, policy);
    case 'closed-by-person':
      return opensAnew ? reopen(finding, policy) : updateIfChanged(finding);
    case 'done-by-person':
      if (opensAnew) return reopen(finding, policy);
      return scannedSince(finding, ticket.stateAt)
        ? { kind: 'remind', findingId: finding.id, reason: 'closed by a person, and still fails' }
        : wait(finding, 'closed by a person; the next scan will tell');
    case 'open-by-person':
      return { kind: 'update', findingId: finding.id, reason: 'fails again, and its issue is open' };
    default:
      return updateIfChanged(finding);
  }
}

function reopen(finding: PlanFinding, policy: TicketPolicy): TicketAction {
  return policyCovers(policy, finding)
    ? { kind: 'reopen', findingId: finding.id, reason: 'fails again' }
    : updateIfChanged(finding);
}

function updateIfChanged(finding: PlanFinding): TicketAction {
  return finding.ticket.digest === digestOf(finding)
    ? skip(finding, 'in step')
    : { kind: 'update', findingId: finding.id, reason: 'changed since the issue was last written' };
}

function skip(finding: PlanFinding, reason: string): TicketAction {
  return { kind: 'skip', findingId: finding.id, reason, settled: true };
}

function wait(finding: PlanFinding, reason: string): TicketAction {
  return { kind: 'skip', findingId: finding.id, reason, settled: false };
}

/** A create was begun and nobody knows yet whether it worked. */
function isInDoubt({ ticket }: PlanFinding): boolean {
  return ticket.issueId === null && ticket.filingStartedAt !== null;
}

/** Whether the finding fails and has no issue for this opening. */
export function lacksIssue({ state, openedAt, ticket }: PlanFinding): boolean {
  if (state !== 'open') return false;
  return ticket.issueId === null || (ticket.state === 'deleted' && ticket.opening !== openedAt);
}

function scannedSince(finding: PlanFinding, moment: number | null): boolean {
  return finding.lastScanStartedAt !== null && (moment === null || finding.lastScanStartedAt > moment);
}

function worstThenOldest(a: PlanFinding, b: PlanFinding): number {
  return (
    severityRank(a.severity) - severityRank(b.severity) ||
    (a.openedAt ?? Number.MAX_SAFE_INTEGER) - (b.openedAt ?? Number.MAX_SAFE_INTEGER) ||
    (a.id < b.id ? -1 : 1)
  );
}
