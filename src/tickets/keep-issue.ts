import type { JsonObject } from '../domain/json';
import { chooseClosing, chooseReopening, type TransitionChoice } from './choose-transition';
import { commentOnce } from './comment-once';
import {
  closingComment,
  type IssueComment,
  overrulingComment,
  reminderComment,
  reopeningComment,
} from './comment-texts';
import type { FilingPlace, FilingTarget } from './filing-target';
import { digestOf, dueDateOf, fieldValuesOf, priorityOf } from './issue-content';
import type { IssueState } from './issue-state';
import type { IssueReading, IssueRef, RecordedAction, TicketDeps } from './ports';
import { isReopeningInDoubt, type TicketFinding } from './ticket-finding';
import { TrackerError } from './tracker-error';

export type KeepKind = 'update' | 'close' | 'reopen' | 'remind';

export interface KeepContext {
  runId: string;
  filingTarget(place: FilingPlace): Promise<FilingTarget>;
}

/**
 * Brings one existing issue in step with its finding. Can be cut off at any line and run again: each step looks at the
 * issue first and does only what is missing. Answers the problem in a sentence for people, or null.
 */
export async function keepIssue(
  deps: TicketDeps,
  context: KeepContext,
  { kind, reason }: { kind: KeepKind; reason: string },
  finding: TicketFinding,
  ref: IssueRef,
): Promise<string | null> {
  const issue = await deps.tracker.readIssue(ref);
  if (issue === 'deleted') {
    await deps.store.markDeleted(finding.id);
    return null;
  }
  if (issue === 'hidden') {
    return `Issue ${ref.key}: it cannot be kept in step, because the app may not see it or its project. Let the app browse the project.`;
  }
  const { store, tracker } = deps;
  const move = await moveIfNeeded(deps, kind, finding, issue);
  if (move.problem !== null) return move.problem;

  const comment = commentFor(kind, finding, issue);
  if (comment !== null) await commentOnce(deps, issue.id, comment);
  const values = Object.entries(fieldValuesOf(finding));
  await tracker.setFieldValues(values.map(([field, value]) => ({ issueId: issue.id, field, value })));
  if (finding.state === 'open') await followSeverityAndDue(deps, context, finding, issue);

  const digest = digestOf(finding);
  const recorded = recordedAction(kind, finding, move.moved);
  if (recorded) {
    const marker = `${digest}:${finding.changedAt}`;
    const row = {
      findingId: finding.id,
      issueId: issue.id,
      issueKey: issue.key,
      marker,
      reason,
      policyId: null,
    };
    await store.recordActions(recorded, [row], { runId: context.runId, at: deps.clock.now() });
  }
  const state = stateAfter(kind, finding, issue);
  await store.settle({ finding, issueKey: issue.key, state, digest, at: deps.clock.now() });
  return null;
}

async function moveIfNeeded(
  deps: TicketDeps,
  kind: KeepKind,
  finding: TicketFinding,
  issue: IssueReading,
): Promise<{ problem: string | null; moved: boolean }> {
  let choice: TransitionChoice;
  if (kind === 'close' && !issue.done) {
    choice = chooseClosing(issue.key, await deps.tracker.transitions(issue.id));
  } else if (kind === 'reopen' && issue.done) {
    choice = chooseReopening(issue.key, await deps.tracker.transitions(issue.id));
  } else {
    return { problem: null, moved: false };
  }
  if (!choice.ok) return { problem: choice.problem, moved: false };
  // Should it be fixed, or fail again, before the answer is known, somebody has to look whether the issue is open.
  await deps.store.noteMove(finding.id, kind === 'close' ? 'closing' : 'reopening');
  await deps.tracker.transition(issue.id, choice.transition.id, choice.fields);
  return { problem: null, moved: true };
}

function commentFor(kind: KeepKind, finding: TicketFinding, issue: IssueReading): IssueComment | null {
  switch (kind) {
    case 'close':
      // Closed and said before; opening it again did not come about.
      return finding.ticket.state === 'closed' && issue.done ? null : closingComment(finding);
    case 'reopen':
      if (finding.ticket.state !== 'closed' && !issue.done) return null;
      return overrulesPerson(finding) ? overrulingComment(finding) : reopeningComment(finding);
    case 'remind':
      // Somebody may have opened it again since.
      return issue.done ? reminderComment(finding) : null;
    default:
      return null;
  }
}

/** An issue without a complete digest is a new one whose creation is being completed: that is no update. */
function recordedAction(kind: KeepKind, finding: TicketFinding, moved: boolean): RecordedAction | null {
  const { state, digest } = finding.ticket;
  switch (kind) {
    case 'close':
      // Done already though no person closed it: this app did, and was cut off before it could say so.
      return moved || state === 'open' ? 'closed' : 'updated';
    case 'reopen':
      return moved || state === 'closed' ? 'reopened' : 'updated';
    case 'remind':
      return 'reminded';
    default:
      return digest === null ? null : 'updated';
  }
}

function stateAfter(kind: KeepKind, finding: TicketFinding, issue: IssueReading): IssueState {
  if (kind === 'close') return 'closed';
  if (kind === 'reopen') return overrulesPerson(finding) ? 'reopened' : 'open';
  if (kind === 'remind') return issue.done ? 'closed-by-person' : 'open';
  const before = finding.ticket.state ?? 'open';
  // What cannot be read has not failed anew: it stays the person's.
  if (before === 'open-by-person' && finding.state === 'open') return issue.done ? 'done-by-person' : 'open';
  if (before === 'closed' && isReopeningInDoubt(finding)) return issue.done ? before : 'open';
  // The event of a person's move may not have arrived, or never will.
  if (before === 'reopened') return issue.done ? 'closed-by-person' : before;
  if (before === 'open' && issue.done) return 'done-by-person';
  if ((before === 'done-by-person' || before === 'closed-by-person') && !issue.done) return 'open';
  return before;
}

/** Whether the issue that is to be reopened was closed by a person while the finding failed. */
function overrulesPerson({ openedAt, ticket }: TicketFinding): boolean {
  return ticket.state === 'done-by-person' && openedAt === ticket.opening;
}

/** Priority and due date follow the finding as long as nobody else set them. */
export async function followSeverityAndDue(
  deps: Pick<TicketDeps, 'tracker'>,
  context: Pick<KeepContext, 'filingTarget'>,
  finding: TicketFinding,
  issue: IssueReading,
): Promise<void> {
  const { raisedFor, claimedAt } = issue.fingerprint ?? {};
  const written = issue.fingerprint?.written ?? { priority: [], dueDate: [] };
  const priority = follow(issue.priorityId, written.priority, await wantedPriority(context, finding, issue));
  const dueDate = follow(issue.dueDate, written.dueDate, dueDateOf(finding.dueAt));
  const after = {
    priority: priority === null ? written.priority : [priority],
    dueDate: dueDate === null ? written.dueDate : [dueDate],
  };
  const fields: JsonObject = {};
  if (priority !== null && priority !== issue.priorityId) fields['priority'] = { id: priority };
  if (dueDate !== null && dueDate !== issue.dueDate) fields['duedate'] = dueDate;

  if (Object.keys(fields).length > 0) {
    // Both values count as ours while the edit is under way, so that being cut off here does not hand them to people.
    const during = {
      priority: [...new Set([...written.priority, ...after.priority])],
      dueDate: [...new Set([...written.dueDate, ...after.dueDate])],
    };
    await deps.tracker.setFingerprint(issue.id, { id: finding.id, written: during, raisedFor, claimedAt });
    for (const refused of await editWhatIsEditable(deps, issue.id, fields)) {
      if (refused === 'priority') after.priority = written.priority;
      else after.dueDate = written.dueDate;
    }
  }
  if (JSON.stringify(after) !== JSON.stringify(written)) {
    await deps.tracker.setFingerprint(issue.id, { id: finding.id, written: after, raisedFor, claimedAt });
  }
}

/** The value that the field should get; null when somebody else set the present one, or there is none to set. */
function follow(current: string | null, written: readonly string[], wanted: string | null): string | null {
  return current !== null && written.includes(current) ? wanted : null;
}

/**
 * Edits the fields, leaving out those that the project keeps off its edit screen: they are the project's, and stay as
 * they are. Answers what was left out.
 */
async function editWhatIsEditable(
  deps: Pick<TicketDeps, 'tracker'>,
  issueId: string,
  fields: JsonObject,
): Promise<string[]> {
  try {
    await deps.tracker.editIssue(issueId, fields);
    return [];
  } catch (error) {
    if (!(error instanceof TrackerError)) throw error;
    const refused = Object.keys(error.fieldErrors).filter((id) => id in fields);
    if (refused.length === 0) throw error;
    const rest = Object.fromEntries(Object.entries(fields).filter(([id]) => !refused.includes(id)));
    if (Object.keys(rest).length > 0) await deps.tracker.editIssue(issueId, rest);
    return refused;
  }
}

async function wantedPriority(
  context: Pick<KeepContext, 'filingTarget'>,
  finding: TicketFinding,
  issue: IssueReading,
): Promise<string | null> {
  if (issue.priorityId === null) return null;
  const { projectKey, issueTypeName: issueType } = issue;
  const { priorities } = await context.filingTarget({ projectKey, issueType, fieldDefaults: {} });
  const usual = priorityOf(finding.severity, priorities);
  if (issue.fingerprint?.raisedFor === undefined || issue.fingerprint.raisedFor !== finding.ticket.opening)
    return usual;
  // Jira lists priorities from the highest down.
  const index = priorities.findIndex(({ id }) => id === usual);
  return priorities[index - 1]?.id ?? usual;
}
