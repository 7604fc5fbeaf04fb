/** The one place where AWS, Jira, storage and the use cases are put together. */
import { randomUUID } from 'node:crypto';
import { getAppContext } from '@forge/api';
import { accountCloud } from './aws/account-cloud';
import type { Account } from './domain/account';
import { SEVERITIES, severityRank } from './domain/severity';
import { routeOf, type TicketPolicy } from './domain/ticket-policy';
import { jiraAsApp } from './jira/client';
import { extensionPrefix } from './jira/extension';
import { jiraIssueTracker } from './jira/issue-tracker';
import { forgeQueues } from './queue/queues';
import { catalogue } from './rules/index';
import { type CheckAgainResult, checkAgain as checkAgainUseCase } from './scan/check-again';
import type { ScanDeps, WorkItem } from './scan/ports';
import { RequestBudget } from './scan/request-budget';
import { resumeRuns } from './scan/resume-runs';
import { type Invocation, runWorkItem, type WorkItemEnd } from './scan/run-work-item';
import { nextScheduledRunId, type RunRequest, startRun as startRunUseCase } from './scan/start-run';
import { deleteAccount, getAccount, listAccounts, saveAccount } from './storage/accounts';
import { dropOldAudit } from './storage/audit-log';
import * as findings from './storage/findings';
import * as runs from './storage/runs';
import * as scopes from './storage/scopes';
import { externalIdOf, getHubCredentials } from './storage/secrets';
import {
  enabledRules,
  getPolicy,
  getRuleSettings,
  type RuleChoice,
  savePolicy,
  saveRuleChoice,
} from './storage/settings';
import { ticketRepository } from './storage/ticket-repository';
import { replaceUnread } from './storage/unread';
import * as workItems from './storage/work-items';
import { checkPolicy, type PolicyCheck } from './tickets/check-policy';
import { issueEventSchema, onIssueEvent } from './tickets/on-issue-event';
import type { TicketDeps } from './tickets/ports';
import { syncTickets as syncTicketsUseCase } from './tickets/sync-tickets';

const DAY_MS = 24 * 60 * 60 * 1000;
/** Of the 25 s of a resolver, what "Check again now" leaves for storing and for the issue. */
const TIME_AFTER_READING_MS = 12_000;

/** Milliseconds that this invocation has left. */
export function remainingMs(): number {
  return getAppContext().invocationRemainingTimeInMillis();
}

/** What this invocation may send to AWS; to be asked at its beginning, and once. */
export function requestBudget(): RequestBudget {
  return RequestBudget.ofInvocation(remainingMs());
}

const queues = forgeQueues({ remainingMs });

const scanDeps: ScanDeps = {
  store: { ...runs, ...workItems, ...findings, ...scopes, replaceUnread },
  settings: {
    accounts: listAccounts,
    account: getAccount,
    rules: async () => enabledRules(catalogue, await getRuleSettings()),
    policy: getPolicy,
  },
  cloud: accountCloud({ hub: getHubCredentials, externalIdOf }),
  queue: queues,
  now: () => Date.now(),
  newId: () => randomUUID(),
  log: (event, details) => console.info(JSON.stringify({ event, ...details })),
};

function ticketDeps(): TicketDeps {
  return {
    store: ticketRepository,
    tracker: jiraIssueTracker(jiraAsApp({ remainingMs }), extensionPrefix()),
    clock: { now: () => Date.now() },
    policy: getPolicy,
    accounts: listAccounts,
    newId: () => randomUUID(),
  };
}

/** Plans a scan; its work goes on in the queues. Returns the run's id. */
export function startRun(request: RunRequest): Promise<string> {
  return startRunUseCase(scanDeps, request);
}

/** The hourly scan: first what an earlier run left behind, then a new run unless one is still going. */
export async function startHourlyRun(): Promise<void> {
  const runId = await nextScheduledRunId(scanDeps);
  const going = await resumeRuns(scanDeps);
  if (!going) await startRun({ trigger: 'schedule', runId });
  await runs.dropOldRuns(Date.now());
  await dropOldAudit(Date.now());
}

/** Scans one account in one scope. */
export function scanWorkItem(
  item: WorkItem,
  invocation: Omit<Invocation, 'remainingMs' | 'requests'>,
): Promise<WorkItemEnd> {
  return runWorkItem(scanDeps, item, { ...invocation, remainingMs, requests: requestBudget() });
}

/** Brings Jira in step with the findings, and goes on in another event when time runs out. */
export async function syncTickets(runId: string): Promise<void> {
  const report = await syncTicketsUseCase(ticketDeps(), { runId, remainingMs });
  const { created, updated, closed, reopened, held, complete } = report;
  scanDeps.log('tickets-synced', { runId, created, updated, closed, reopened, held, complete });
  if (!complete) await queues.pushTickets(runId);
}

/** Reads one finding's resource again and brings its issue in step, within a resolver's time. */
export async function checkAgain(findingId: string): Promise<CheckAgainResult> {
  const result = await checkAgainUseCase(scanDeps, findingId, {
    remainingMs: () => remainingMs() - TIME_AFTER_READING_MS,
    requests: requestBudget(),
  });
  await syncTicketsUseCase(ticketDeps(), { runId: randomUUID(), remainingMs, onlyFindingId: findingId });
  return result;
}

/** What the policy would do, without doing it. */
export function checkTicketPolicy(policy: TicketPolicy): Promise<PolicyCheck> {
  return checkPolicy(ticketDeps(), policy);
}

/** Takes note of what people did to an issue of ours; others are ignored. */
export async function noteIssueEvent(event: unknown): Promise<void> {
  const parsed = issueEventSchema.safeParse(event);
  if (!parsed.success) {
    console.warn(JSON.stringify({ event: 'issue-event-not-understood', problem: parsed.error.message }));
    return;
  }
  await onIssueEvent({ store: ticketRepository, clock: { now: () => Date.now() } }, parsed.data);
}

/** Saves the account and sends its findings to the project that owns it now. */
export async function applyAccountChange(account: Account): Promise<void> {
  const policy = await getPolicy();
  await externalIdOf(account.id);
  await saveAccount(account, Date.now());
  await findings.routeFindings(account.id, routeOf(policy, account));
}

/** Stops scanning the account: its findings are resolved for that reason, and their issues follow. */
export async function removeAccount(accountId: string): Promise<void> {
  await findings.resolveFindings({ accountId }, 'account-removed', Date.now());
  await deleteAccount(accountId);
}

/** Saves what an admin chose for a rule; a rule that is switched off takes its findings along. */
export async function applyRuleChange(ruleId: string, choice: RuleChoice): Promise<void> {
  await saveRuleChoice(ruleId, choice);
  if (!choice.enabled) await findings.resolveFindings({ ruleId }, 'rule-off', Date.now());
}

/** Saves the policy and applies its routes and its days to what is open. */
export async function applyPolicyChange(policy: TicketPolicy): Promise<void> {
  await savePolicy(policy);
  for (const account of await listAccounts())
    await findings.routeFindings(account.id, routeOf(policy, account));
  const now = Date.now();
  for (const severity of SEVERITIES) {
    await findings.setDueDates(severityRank(severity), policy.slaDays[severity] * DAY_MS, now);
  }
}
