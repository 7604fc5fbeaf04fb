/** The one place where AWS, Jira, storage and the use cases are put together. */
import { randomUUID } from 'node:crypto';
import { getAppContext } from '@forge/api';
import { accountCloud } from './aws/account-cloud';
import type { ScanEvent } from './contract/events';
import type { Account } from './domain/account';
import type { Exception, ExceptionPattern } from './domain/exception';
import { Decisions } from './domain/rollout/decisions';
import type { Rollout, RolloutPolicy } from './domain/rollout/policy';
import { MINUTE_MS } from './domain/time';
import { applyExceptions } from './exceptions/apply-exceptions';
import {
  decideException,
  type ExceptionDecision,
  type ExceptionPreview,
  type ExceptionRequest,
  previewException as previewExceptionUseCase,
  requestException,
} from './exceptions/decide-exceptions';
import type { ExceptionDeps } from './exceptions/ports';
import { jiraAsApp } from './jira/client';
import { extensionPrefix } from './jira/extension';
import { jiraIssueTracker } from './jira/issue-tracker';
import { correlateWith, log } from './log/log';
import { forgeQueues } from './queue/queues';
import type { EnabledRule } from './rules/define';
import { catalogue } from './rules/index';
import { applyInForce } from './scan/apply-rollout';
import { type CheckAgainResult, checkAgain as checkAgainUseCase } from './scan/check-again';
import { factsOf, type InForce, inForce } from './scan/in-force';
import type { ScanDeps } from './scan/ports';
import { pushLaterScans } from './scan/push-scans';
import { RequestBudget } from './scan/request-budget';
import { resumeRuns } from './scan/resume-runs';
import type { Invocation } from './scan/run-work-item';
import { runWorkItems, type WorkItemsEnd } from './scan/run-work-items';
import { nextScheduledRunId, type RunRequest, startRun as startRunUseCase } from './scan/start-run';
import { type TrialResult, tryRule as tryRuleUseCase } from './scan/try-rule';
import { deleteAccount, getAccount, listAccounts, saveAccount } from './storage/accounts';
import { dropOldAudit, recordAudit } from './storage/audit-log';
import { escalationRepository } from './storage/escalations';
import { exceptionRepository } from './storage/exceptions';
import { countInTurn, dropEmptyCounts } from './storage/finding-counts';
import { issueHolder } from './storage/finding-groups';
import { accountsInStatements } from './storage/finding-parts';
import * as findings from './storage/findings';
import { dropOldTickets } from './storage/old-tickets';
import { dropOldQuotaUse } from './storage/quota-use';
import * as runs from './storage/runs';
import * as scopes from './storage/scopes';
import { externalIdOf, getHubCredentials } from './storage/secrets';
import {
  enabledRules,
  getRollout,
  getRuleSettings,
  noteApplied,
  noteUnapplied,
  type RuleChoice,
  saveRollout,
  saveRuleChoice,
  unapplied,
} from './storage/settings';
import { countSlaDay } from './storage/sla-days';
import { ticketStore } from './storage/ticket-store';
import { replaceUnread } from './storage/unread';
import * as workItems from './storage/work-items';
import { escalateOverdue } from './tickets/escalate';
import { issueEventSchema, onIssueEvent } from './tickets/on-issue-event';
import type { IssueLeaser, TicketDeps } from './tickets/ports';
import { previewRollout as previewUseCase, type RolloutPreview } from './tickets/preview-rollout';
import { syncTickets as syncTicketsUseCase } from './tickets/sync-tickets';
import { tellExceptions } from './tickets/tell-exceptions';
import { type FilingTest, testFiling } from './tickets/test-filing';

/** Of the 25 s of a resolver, what "Check again now" leaves for storing and for the issue. */
const TIME_AFTER_READING_MS = 12_000;

/** Of the time of a ticket event, what is kept for filing and keeping issues. */
const TIME_AFTER_ESCALATION_MS = 10 * MINUTE_MS;

/** Of the 25 s of a resolver, what saving settings leaves for a step of applying them and for the audit log. */
const TIME_AFTER_APPLYING_MS = 12_000;
/** The same, of an event. */
const TIME_AFTER_APPLYING_AGAIN_MS = 60_000;

/** Of the five minutes of the hourly trigger, what forgetting old findings leaves for counting. */
const TIME_AFTER_FORGETTING_MS = 2 * MINUTE_MS;

/** Of the 25 s of a resolver, what a trial leaves for comparing with what is stored. */
const TIME_AFTER_TRIAL_MS = 3_000;

/** Milliseconds that this invocation has left. */
export function remainingMs(): number {
  return getAppContext().invocationRemainingTimeInMillis();
}

/** What this invocation may send to AWS; to be asked at its beginning, and once. */
export function requestBudget(): RequestBudget {
  return RequestBudget.ofInvocation(remainingMs());
}

const queues = forgeQueues({ remainingMs });

/** What the saved settings make of these accounts. */
async function inForceNow(accounts: readonly Account[]): Promise<InForce> {
  const [{ rollout }, rules] = await Promise.all([getRollout(), rulesThatAreOn()]);
  return inForce(rollout, accounts, rules);
}

/** The rules that are on, as admins set them for every account. */
async function rulesThatAreOn(): Promise<EnabledRule[]> {
  return enabledRules(catalogue, await getRuleSettings());
}

const scanDeps: ScanDeps = {
  store: { ...runs, ...workItems, ...findings, ...scopes, replaceUnread },
  settings: {
    accounts: listAccounts,
    account: getAccount,
    inForce: inForceNow,
  },
  cloud: accountCloud({ hub: getHubCredentials, externalIdOf }),
  queue: queues,
  now: () => Date.now(),
  newId: () => randomUUID(),
  log: (event, details, level = 'info') => log(level, event, details),
};

function ticketDeps(): TicketDeps {
  return {
    store: ticketStore,
    tracker: jiraIssueTracker(jiraAsApp({ remainingMs }), extensionPrefix()),
    clock: { now: () => Date.now() },
    decisions: async () => (await inForceNow(await listAccounts())).decisions,
    newId: () => randomUUID(),
  };
}

/** Plans a scan; its work goes on in the queues. Returns the run's id. */
export function startRun({ runId = randomUUID(), ...request }: RunRequest): Promise<string> {
  correlateWith(runId);
  return startRunUseCase(scanDeps, { ...request, runId });
}

/** The hourly scan: first what an earlier run left behind, then a new run unless one is still going. */
export async function startHourlyRun(): Promise<void> {
  const runId = await nextScheduledRunId(scanDeps);
  correlateWith(runId);
  const going = await resumeRuns(scanDeps);
  if (!going) await startRun({ trigger: 'schedule', runId });
  await runs.dropOldRuns(Date.now());
  await dropOldAudit(Date.now());
  await dropOldQuotaUse(Date.now());
  await dropOldTickets(Date.now());
  await findings.dropOldResolved(Date.now(), () => remainingMs() > TIME_AFTER_FORGETTING_MS);
  await countInTurn(Date.now());
  await dropEmptyCounts();
  if ((await unapplied()) !== null) await queues.pushSettings();
}

/** Scans some scopes of one account. */
export function scanWorkItems(
  items: ScanEvent,
  invocation: Omit<Invocation, 'remainingMs' | 'requests'>,
): Promise<WorkItemsEnd> {
  return runWorkItems(scanDeps, items, { ...invocation, remainingMs, requests: requestBudget() });
}

/** Pushes the scans of the run that start after that moment, in milliseconds since 1970. */
export function planLaterScans(runId: string, after: number): Promise<void> {
  return pushLaterScans(scanDeps, runId, after);
}

/** Brings Jira in step with the findings, and goes on in another event when time runs out. */
export async function syncTickets(
  runId: string,
  invocation: Omit<IssueLeaser, 'remainingMs'>,
): Promise<void> {
  await applyExceptions(exceptionDeps);
  const leaser = { ...invocation, remainingMs };
  const problems = [...(await tellExceptionsNow()), ...(await escalateNow(runId, leaser))];
  const report = await syncTicketsUseCase(ticketDeps(), { ...leaser, runId, problems });
  const { created, updated, closed, reopened, held, complete } = report;
  scanDeps.log('tickets-synced', {
    runId,
    created,
    updated,
    closed,
    reopened,
    held,
    problems: report.problems.length,
    complete,
  });
  if (!complete) await queues.pushTickets(runId);
  await countSlaDay(Date.now());
}

/**
 * Has the issues of the last run that was scanned brought in step once more; nothing is filed twice. False before there is one:
 * a run that is still scanned has its ticket event to come.
 */
export async function retryTickets(): Promise<boolean> {
  const runId = await runs.newestScannedRunId();
  if (runId === null) return false;
  await queues.pushTickets(runId);
  return true;
}

function escalateNow(runId: string, leaser: IssueLeaser): Promise<string[]> {
  const deps = ticketDeps();
  return escalateOverdue(
    { ...deps, store: { ...deps.store, ...escalationRepository } },
    { ...leaser, runId, timeLeftMs: () => remainingMs() - TIME_AFTER_ESCALATION_MS },
  );
}

/** Reads one finding's resource again and brings its issue in step, within a resolver's time. */
export async function checkAgain(findingId: string): Promise<CheckAgainResult> {
  const result = await checkAgainUseCase(scanDeps, findingId, {
    remainingMs: () => remainingMs() - TIME_AFTER_READING_MS,
    requests: requestBudget(),
  });
  await syncIssueOf(findingId);
  return result;
}

/** Brings one finding's issue in step, or the one that it shares: somebody waits for it. */
async function syncIssueOf(findingId: string): Promise<void> {
  await syncTicketsUseCase(ticketDeps(), {
    runId: randomUUID(),
    owner: randomUUID(),
    again: false,
    remainingMs,
    onlyFindingId: await issueHolder(findingId),
  });
}

/** What the next scan of the account and scope would find of the rule by settings that are not saved. */
export async function tryRule({
  ruleId,
  account,
  scope,
  choice,
  rollout,
}: {
  ruleId: string;
  account: Account;
  scope: string;
  choice: RuleChoice;
  rollout?: Rollout | undefined;
}): Promise<TrialResult> {
  const [settings, saved] = await Promise.all([getRuleSettings(), getRollout()]);
  const rules = enabledRules(catalogue, { ...settings, [ruleId]: choice });
  return tryRuleUseCase(scanDeps, {
    account,
    scope,
    ruleId,
    candidate: inForce(rollout ?? saved.rollout, [account], rules),
    remainingMs: () => remainingMs() - TIME_AFTER_TRIAL_MS,
    requests: requestBudget(),
  });
}

/** Whether issues can be filed where the policy of the rollout files them. */
export async function testPolicy(policy: RolloutPolicy, rollout: Rollout): Promise<FilingTest[]> {
  return testFiling(ticketDeps().tracker, policy, new Decisions(rollout, await listAccounts(), []));
}

/** What saving the rollout would do in Jira, without doing it. */
export async function previewRollout(candidate: Rollout): Promise<RolloutPreview> {
  const [accounts, rules, { rollout }] = await Promise.all([listAccounts(), rulesThatAreOn(), getRollout()]);
  const decisionsOf = (each: Rollout) => new Decisions(each, accounts, rules.map(factsOf));
  return previewUseCase(ticketDeps(), { current: decisionsOf(rollout), candidate: decisionsOf(candidate) });
}

const exceptionDeps: ExceptionDeps = {
  store: exceptionRepository,
  audit: recordAudit,
  now: () => Date.now(),
  newId: () => randomUUID(),
  pausesWhilePending: async () => (await getRollout()).rollout.lifecycle.pauseWhilePending,
};

/** Asks for an exception of one finding, and says so on its issue. */
export async function requestFindingException({
  findingId,
  ...request
}: Omit<ExceptionRequest, 'scope'> & { findingId: string }): Promise<Exception> {
  const exception = await requestException(exceptionDeps, {
    ...request,
    scope: { kind: 'finding', findingId },
  });
  await tellExceptionsNow();
  return exception;
}

/** Asks for a standing exception. */
export function requestStanding({
  pattern,
  ...request
}: Omit<ExceptionRequest, 'scope'> & { pattern: ExceptionPattern }): Promise<Exception> {
  return requestException(exceptionDeps, { ...request, scope: { kind: 'pattern', pattern } });
}

/** What a standing exception would cover. */
export function previewStandingException(pattern: ExceptionPattern): Promise<ExceptionPreview> {
  return previewExceptionUseCase(exceptionDeps, pattern);
}

/** Decides about an exception; its findings follow at once, and their issues with the next ticket event. */
export async function decideOnException(decision: ExceptionDecision): Promise<Exception | null> {
  const exception = await decideException(exceptionDeps, decision);
  if (exception === null) return null;
  await tellExceptionsNow();
  if (exception.scope.kind === 'finding') await syncIssueOf(exception.scope.findingId);
  return exception;
}

function tellExceptionsNow(): Promise<string[]> {
  const { tracker, clock } = ticketDeps();
  return tellExceptions({ store: exceptionRepository, tracker, clock });
}

/** Takes note of what people did to an issue of ours; others are ignored. */
export async function noteIssueEvent(event: unknown): Promise<void> {
  const parsed = issueEventSchema.safeParse(event);
  if (!parsed.success) {
    log('warn', 'issue-event-not-understood', { problem: parsed.error.message });
    return;
  }
  const { eventType, issue } = parsed.data;
  log('debug', 'issue-event', { eventType, issueId: issue.id });
  await onIssueEvent({ store: ticketStore, clock: { now: () => Date.now() } }, parsed.data);
}

/** What has to be done once something is saved, whether or not there is time for all that follows from it. */
type OnSaved = () => Promise<void>;
const nothing: OnSaved = async () => {};

/** Saves the account and applies to its findings what holds for it now. */
export async function applyAccountChange(account: Account, onSaved = nothing): Promise<void> {
  await externalIdOf(account.id);
  await saveAndApply(async () => {
    await saveAccount(account, Date.now());
    await onSaved();
    return [account];
  });
}

/** Stops scanning the account: its findings are resolved for that reason, and their issues follow. */
export async function removeAccount(accountId: string): Promise<void> {
  await findings.resolveFindings({ accountId }, 'account-removed', Date.now());
  await deleteAccount(accountId);
}

/** Saves what an admin chose for a rule; a rule that is switched off takes its findings along. */
export async function applyRuleChange(ruleId: string, choice: RuleChoice, onSaved = nothing): Promise<void> {
  await saveRuleChoice(ruleId, choice);
  await onSaved();
  if (!choice.enabled) await findings.resolveFindings({ ruleId }, 'rule-off', Date.now());
}

/** Saves the rollout and applies it to what is open. */
export async function applyRolloutChange(
  rollout: Rollout,
  version: number,
  onSaved = nothing,
): Promise<void> {
  await saveAndApply(async () => {
    await saveRollout({ version, rollout });
    await onSaved();
    return listAccounts();
  });
}

/**
 * Applies what is saved as far as a resolver has the time; what is left of it, or of an earlier save, is done in the background.
 * @param save answers the accounts that it is about
 */
async function saveAndApply(save: () => Promise<Account[]>): Promise<void> {
  const earlier = await unapplied();
  const change = randomUUID();
  await noteUnapplied(change);
  const isApplied = await applyWithin(await save(), TIME_AFTER_APPLYING_MS);
  if (isApplied && earlier === null) await noteApplied(change);
  else await queues.pushSettings();
}

/** Applies what was saved and is not applied yet, and goes on in another event when time runs out. */
export async function applySavedSettings(): Promise<void> {
  const change = await unapplied();
  if (change === null) return;
  if (await applyWithin(await listAccounts(), TIME_AFTER_APPLYING_AGAIN_MS)) await noteApplied(change);
  else await queues.pushSettings();
}

async function applyWithin(accounts: Account[], timeAfterMs: number): Promise<boolean> {
  const isApplied = await applyInForce(
    { ...findings, inStatements: accountsInStatements },
    await inForceNow(accounts),
    accounts,
    { now: Date.now(), hasTime: () => remainingMs() > timeAfterMs },
  );
  log('debug', 'settings-applied', { accounts: accounts.length, isApplied });
  return isApplied;
}
