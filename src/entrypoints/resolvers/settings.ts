import {
  applyAccountChange,
  applyRuleChange,
  removeAccount,
  requestBudget,
  retryTickets,
  startRun,
  testPolicy,
} from '../../composition';
import { type AdminPageResponses, adminPageRequests, type RuleSetting } from '../../contract/admin-page';
import type { Account } from '../../domain/account';
import { DEFAULT_ROLLOUT } from '../../domain/rollout/policy';
import { DAY_MS } from '../../domain/time';
import { jiraAsApp } from '../../jira/client';
import { getIssueTypes } from '../../jira/create-metadata';
import { searchProjects } from '../../jira/projects';
import { searchPeople } from '../../jira/users';
import type { Rule } from '../../rules/define';
import { catalogue, findRule, permissionsOf } from '../../rules/index';
import { roleTemplate } from '../../rules/role-template';
import { getAccount, listAccounts } from '../../storage/accounts';
import { openByRule } from '../../storage/finding-queries';
import { logLevel, saveLogLevel } from '../../storage/log-level';
import { lastFinishedRun, newestRuns, runById } from '../../storage/run-queries';
import {
  externalIdOf,
  getHubCredentials,
  type HubCredentials,
  removeHubCredentials,
  saveHubCredentials,
} from '../../storage/secrets';
import { getRuleSettings } from '../../storage/settings';
import { accountView, accountViews } from './account-views';
import { auditPage, noteDeed } from './audit';
import { asSettingsManager } from './callers';
import { testConnection } from './connection-test';
import { healthView } from './health';
import { askWhoTheHubIs, hubView, NO_HUB } from './hub-view';
import { refuseUnknownProject } from './known-project';
import { definePage, type Page } from './page-resolver';
import { peopleOf } from './people';
import { Refusal } from './refusal';
import { getRollout, previewOf, saveRollout } from './rollout';
import { acceptedParameters, ruleSetting } from './rule-settings';
import { planTrial, tryChange } from './rule-trial';
import { runNotices } from './summary';
import { unreadView } from './unread-view';

async function knownAccount(accountId: string): Promise<Account> {
  const account = await getAccount(accountId);
  if (account === null) throw new Refusal('not-found', `The account ${accountId} is not connected.`);
  return account;
}

/** Throws a Refusal that names the first of them that is not connected: a scan of none would look like one that found nothing. */
async function refuseUnknownAccounts(accountIds: readonly string[]): Promise<void> {
  const connected = new Set((await listAccounts()).map(({ id }) => id));
  const stranger = accountIds.find((id) => !connected.has(id));
  if (stranger !== undefined)
    throw new Refusal('not-found', `The account ${stranger} is not connected.`, {
      accountIds: `names no connected account: ${stranger}`,
    });
}

function knownRule(ruleId: string): Rule {
  const rule = findRule(ruleId);
  if (rule === null) throw new Refusal('not-found', `There is no rule ${ruleId}.`);
  return rule;
}

async function hubOrRefuse(): Promise<HubCredentials> {
  const hub = await getHubCredentials();
  if (hub === null)
    throw new Refusal('invalid', 'Set the AWS credentials first: every account’s role trusts them.');
  return hub;
}

async function rulesThatAreOn(): Promise<Rule[]> {
  const settings = await getRuleSettings();
  return catalogue.filter((rule) => settings[rule.id]?.enabled ?? true);
}

/** What an admin can change of a rule. */
const choiceOf = ({ enabled, severityOverride, values }: RuleSetting) => ({
  enabled,
  severity: severityOverride,
  parameters: values,
});

/** What of the rule a save can change; how many findings it has is no part of it, and is not counted. */
const choiceNow = async (rule: Rule) => choiceOf(ruleSetting(rule, await getRuleSettings(), 0));

async function ruleView(rule: Rule) {
  const [settings, open] = await Promise.all([getRuleSettings(), openByRule()]);
  return ruleSetting(rule, settings, open.get(rule.id) ?? 0);
}

/** It allows what the rules that are on need. Its principal is the hub's user, so that nobody has to copy it. */
async function templateFor(account: Account): Promise<AdminPageResponses['getRoleTemplate']> {
  const { principalArn, problem } = await hubView(await hubOrRefuse());
  if (principalArn === null)
    throw new Refusal('failed', `The AWS credentials do not work: ${problem ?? 'AWS did not say why'}`);
  const template = roleTemplate({
    externalId: await externalIdOf(account.id),
    hubPrincipalArn: principalArn,
    permissions: permissionsOf(await rulesThatAreOn()),
    roleName: account.roleArn.slice(account.roleArn.lastIndexOf('/') + 1),
  });
  return { fileName: `cloud-findings-role-${account.id}.yaml`, template };
}

/**
 * What Jira administrators and whoever manages the settings may ask and change.
 * @param prefix before the names of the requests, on a page that has requests of its own
 */
export const settingsOf = (prefix = ''): Page =>
  definePage<typeof adminPageRequests, AdminPageResponses & Record<string, unknown>, null>({
    prefix,
    requests: adminPageRequests,
    authorise: asSettingsManager,
    handlers: {
      getOverview: async () => {
        const [accounts, hub, [lastRun], finished] = await Promise.all([
          listAccounts().then(accountViews),
          getHubCredentials().then(hubView),
          newestRuns(1),
          lastFinishedRun(),
        ]);
        return { accounts, hub, lastRun: lastRun ?? null, notices: runNotices(finished) };
      },
      saveAccount: async ({ account }, _place, caller) => {
        await refuseUnknownProject(account.ownerProjectKey, 'account.ownerProjectKey');
        const before = await getAccount(account.id);
        await applyAccountChange(account, () =>
          noteDeed(caller, { action: 'account-saved', subject: account.id, before, after: account }),
        );
        return { account: await accountView(account) };
      },
      removeAccount: async ({ accountId }, _place, caller) => {
        const before = await getAccount(accountId);
        await removeAccount(accountId);
        if (before !== null)
          await noteDeed(caller, { action: 'account-removed', subject: accountId, note: before.name });
        return { removed: true };
      },
      getRoleTemplate: async ({ accountId }) => templateFor(await knownAccount(accountId)),
      testConnection: async ({ accountId }) => {
        const account = await knownAccount(accountId);
        return testConnection(
          await hubOrRefuse(),
          account,
          await externalIdOf(accountId),
          await rulesThatAreOn(),
          requestBudget(),
        );
      },
      saveHubCredentials: async (credentials, _place, caller) => {
        const view = await askWhoTheHubIs(credentials);
        if (view.principalArn === null) {
          throw new Refusal('invalid', `AWS does not accept these credentials: ${view.problem}`, {
            secretAccessKey: 'was not accepted by AWS together with this access key id',
          });
        }
        await saveHubCredentials({ ...credentials, principalArn: view.principalArn, savedAt: Date.now() });
        await noteDeed(caller, {
          action: 'credentials-saved',
          subject: 'AWS credentials',
          note: view.principalArn,
        });
        return view;
      },
      removeHubCredentials: async (_input, _place, caller) => {
        const before = await getHubCredentials();
        await removeHubCredentials();
        if (before !== null)
          await noteDeed(caller, {
            action: 'credentials-removed',
            subject: 'AWS credentials',
            note: before.principalArn ?? '',
          });
        return NO_HUB;
      },
      listRules: async () => {
        const [settings, open] = await Promise.all([getRuleSettings(), openByRule()]);
        return { rules: catalogue.map((rule) => ruleSetting(rule, settings, open.get(rule.id) ?? 0)) };
      },
      saveRule: async ({ ruleId, enabled, severity, parameters }, _place, caller) => {
        const rule = knownRule(ruleId);
        const before = await choiceNow(rule);
        const choice = { enabled, severity, parameters: acceptedParameters(rule, parameters) };
        await applyRuleChange(ruleId, choice, async () =>
          noteDeed(caller, {
            action: 'rule-changed',
            subject: ruleId,
            before,
            after: await choiceNow(rule),
          }),
        );
        return { rule: await ruleView(rule) };
      },
      planTrial: ({ ruleId }) => planTrial(knownRule(ruleId)),
      tryRule: async ({ ruleId, accountId, ...change }) =>
        tryChange(knownRule(ruleId), await knownAccount(accountId), change),
      getRollout,
      saveRollout: (input, _place, caller) => saveRollout(input, caller),
      previewRollout: ({ rollout }) => previewOf(rollout),
      testFiling: async ({ policy, teams }) => ({
        targets: await testPolicy(policy, { ...DEFAULT_ROLLOUT, teams }),
      }),
      listProjects: async ({ search }) => {
        const projects = await searchProjects(jiraAsApp(), search);
        return { projects: projects.map(({ key, name }) => ({ key, name })) };
      },
      listIssueTypes: async ({ projectKey }) => {
        await refuseUnknownProject(projectKey, 'projectKey');
        const types = await getIssueTypes(jiraAsApp(), projectKey);
        return { issueTypes: types.map(({ id, name }) => ({ id, name })) };
      },
      listPeople: async ({ search }) => ({ people: await searchPeople(jiraAsApp(), search) }),
      namePeople: async ({ ids }) => {
        const person = await peopleOf(ids);
        return { people: ids.map(person) };
      },
      startScan: async ({ accountIds }, _place, caller) => {
        await hubOrRefuse();
        if (accountIds !== undefined) await refuseUnknownAccounts(accountIds);
        const runId = await startRun({
          trigger: 'manual',
          ...(accountIds === undefined ? {} : { accountIds }),
        });
        await noteDeed(caller, {
          action: 'scan-started',
          subject: runId,
          note: accountIds?.join(', ') ?? 'every account',
        });
        return { runId };
      },
      getRun: async ({ runId }) => {
        const run = await runById(runId);
        if (run === null) throw new Refusal('not-found', `There is no scan ${runId}.`);
        return { run };
      },
      listUnread: unreadView,
      getHealth: () => healthView(),
      retryTickets: async (_input, _place, caller) => {
        const queued = await retryTickets();
        if (queued) await noteDeed(caller, { action: 'tickets-retried', subject: 'issues' });
        return { queued };
      },
      saveLogLevel: async ({ level }, _place, caller) => {
        const before = await logLevel();
        await saveLogLevel(level);
        await noteDeed(caller, {
          action: 'log-level-changed',
          subject: 'log',
          before: { level: before },
          after: { level },
        });
        return { level };
      },
      listAudit: ({ after, days, ...filter }) =>
        auditPage({ ...filter, since: days === null ? null : Date.now() - days * DAY_MS }, after),
    },
  });
