import { chunksOf } from '../domain/chunks';
import type { Decisions } from '../domain/rollout/decisions';
import { MINUTE_MS } from '../domain/time';
import { FILING_BATCH, type FilingBatch, type FilingRun, fileIssues, recordFiled } from './file-issues';
import { FilingLine } from './filing-line';
import { cachedFilingTargets, type FilingPlace, type FilingTarget, placeKey } from './filing-target';
import { type KeepKind, keepIssue } from './keep-issue';
import {
  type CreateAction,
  type Filing,
  filingOf,
  filingPolicyOf,
  lacksIssue,
  planTickets,
  type TicketAction,
} from './plan-tickets';
import { type IssueLeaser, leaseNow, type RunCounters, type TicketDeps } from './ports';
import { Problems } from './problems';
import { refreshGroups, sharedPairs, singlePairs } from './refresh-groups';
import type { PlanFinding, TicketAccount, TicketFinding } from './ticket-finding';
import { TrackerError } from './tracker-error';
import { startOfUtcDay } from './utc';

export interface SyncRequest extends IssueLeaser {
  runId: string;
  /** Narrows it to one finding: somebody asked for a re-read of its resource. */
  onlyFindingId?: string;
  /** What went wrong before, for the report of the same run. */
  problems?: readonly string[];
}

export interface SyncReport extends RunCounters {
  /** Findings that the ceiling of new issues per run held back. */
  held: number;
  /** What went wrong, for people. */
  problems: string[];
  /** False when time ran out: another ticket event has to go on with the same run. */
  complete: boolean;
}

/**
 * How long a create whose answer was lost is given to show up in Jira's search, which is eventually consistent, before
 * it is repeated.
 */
export const FILING_GRACE_MS = 10 * MINUTE_MS;

/** What one more step may take, plus what writing the report takes; one finding is one step. */
const RESERVE_MS = 20_000;
const RESERVE_FOR_ONE_MS = 3_000;

/**
 * Brings Jira in step with the findings: files, updates, closes and reopens issues. Idempotent: it can be cut off
 * anywhere, repeated, and run twice at once without a duplicate issue or comment. What Jira refuses becomes a problem in
 * the report; what the database refuses is thrown.
 */
export async function syncTickets(deps: TicketDeps, request: SyncRequest): Promise<SyncReport> {
  return new TicketSync(deps, request, await deps.decisions()).run();
}

class TicketSync {
  readonly #problems = new Problems();
  /** Marks this invocation's claims: a repetition must not take up a create that may have worked. */
  readonly #claimOwner: string;
  readonly #filingTarget: (place: FilingPlace) => Promise<FilingTarget>;
  readonly #findings = new Map<string, PlanFinding>();

  constructor(
    private readonly deps: TicketDeps,
    private readonly request: SyncRequest,
    private readonly decisions: Decisions<TicketAccount>,
  ) {
    this.#claimOwner = deps.newId();
    for (const problem of request.problems ?? []) this.#problems.add(problem);
    this.#filingTarget = cachedFilingTargets(deps.tracker);
  }

  async run(): Promise<SyncReport> {
    const { store, clock } = this.deps;
    const { runId, onlyFindingId } = this.request;
    await refreshGroups(store, this.decisions, clock.now());
    await this.#adoptIssuesInDoubt();
    const filed = { single: singlePairs(this.decisions), shared: sharedPairs(this.decisions) };
    const blocked = new Set<string>();
    const input = {
      decisions: this.decisions,
      blocked,
      created: await store.createdByPolicy(runId, startOfUtcDay(clock.now())),
      now: clock.now(),
    };
    const line = new FilingLine(input);
    for await (const page of store.findingsToPlan(filed, onlyFindingId)) {
      await this.#noteBlocked(page, blocked);
      for (const finding of page) line.add(finding);
    }
    const findings = line.findings();
    for (const finding of findings) this.#findings.set(finding.id, finding);
    const plan = planTickets({ ...input, findings });
    const held = plan.held + line.heldBack().reduce((sum, { count }) => sum + count, 0);
    const complete = (await this.#file(plan.actions)) && (await this.#keep(plan.actions));
    if (complete) await this.#settleSkipped(plan.actions);

    const problems = this.#problems.list();
    if (!onlyFindingId) {
      const finishedAt = complete ? clock.now() : null;
      await store.reportRun(runId, { held, problems, finishedAt });
    }
    return { ...(await store.counters(runId)), held, problems, complete };
  }

  /** Finds issues whose create was never confirmed, so that none is created twice. */
  async #adoptIssuesInDoubt(): Promise<void> {
    const { store, tracker, clock } = this.deps;
    const filings = await store.inDoubt(this.request.onlyFindingId);
    if (filings.length === 0) return;
    const staleBefore = clock.now() - FILING_GRACE_MS;
    try {
      const found = await tracker.findFiled(filings);
      const filed = (await store.details([...found.keys()])).flatMap((finding) => {
        const issue = found.get(finding.id);
        return issue ? [{ finding, issue }] : [];
      });
      await recordFiled(
        this.deps,
        { runId: this.request.runId, problems: this.#problems },
        filed.map((each) => ({ ...each, policyId: this.#policyIdOf(each.finding) })),
      );
      const missing = filings.map(({ findingId }) => findingId).filter((id) => !found.has(id));
      if (missing.length > 0) await store.dropStaleFilings(missing, staleBefore);
    } catch (error) {
      if (!(error instanceof TrackerError)) throw error;
      this.#problems.add(
        `Whether earlier creates worked could not be found out; their findings wait. ${error.message}`,
        filings.length,
      );
    }
  }

  #policyIdOf(finding: PlanFinding): string | null {
    return filingPolicyOf(finding, this.decisions)?.id ?? null;
  }

  /** Asks each project that would get issues whether it can, before any finding uses up the ceiling for it. */
  async #noteBlocked(findings: readonly PlanFinding[], blocked: Set<string>): Promise<void> {
    for (const [key, { filing, waiting }] of this.#waitingByTarget(findings)) {
      const problem = await this.#problemOfTarget(filing);
      const outdated = waiting.filter(({ ticket }) => ticket.problem !== problem).map(({ id }) => id);
      if (outdated.length > 0) await this.deps.store.setProblem(outdated, problem);
      if (problem === null) continue;
      blocked.add(key);
      this.#problems.add(problem, waiting.length);
    }
  }

  #waitingByTarget(
    findings: readonly PlanFinding[],
  ): Map<string, { filing: Filing; waiting: PlanFinding[] }> {
    const byTarget = new Map<string, { filing: Filing; waiting: PlanFinding[] }>();
    const planned = { decisions: this.decisions, now: this.deps.clock.now() };
    for (const finding of findings) {
      const account = this.decisions.account(finding.accountId);
      const policy = filingPolicyOf(finding, this.decisions);
      if (!lacksIssue(finding, planned) || account === null || policy === null) continue;
      const filing = filingOf(finding, policy, this.decisions);
      if (filing === null) {
        this.#problems.add(
          `AWS account ${account.name} (${account.id}) has no owner project, so its findings are not filed. Choose one on the admin page.`,
          1,
        );
        continue;
      }
      const target = byTarget.get(placeKey(filing)) ?? { filing, waiting: [] };
      target.waiting.push(finding);
      byTarget.set(placeKey(filing), target);
    }
    return byTarget;
  }

  async #problemOfTarget(filing: Filing): Promise<string | null> {
    try {
      const target = await this.#filingTarget(filing);
      return target.ok ? null : target.problem;
    } catch (error) {
      if (!(error instanceof TrackerError)) throw error;
      return `Project ${filing.projectKey}: Jira could not be asked about it. ${error.message}`;
    }
  }

  /** False when time ran out. */
  async #file(actions: readonly TicketAction[]): Promise<boolean> {
    const run: FilingRun = {
      runId: this.request.runId,
      owner: this.#claimOwner,
      accountNames: new Map(this.decisions.accounts.map(({ id, name }) => [id, name])),
      problems: this.#problems,
    };
    const stopped = new Set<string>();
    for (const batch of filingBatches(actions)) {
      const { projectKey } = batch.filing;
      if (stopped.has(projectKey)) continue;
      if (this.#isOutOfTime()) return false;
      const target = await this.#filingTarget(batch.filing);
      if (!target.ok) continue;
      const outcome = await fileIssues(this.deps, run, target, batch);
      if (outcome === 'stop-all') return true;
      if (outcome === 'stop-project') stopped.add(projectKey);
    }
    return true;
  }

  /** False when time ran out. */
  async #keep(actions: readonly TicketAction[]): Promise<boolean> {
    const kept = actions.filter((action) => isKeep(action));
    for (const batch of chunksOf(kept, FILING_BATCH)) {
      const details = await this.deps.store.details(batch.map(({ findingId }) => findingId));
      const byId = new Map(details.map((finding) => [finding.id, finding]));
      for (const action of batch) {
        if (this.#isOutOfTime()) return false;
        const finding = byId.get(action.findingId);
        if (finding && !(await this.#keepOne(action, finding))) return true;
      }
    }
    return true;
  }

  /** False when Jira takes no more calls in this run. */
  async #keepOne({ kind, reason }: KeepAction, finding: TicketFinding): Promise<boolean> {
    const { store, clock } = this.deps;
    const { issueId, issueKey } = finding.ticket;
    if (issueId === null || issueKey === null) return true;
    // Planned from this state; if it changed since, the next sync plans anew.
    if (finding.changedAt !== this.#findings.get(finding.id)?.changedAt) return true;
    if (!(await store.leaseIssue(finding.id, leaseNow(this.request, clock.now())))) return true;
    const context = { runId: this.request.runId, filingTarget: this.#filingTarget };
    try {
      const problem = await keepIssue(
        this.deps,
        context,
        { kind, reason: `${finding.ruleId}: ${reason}` },
        finding,
        { id: issueId, key: issueKey },
      );
      if (problem !== null) await this.#reportProblem(finding.id, problem);
      return true;
    } catch (error) {
      if (!(error instanceof TrackerError)) throw error;
      const problem = `Issue ${issueKey} is out of step; the next run tries again. ${error.message}`;
      await this.#reportProblem(finding.id, problem);
      return error.outcome !== 'throttled';
    }
  }

  async #reportProblem(findingId: string, problem: string): Promise<void> {
    this.#problems.add(problem);
    await this.deps.store.setProblem([findingId], problem);
    await this.deps.store.releaseIssue(findingId, this.request.owner);
  }

  async #settleSkipped(actions: readonly TicketAction[]): Promise<void> {
    const settled = actions.flatMap((action) => {
      const finding = this.#findings.get(action.findingId);
      return action.kind === 'skip' && action.settled && finding ? [finding] : [];
    });
    await this.deps.store.markInStep(settled);
    if (!this.request.onlyFindingId) await this.deps.store.dropUnfiled(this.deps.clock.now());
  }

  #isOutOfTime(): boolean {
    const reserve = this.request.onlyFindingId ? RESERVE_FOR_ONE_MS : RESERVE_MS;
    return this.request.remainingMs() < reserve;
  }
}

type KeepAction = Extract<TicketAction, { kind: KeepKind }>;

function isKeep(action: TicketAction): action is KeepAction {
  return action.kind !== 'create' && action.kind !== 'skip';
}

/** Batches and what is in them stay in the plan's order. */
function filingBatches(actions: readonly TicketAction[]): FilingBatch[] {
  const batches: FilingBatch[] = [];
  const open = new Map<string, FilingBatch>();
  for (const action of actions) {
    if (action.kind !== 'create') continue;
    const filing = filingIn(action);
    const key = JSON.stringify(filing);
    let batch = open.get(key);
    if (!batch || batch.findingIds.length === FILING_BATCH) {
      batch = { filing, findingIds: [] };
      batches.push(batch);
      open.set(key, batch);
    }
    batch.findingIds.push(action.findingId);
  }
  return batches;
}

function filingIn({
  projectKey,
  issueType,
  fieldDefaults,
  policyId,
  component,
  assigneeId,
}: CreateAction): Filing {
  return { projectKey, issueType, fieldDefaults, policyId, component, assigneeId };
}
