import type { Account } from '../domain/account';
import type { Finding, ShownState } from '../domain/finding';
import type { Tags } from '../domain/tag-pattern';
import type { IssueState } from './issue-state';

/** What is known of a finding's issue. Times are milliseconds since 1970, UTC. */
export interface Ticket {
  issueId: string | null;
  issueKey: string | null;
  state: IssueState | null;
  /** When `state` was last seen to change. */
  stateAt: number | null;
  /** The `openedAt` of the finding that the issue was last filed, reopened or deleted for. */
  opening: number | null;
  /** Of what the app last wrote to the issue; null while a new issue is not complete, a Move while one is under way. */
  digest: string | null;
  /**
   * Set before an issue is created: while there is no issue id, whether one exists is in doubt. Where there is one, set while
   * it is changed: when the invocation that does so is over at the latest.
   */
  filingStartedAt: number | null;
  /** What kept the issue from being filed or kept in step, for people. */
  problem: string | null;
}

/** The resources that share an issue. */
export interface IssueGroup {
  /** The worst first, at most 20. */
  resources: { id: string; arn: string; name: string; region: string }[];
  /** Of all of them. */
  count: number;
}

/** What planning looks at: small, because a run loads every finding that waits for an issue. */
export interface PlanFinding
  extends Pick<
    Finding,
    | 'id'
    | 'ruleId'
    | 'accountId'
    | 'severity'
    | 'openedAt'
    | 'dueAt'
    | 'resolvedAt'
    | 'resolvedReason'
    | 'changedAt'
  > {
  state: ShownState;
  /** The resource's own. */
  tags: Tags;
  /** When the last complete scan of the finding's scope began; null before the first one. */
  lastScanStartedAt: number | null;
  /** Null for a finding with an issue of its own. */
  group: IssueGroup | null;
  ticket: Ticket;
}

/** What writing to Jira takes in addition. */
export interface TicketFinding
  extends PlanFinding,
    Pick<Finding, 'region' | 'resourceArn' | 'resourceId' | 'resourceName' | 'message' | 'firstSeenAt'> {
  /** The issue of an earlier opening, which was closed too long ago to go on with; null when there is none. */
  previousIssueKey: string | null;
  /** The exception that covers it; null when none does. */
  exception: { reason: string; until: number } | null;
}

/** What the app is about to do to the status of an issue. */
export const MOVES = ['closing', 'reopening'] as const;
export type Move = (typeof MOVES)[number];

/** A move of the issue was begun, and nobody knows whether it came about: a closed one may be closed by this app. */
export function isMoveInDoubt({ digest }: Ticket): boolean {
  return MOVES.some((move) => move === digest);
}

/** Opening the closed issue again was begun, and nobody knows whether it came about. */
export function isReopeningInDoubt({ ticket }: Pick<PlanFinding, 'ticket'>): boolean {
  return ticket.state === 'closed' && isMoveInDoubt(ticket);
}

export type TicketAccount = Pick<Account, 'id' | 'name' | 'tier' | 'tags' | 'ownerProjectKey'>;
