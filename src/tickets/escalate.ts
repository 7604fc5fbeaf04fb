import type { PairGroup } from '../domain/rollout/decisions';
import type { Escalation } from '../domain/rollout/escalation';
import { commentOnce } from './comment-once';
import { overdueComment } from './comment-texts';
import { cachedFilingTargets, type FilingPlace, type FilingTarget } from './filing-target';
import { followSeverityAndDue } from './keep-issue';
import { type IssueLeaser, type IssueRef, leaseNow, type TicketDeps } from './ports';
import { Problems } from './problems';
import type { TicketFinding } from './ticket-finding';
import { TrackerError, type TrackerOutcome } from './tracker-error';
import { startOfUtcDay, utcDay } from './utc';

/** A run that would remind of more stops there and says so; the next ones go on. */
export const MOST_PER_RUN = 50;

export interface EscalationStore {
  /** Never those that are excepted, unknown or paused. */
  pastDue(query: PastDueQuery): Promise<TicketFinding[]>;
  markEscalated(findingId: string, at: number): Promise<void>;
  markEscalationFailed(findingId: string, at: number): Promise<void>;
}

/**
 * Findings that fail past their due date and whose issue is open, the longest overdue first; those that could not be escalated
 * come last, so that they keep no other's turn.
 */
export interface PastDueQuery {
  now: number;
  /** Of these accounts and rules. */
  filed: readonly PairGroup[];
  /** Besides those that were not escalated since their opening, those that were not since then. */
  escalatedBefore: number | null;
  /** What could not be escalated before then has its turn again. */
  failedSince: number;
  /** How many at most. */
  limit: number;
}

export type EscalateDeps = Omit<TicketDeps, 'store'> & {
  store: EscalationStore &
    Pick<TicketDeps['store'], 'leaseIssue' | 'releaseIssue' | 'recordActions' | 'markDeleted'>;
};

export interface EscalateRequest extends IssueLeaser {
  runId: string;
  /** Milliseconds that may be spent: some are left for what comes after it. */
  timeLeftMs(): number;
}

/**
 * Does to issues past their due date what the organisation wants: a comment, a higher priority, a watcher. Can be cut off
 * anywhere and repeated: each is done once, a daily comment once a day.
 * @returns what went wrong, in sentences for people
 */
export async function escalateOverdue(deps: EscalateDeps, request: EscalateRequest): Promise<string[]> {
  const decisions = await deps.decisions();
  const { escalation } = decisions.rollout;
  if (escalation.remind === 'never' && !escalation.raisePriority && escalation.notifyId === null) return [];
  const now = deps.clock.now();
  const due = await deps.store.pastDue({
    now,
    filed: decisions.inStage('ticket'),
    escalatedBefore: escalation.remind === 'daily' ? startOfUtcDay(now) : null,
    failedSince: startOfUtcDay(now),
    limit: MOST_PER_RUN + 1,
  });
  const problems = new Problems();
  if (due.length > MOST_PER_RUN)
    problems.add(
      `More than ${MOST_PER_RUN} issues are past their due date: this run reminds of the longest overdue ones, the next runs of the rest.`,
    );
  const context = {
    filingTarget: cachedFilingTargets(deps.tracker),
    escalation,
    runId: request.runId,
    leaser: request,
  };
  for (const finding of due.slice(0, MOST_PER_RUN)) {
    if (request.timeLeftMs() <= 0) break;
    const problem = await escalateOne(deps, context, finding);
    if (problem === null) continue;
    problems.add(problem.sentence);
    if (problem.stop) break;
  }
  return problems.list();
}

interface Context {
  filingTarget: (place: FilingPlace) => Promise<FilingTarget>;
  escalation: Escalation;
  runId: string;
  leaser: IssueLeaser;
}

async function escalateOne(
  deps: EscalateDeps,
  context: Context,
  finding: TicketFinding,
): Promise<{ sentence: string; stop: boolean } | null> {
  const { issueKey } = finding.ticket;
  const now = deps.clock.now();
  const lease = leaseNow(context.leaser, now);
  if (issueKey === null || !(await deps.store.leaseIssue(finding.id, lease))) return null;
  try {
    const problem = await escalateIssue(deps, context, finding);
    await deps.store.markEscalated(finding.id, now);
    return problem === null ? null : { sentence: problem, stop: false };
  } catch (error) {
    if (!(error instanceof TrackerError)) throw error;
    if (error.outcome !== 'throttled') await deps.store.markEscalationFailed(finding.id, now);
    return {
      sentence: `Issue ${issueKey} is past its due date, and could not be escalated. ${error.message}`,
      stop: error.outcome === 'throttled',
    };
  } finally {
    await deps.store.releaseIssue(finding.id, context.leaser.owner);
  }
}

async function escalateIssue(
  deps: EscalateDeps,
  { filingTarget, escalation, runId }: Context,
  finding: TicketFinding,
): Promise<string | null> {
  const { issueId, issueKey, opening } = finding.ticket;
  if (issueId === null || issueKey === null) return null;
  const issue = await deps.tracker.readIssue({ id: issueId, key: issueKey });
  if (issue === 'deleted') {
    await deps.store.markDeleted(finding.id);
    return null;
  }
  // The event of somebody's move to done may not have arrived.
  if (issue === 'hidden' || issue.done) return null;
  const { remind, raisePriority, notifyId } = escalation;
  const today = deps.clock.now();

  if (raisePriority && opening !== null && issue.fingerprint?.raisedFor !== opening) {
    const written = issue.fingerprint?.written ?? { priority: [], dueDate: [] };
    const fingerprint = { ...issue.fingerprint, id: finding.id, written, raisedFor: opening };
    await deps.tracker.setFingerprint(issue.id, fingerprint);
    await followSeverityAndDue(deps, { filingTarget }, finding, { ...issue, fingerprint });
  }
  const problem = notifyId === null ? null : await letWatch(deps, issue, notifyId);
  if (remind !== 'never') await commentOnce(deps, issue.id, overdueComment(finding, today, notifyId));
  const row = {
    findingId: finding.id,
    issueId: issue.id,
    issueKey: issue.key,
    marker: remind === 'daily' ? utcDay(today) : `opening ${opening}`,
    reason: `${finding.ruleId}: due ${finding.dueAt === null ? '' : utcDay(finding.dueAt)} and still fails`,
    policyId: null,
  };
  await deps.store.recordActions('escalated', [row], { runId, at: today });
  return problem;
}

/** What the same call would meet another time too. */
const LASTING: ReadonlySet<TrackerOutcome> = new Set(['refused', 'forbidden', 'missing']);

/** A project may not let the app change who watches: that is told, and keeps no reminder back. */
async function letWatch(
  { tracker }: Pick<EscalateDeps, 'tracker'>,
  issue: IssueRef,
  personId: string,
): Promise<string | null> {
  try {
    await tracker.addWatcher(issue.id, personId);
    return null;
  } catch (error) {
    if (!(error instanceof TrackerError) || !LASTING.has(error.outcome)) throw error;
    return `Issue ${issue.key}: the person to be told of overdue issues could not be made to watch it. Give the app the permission to manage watchers in that project, or choose somebody who sees it. ${error.message}`;
  }
}
