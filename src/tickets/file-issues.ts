import type { JsonObject } from '../domain/json';
import { consoleUrl } from '../rules/console-links';
import { findRule } from '../rules/index';
import { descriptionOf, labelsOf, ruleTextOf, summaryOf } from './description';
import type { FilingTarget } from './filing-target';
import { digestOf, dueDateOf, fieldValuesOf, priorityOf } from './issue-content';
import type { Filing } from './plan-tickets';
import type { IssueDraft, IssueRef, TicketDeps } from './ports';
import type { Problems } from './problems';
import type { TicketFinding } from './ticket-finding';
import { TrackerError } from './tracker-error';

/** Jira takes at most 50 issues in one create; fewer keep the request small with long guidance. */
export const FILING_BATCH = 25;

export interface FilingRun {
  runId: string;
  /** Marks this invocation's claims. */
  owner: string;
  accountNames: ReadonlyMap<string, string>;
  problems: Problems;
}

/** What is filed in one go: the same place, for the same policy and people. */
export interface FilingBatch {
  filing: Filing;
  findingIds: string[];
}

/** `stop`: Jira turns away whatever is filed in this project, or everywhere, until the next run. */
export type FilingOutcome = 'go-on' | 'stop-project' | 'stop-all';

/**
 * Files the issues of up to FILING_BATCH findings in one project. Can be cut off at any line and run again: a finding is
 * claimed before its issue is created, and a claim without an issue is looked up in Jira before it is created again.
 */
export async function fileIssues(
  deps: TicketDeps,
  run: FilingRun,
  target: FilingTarget & { ok: true },
  { filing, findingIds }: FilingBatch,
): Promise<FilingOutcome> {
  const { store, tracker, clock } = deps;
  const claimedAt = clock.now();
  const claimed = await store.claimFilings(findingIds, { owner: run.owner, now: claimedAt });
  if (claimed.length === 0) return 'go-on';
  const drafted = await draftAll(deps, run, target, { filing, claimedAt }, await store.details(claimed));
  const waiting = drafted.map(({ finding }) => finding.id);
  if (drafted.length === 0) return 'go-on';

  let results: (IssueRef | TrackerError)[];
  try {
    results = await tracker.createIssues(drafted.map(({ draft }) => draft));
  } catch (error) {
    if (!(error instanceof TrackerError)) throw error;
    return afterFailure(deps, run, target, waiting, error);
  }

  const filed: Filed[] = [];
  for (const [index, { finding }] of drafted.entries()) {
    const result = results[index];
    if (result === undefined) continue;
    if (result instanceof TrackerError) await reportRefused(deps, run, target, finding, result);
    else filed.push({ finding, issue: result, policyId: filing.policyId });
  }
  await recordFiled(deps, run, filed);
  return 'go-on';
}

/** The right to create issues in a place, taken at that moment. */
interface Claim {
  filing: Filing;
  claimedAt: number;
}

/** What to create. A finding that the app cannot put into words must not keep the others from being filed. */
async function draftAll(
  deps: TicketDeps,
  run: FilingRun,
  target: FilingTarget & { ok: true },
  claim: Claim,
  findings: readonly TicketFinding[],
): Promise<{ finding: TicketFinding; draft: IssueDraft }[]> {
  const drafted: { finding: TicketFinding; draft: IssueDraft }[] = [];
  for (const finding of findings) {
    try {
      drafted.push({ finding, draft: draftOf(run, target, claim, finding) });
    } catch (cause) {
      const what = cause instanceof Error ? cause.message : String(cause);
      const error = new TrackerError('refused', `The app could not write it: ${what}.`, {}, { cause });
      await reportRefused(deps, run, target, finding, error);
    }
  }
  return drafted;
}

/** An issue, and the policy that it was filed by as far as is known. */
interface Filed {
  finding: TicketFinding;
  issue: IssueRef;
  policyId: string | null;
}

/** Writes down issues that were created, now or by an invocation that was cut off, and fills the app's fields. */
export async function recordFiled(
  deps: TicketDeps,
  run: Pick<FilingRun, 'runId' | 'problems'>,
  filed: readonly Filed[],
): Promise<void> {
  if (filed.length === 0) return;
  const { store, tracker, clock } = deps;
  const at = clock.now();
  const rows = filed.map(({ finding, issue, policyId }) => ({
    findingId: finding.id,
    issueId: issue.id,
    issueKey: issue.key,
    marker: issue.id,
    reason: `${finding.ruleId}: ${finding.message}`,
    policyId,
  }));
  await store.recordActions('created', rows, { runId: run.runId, at });
  await store.attachIssues(
    filed.map(({ finding, issue }) => ({ findingId: finding.id, issue })),
    at,
  );
  const values = filed.flatMap(({ finding, issue }) =>
    Object.entries(fieldValuesOf(finding)).map(([field, value]) => ({ issueId: issue.id, field, value })),
  );
  try {
    await tracker.setFieldValues(values);
  } catch (error) {
    if (!(error instanceof TrackerError)) throw error;
    const problem = `The fields of new issues could not be set; the next run tries again. ${error.message}`;
    run.problems.add(problem, filed.length);
    await store.setProblem(
      filed.map(({ finding }) => finding.id),
      problem,
    );
    return;
  }
  for (const { finding, issue } of filed) {
    // It ended while nobody knew of the issue: it is out of step, and what follows closes it.
    if (finding.state !== 'open') continue;
    const asAttached = { ...finding, ticket: { ...finding.ticket, state: 'open' as const } };
    await store.settle({
      finding: asAttached,
      issueKey: issue.key,
      state: 'open',
      digest: digestOf(finding),
      at,
    });
  }
}

function draftOf(
  run: FilingRun,
  target: FilingTarget & { ok: true },
  { filing, claimedAt }: Claim,
  finding: TicketFinding,
): IssueDraft {
  const rule = findRule(finding.ruleId);
  const content = {
    finding,
    accountName: run.accountNames.get(finding.accountId) ?? finding.accountId,
    rule: rule && ruleTextOf(rule),
    consoleUrl: rule && consoleUrl(rule.resource, finding),
  };
  const priority = priorityOf(finding.severity, target.priorities);
  const dueDate = target.screen.has('duedate') ? dueDateOf(finding.dueAt) : null;
  const fields: JsonObject = {
    ...target.defaults,
    project: { id: target.projectId },
    issuetype: { id: target.issueTypeId },
    summary: summaryOf(content),
  };
  if (target.screen.has('description')) fields['description'] = descriptionOf(content);
  if (target.screen.has('labels')) fields['labels'] = labelsOf(finding);
  if (priority !== null) fields['priority'] = { id: priority };
  if (dueDate !== null) fields['duedate'] = dueDate;
  Object.assign(fields, peopleFields(run, target, filing));
  return {
    fields,
    fingerprint: {
      id: finding.id,
      claimedAt,
      written: {
        priority: priority === null ? [] : [priority],
        dueDate: dueDate === null ? [] : [dueDate],
      },
    },
  };
}

/** Component and assignee, as far as the project takes them: an issue is not kept back for their sake. */
function peopleFields(
  run: FilingRun,
  { projectKey, screen, components }: FilingTarget & { ok: true },
  { component, assigneeId }: Filing,
): JsonObject {
  const fields: JsonObject = {};
  if (component !== null) {
    const known = components.find(({ name }) => name.toLowerCase() === component.toLowerCase());
    if (known === undefined)
      run.problems.add(`Project ${projectKey} has no component "${component}"; issues are filed without it.`);
    else fields['components'] = [{ id: known.id }];
  }
  if (assigneeId !== null && screen.has('assignee')) fields['assignee'] = { id: assigneeId };
  return fields;
}

async function reportRefused(
  deps: TicketDeps,
  run: FilingRun,
  target: FilingTarget & { ok: true },
  finding: TicketFinding,
  error: TrackerError,
): Promise<void> {
  const problem = `Project ${target.projectKey}: an issue could not be created. ${error.message}`;
  run.problems.add(problem, 1);
  await deps.store.setProblem([finding.id], problem);
  if (error.hadNoEffect) await deps.store.releaseFilings([finding.id], run.owner);
}

async function afterFailure(
  deps: TicketDeps,
  run: FilingRun,
  target: FilingTarget & { ok: true },
  claimed: readonly string[],
  error: TrackerError,
): Promise<FilingOutcome> {
  const next = error.hadNoEffect
    ? 'The next run tries again.'
    : 'The next run looks whether they were created.';
  const problem = `Project ${target.projectKey}: issues could not be created. ${error.message} ${next}`;
  run.problems.add(problem, claimed.length);
  await deps.store.setProblem(claimed, problem);
  if (error.hadNoEffect) await deps.store.releaseFilings(claimed, run.owner);
  return error.outcome === 'throttled' || error.outcome === 'unanswered' ? 'stop-all' : 'stop-project';
}
