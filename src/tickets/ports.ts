import type { JsonObject } from '../domain/json';
import type { Decisions, PairGroup } from '../domain/rollout/decisions';
import type { IssueState } from './issue-state';
import type { IssueEventStore } from './on-issue-event';
import type { GroupStore } from './refresh-groups';
import type { Move, PlanFinding, TicketAccount, TicketFinding } from './ticket-finding';
import type { TrackerError } from './tracker-error';

export interface IssueRef {
  id: string;
  key: string;
}

/** What the app writes into the issue property that makes the issue findable by its finding. */
export interface Fingerprint {
  id: string;
  /** The values that the app wrote last; anything else in those fields is a person's. */
  written: { priority: string[]; dueDate: string[] };
  /** The opening of the finding for which the priority was raised, because its due date passed. */
  raisedFor?: number | undefined;
  /** The claim under which the issue was created. */
  claimedAt?: number | undefined;
}

/** A create that was begun; whether its issue exists is not known. */
export interface FilingInDoubt {
  findingId: string;
  /** When it was claimed, milliseconds since 1970: tells its issue from earlier ones of the same finding. */
  claimedAt: number;
}

export interface IssueDraft {
  fields: JsonObject;
  fingerprint: Fingerprint;
}

/** What Jira says of filing in a project, before anything is judged. */
export interface ProjectFacts {
  /** Null when there is no such project or the app may not see it. */
  project: { id: string; key: string; name: string } | null;
  missingPermissions: string[];
  issueTypes: { id: string; name: string }[];
}

/** What a field takes, as far as the app can fill it in; `other` is left to people who know its JSON. */
export const FIELD_KINDS = [
  'text',
  'number',
  'date',
  'option',
  'options',
  'user',
  'labels',
  'other',
] as const;
export type FieldKind = (typeof FIELD_KINDS)[number];

/** A field on a create screen or a transition's screen. */
export interface ScreenField {
  id: string;
  name: string;
  required: boolean;
  hasDefault: boolean;
  kind: FieldKind;
  options: { id: string; name: string }[];
}

export interface IssueReading extends IssueRef {
  projectKey: string;
  issueTypeName: string;
  done: boolean;
  statusName: string;
  /** Null when there is none or the issue does not have the field. */
  priorityId: string | null;
  /** A day, `2026-11-23`. */
  dueDate: string | null;
  fingerprint: Fingerprint | null;
}

export interface Transition {
  id: string;
  name: string;
  toStatus: string;
  toDone: boolean;
  fields: ScreenField[];
}

/** Jira, as tickets need it. Every method throws a TrackerError when it fails. */
export interface IssueTracker {
  projectFacts(projectKey: string): Promise<ProjectFacts>;
  createFields(projectKey: string, issueTypeId: string): Promise<ScreenField[]>;
  /** At most 50 at once. One answer per draft, in order. */
  createIssues(drafts: readonly IssueDraft[]): Promise<(IssueRef | TrackerError)[]>;
  /** The issues that were created under these claims, by finding id. May lag minutes behind a create. */
  findFiled(filings: readonly FilingInDoubt[]): Promise<Map<string, IssueRef>>;
  /** `deleted`: certainly gone. `hidden`: the app cannot see it, or its project. */
  readIssue(issue: IssueRef): Promise<IssueReading | 'deleted' | 'hidden'>;
  /** Values of the app's own fields by their key in manifest.yml. */
  setFieldValues(values: readonly { issueId: string; field: string; value: string }[]): Promise<void>;
  editIssue(issueId: string, fields: JsonObject): Promise<void>;
  setFingerprint(issueId: string, fingerprint: Fingerprint): Promise<void>;
  transitions(issueId: string): Promise<Transition[]>;
  transition(issueId: string, transitionId: string, fields: JsonObject): Promise<void>;
  /** The text of recent comments, newest first. */
  commentTexts(issueId: string): Promise<string[]>;
  /** `body` is an Atlassian document. */
  addComment(issueId: string, body: JsonObject): Promise<void>;
  /** Makes the person watch the issue; who watches it already goes on. */
  addWatcher(issueId: string, accountId: string): Promise<void>;
}

export type RecordedAction = 'created' | 'updated' | 'closed' | 'reopened' | 'reminded' | 'escalated';

/** One deed in Jira; the marker tells it from the same deed at another time. */
export interface ActionRow {
  findingId: string;
  issueId: string;
  issueKey: string;
  marker: string;
  /** For the audit log: why the plan asked for it. */
  reason: string;
  /** The policy that filed it; null for every other deed. */
  policyId: string | null;
}

export interface RunCounters {
  created: number;
  updated: number;
  closed: number;
  reopened: number;
}

/** New issues of one policy. */
export interface CreatedCount {
  inRun: number;
  /** Since the UTC day began. */
  today: number;
}

/** Who changes issues: one invocation, or its event. */
export interface IssueLeaser {
  /** The same when the platform repeats an event. */
  owner: string;
  /** Whether this is such a repetition: it may take up what the invocation before it held. */
  again: boolean;
  /** Milliseconds that the invocation has left. */
  remainingMs(): number;
}

export interface IssueLease {
  owner: string;
  again: boolean;
  now: number;
  /** When the invocation is over at the latest, and with it the lease. */
  until: number;
}

/** A lease for as long as the invocation may last, whatever Jira makes it wait for. */
export function leaseNow({ owner, again, remainingMs }: IssueLeaser, now: number): IssueLease {
  return { owner, again, now, until: now + remainingMs() };
}

/** What is known after an issue was brought in step. */
export interface Settlement {
  finding: PlanFinding;
  issueKey: string;
  state: IssueState;
  digest: string;
  at: number;
}

/** The ticket side of what is stored: of findings, or of groups of findings. Every method can be repeated without harm. */
export interface TicketRows extends IssueEventStore {
  /**
   * What has an issue that may be out of step, and what of `filed` fails and has none, or one that was left closed. Page by
   * page: all of it may be too much to hold.
   */
  findingsToPlan(filed: readonly PairGroup[], onlyFindingId?: string): AsyncIterable<PlanFinding[]>;
  /** Open findings that have an issue, page by page. */
  openWithIssue(): AsyncIterable<PlanFinding[]>;
  details(findingIds: readonly string[]): Promise<TicketFinding[]>;
  inDoubt(onlyFindingId?: string): Promise<FilingInDoubt[]>;
  /**
   * Takes the right to create the issues of these findings: given only for findings that are open, have no issue (or a
   * deleted or closed one of an earlier opening) and that nobody has claimed. Answers the findings claimed.
   */
  claimFilings(findingIds: readonly string[], claim: { owner: string; now: number }): Promise<string[]>;
  /** Gives claims back after a create that certainly had no effect. */
  releaseFilings(findingIds: readonly string[], owner: string): Promise<void>;
  /** Drops claims made before `staleBefore`, once the issue was looked for and is not there. */
  dropStaleFilings(findingIds: readonly string[], staleBefore: number): Promise<void>;
  /** Takes the right to change the finding's issue; false while another invocation has it. */
  leaseIssue(findingId: string, lease: IssueLease): Promise<boolean>;
  releaseIssue(findingId: string, owner: string): Promise<void>;
  /** Its issue is about to be moved; until that is settled nobody knows whether it was. */
  noteMove(findingId: string, move: Move): Promise<void>;
  attachIssues(issues: readonly { findingId: string; issue: IssueRef }[], at: number): Promise<void>;
  /** Writes down what was done, in the audit log too, once per marker whoever repeats it. */
  recordActions(
    action: RecordedAction,
    rows: readonly ActionRow[],
    run: { runId: string; at: number },
  ): Promise<void>;
  counters(runId: string): Promise<RunCounters>;
  /** New issues per policy, in the run and since `dayStart`. */
  createdByPolicy(runId: string, dayStart: number): Promise<Map<string, CreatedCount>>;
  /** Ends claim and lease too. A change of the finding or its issue since it was loaded keeps it waiting. */
  settle(settlement: Settlement): Promise<void>;
  /** Nothing is left to do for these findings, unless they changed since they were loaded. */
  markInStep(findings: readonly PlanFinding[]): Promise<void>;
  /** Findings that ended lately, before an issue was filed, have nothing left to do either. */
  dropUnfiled(now: number): Promise<void>;
  markDeleted(findingId: string): Promise<void>;
  setProblem(findingIds: readonly string[], problem: string | null): Promise<void>;
  /** Refreshes the run's counters from what was recorded; `finishedAt` null while work is left. */
  reportRun(
    runId: string,
    report: { held: number; problems: readonly string[]; finishedAt: number | null },
  ): Promise<void>;
}

/** Findings and groups of findings together. */
export interface TicketStore extends Omit<TicketRows, 'findingsToPlan'>, GroupStore {
  /**
   * Findings and groups with an issue that may be out of step, those findings of `single` and those groups of `shared`
   * that fail and have none, page by page.
   */
  findingsToPlan(
    filed: { single: readonly PairGroup[]; shared: readonly PairGroup[] },
    onlyFindingId?: string,
  ): AsyncIterable<PlanFinding[]>;
}

export interface TicketClock {
  /** Milliseconds since 1970, UTC. */
  now(): number;
}

/** What syncing tickets needs of the rest of the product. */
export interface TicketDeps {
  store: TicketStore;
  tracker: IssueTracker;
  clock: TicketClock;
  /** What holds for every account and every rule that is on. */
  decisions(): Promise<Decisions<TicketAccount>>;
  /** A new unique id, 36 characters. */
  newId(): string;
}
