import { z } from 'zod';
import { DEMO_ACCOUNTS } from '../../../../sandbox/jira';
import type { Sandbox } from '../../../../sandbox/sandbox';
import { adminPageRequests } from '../../../../src/contract/admin-page';
import { globalPageRequests } from '../../../../src/contract/global-page';
import { issuePanelRequests } from '../../../../src/contract/issue-panel';
import { projectPageRequests } from '../../../../src/contract/project-page';
import { EXCEPTION_STATES } from '../../../../src/domain/exception';

const DAY = 24 * 3_600_000;
/** The issues on which a person has the resource read again and asks for an exception. */
const CHECKED_AGAIN = 2;
const REASON = 'The owner has accepted it until the audit in spring.';
const STATES = ['open', 'unknown', 'excepted', 'resolved'] as const;

const answerSchema = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), value: z.unknown() }),
  z.object({ ok: z.literal(false), error: z.looseObject({ code: z.string(), message: z.string() }) }),
]);

export interface Said {
  name: string;
  payload: unknown;
  answer: z.infer<typeof answerSchema>;
}

/** What is asked of a request, made when its turn comes: in the order of the contract. */
type Payloads<Requests> = Record<keyof Requests & string, () => Promise<object[]> | object[]>;

/**
 * Asks every request of every page as the administrator, each with what its page would send.
 * @param lookedAt findings and issues whose own pages are looked at
 * @param removing at last also those that disconnect an account and the hub
 * @throws Error for a request of the contract that nothing is given for
 */
export async function askEveryRequest(
  sandbox: Sandbox,
  { lookedAt, removing }: { lookedAt: number; removing: boolean },
): Promise<Said[]> {
  const { host, jira, pages } = sandbox;
  const said: Said[] = [];

  async function askAll<Requests extends object>(
    moduleKey: string,
    extension: Record<string, unknown>,
    requests: Requests,
    payloads: Partial<Payloads<Requests>>,
  ): Promise<void> {
    for (const [name, payloadsOf] of inOrder(requests, payloads)) {
      for (const payload of await payloadsOf()) {
        const call = { moduleKey, accountId: DEMO_ACCOUNTS.admin, extension, functionKey: name, payload };
        said.push({ name, payload, answer: answerSchema.parse(await host.invokeResolver(call)) });
      }
    }
  }

  const admin = { type: 'jira:adminPage' };
  const { removeAccount, removeHubCredentials, ...others } = adminPageRequests;
  await askAll('findings-admin-page', admin, others, adminPayloads(sandbox));
  await askAll(
    'findings-global-page',
    { type: 'jira:globalPage' },
    globalPageRequests,
    globalPayloads(sandbox, lookedAt),
  );
  for (const { id, key } of jira.store.site.projects) {
    const { rows } = await pages.global('listFindings', { states: [...STATES], pageSize: 100 });
    const own = rows.filter(({ projectKey }) => projectKey === key);
    await askAll(
      'findings-project-page',
      { type: 'jira:projectPage', project: { id, key } },
      projectPageRequests,
      {
        getSummary: nothing,
        getFilters: nothing,
        listFindings: () => [{}, { states: STATES }],
        getFinding: () => own.slice(0, lookedAt).map((row) => ({ findingId: row.id })),
      },
    );
  }
  const { rows: filed } = await pages.global('listFindings', { states: [...STATES], pageSize: 100 });
  const issueKeys = [...new Set(filed.flatMap(({ issueKey }) => issueKey ?? []))];
  for (const [index, key] of issueKeys.slice(0, lookedAt).entries()) {
    const extension = { type: 'jira:issuePanel', issue: { id: jira.store.issue(key)?.id, key } };
    const request = { reason: REASON, until: sandbox.clock.now() + 30 * DAY };
    const isFew = index < CHECKED_AGAIN;
    await askAll('finding-panel', extension, issuePanelRequests, {
      getPanel: nothing,
      checkAgain: () => (isFew ? [{}] : []),
      requestException: () => (isFew ? [request] : []),
      withdrawException: () => (isFew ? [{}] : []),
    });
  }
  if (removing)
    await askAll(
      'findings-admin-page',
      admin,
      { removeAccount, removeHubCredentials },
      {
        removeAccount: async () => [{ accountId: (await firstAccount(sandbox)).id }],
        removeHubCredentials: nothing,
      },
    );
  return said;
}

const nothing = () => [{}];

function inOrder<Requests extends object>(
  requests: Requests,
  payloads: Partial<Payloads<Requests>>,
): [string, () => Promise<object[]> | object[]][] {
  const given = new Map(Object.entries<(() => Promise<object[]> | object[]) | undefined>(payloads));
  return Object.keys(requests).map((name) => {
    const payloadsOf = given.get(name);
    if (payloadsOf === undefined) throw new Error(`Say what is asked of ${name}, which is in the contract`);
    return [name, payloadsOf];
  });
}

async function firstAccount({ pages }: Sandbox) {
  const [account] = (await pages.admin('getOverview', {})).accounts;
  if (account === undefined) throw new Error('No account is connected');
  const { openFindings: _, unreadOperations: __, lastScanAt: ___, ...declared } = account;
  return declared;
}

/** Rules of resources in regions and of the whole account. */
const TRIED_RULES = ['ebs-volume-encrypted', 's3-bucket-secure-transport', 'iam-user-console-mfa'];

function adminPayloads(sandbox: Sandbox): Partial<Payloads<typeof adminPageRequests>> {
  const { pages, host } = sandbox;
  const eachAccount = async () =>
    (await pages.admin('getOverview', {})).accounts.map(({ id }) => ({ accountId: id }));
  const rule = async (ruleId = TRIED_RULES[0]) => {
    const found = (await pages.admin('listRules', {})).rules.find(({ id }) => id === ruleId);
    if (found === undefined) throw new Error(`There is no rule ${ruleId}`);
    const { id, enabled, severityOverride, values } = found;
    return { ruleId: id, enabled, severity: severityOverride, parameters: values };
  };
  return {
    getOverview: nothing,
    saveAccount: async () => [{ account: await firstAccount(sandbox) }],
    getRoleTemplate: eachAccount,
    testConnection: eachAccount,
    saveHubCredentials: () => {
      const hub = z.object({ accessKeyId: z.string(), secretAccessKey: z.string() });
      return [hub.parse(host.kvs.secrets.get('hub-credentials')?.value)];
    },
    listRules: nothing,
    saveRule: async () => [await rule()],
    planTrial: () => TRIED_RULES.map((ruleId) => ({ ruleId })),
    tryRule: async () => {
      const tried: object[] = [];
      for (const ruleId of TRIED_RULES) {
        const [piece] = (await pages.admin('planTrial', { ruleId })).pieces;
        if (piece === undefined) throw new Error(`There is nothing to try ${ruleId} on`);
        tried.push({ ...(await rule(ruleId)), accountId: piece.accountId, scope: piece.scope });
      }
      return tried;
    },
    getRollout: nothing,
    saveRollout: async () => {
      const { rollout, version } = await pages.admin('getRollout', {});
      return [{ rollout, basedOn: version }];
    },
    previewRollout: async () => [{ rollout: (await pages.admin('getRollout', {})).rollout }],
    testFiling: async () => {
      const { policies, teams } = (await pages.admin('getRollout', {})).rollout;
      return policies.map((policy) => ({ policy, teams }));
    },
    listProjects: nothing,
    listIssueTypes: async () => [{ projectKey: (await firstAccount(sandbox)).ownerProjectKey }],
    listPeople: () => [{ search: 'a' }],
    namePeople: () => [{ ids: [DEMO_ACCOUNTS.admin, DEMO_ACCOUNTS.developer] }],
    startScan: async () => [{ accountIds: [(await firstAccount(sandbox)).id] }],
    getRun: async () => (await pages.global('listRuns', {})).runs.slice(0, 2).map(({ runId }) => ({ runId })),
    listUnread: nothing,
    getHealth: nothing,
    retryTickets: nothing,
    saveLogLevel: () => [{ level: 'debug' }],
    listAudit: nothing,
  };
}

function globalPayloads(
  { pages, clock }: Sandbox,
  lookedAt: number,
): Partial<Payloads<typeof globalPageRequests>> {
  const request = (name: string) => ({
    pattern: { ruleIds: [TRIED_RULES[0]], accountIds: [], arn: null, name, tag: null },
    reason: REASON,
    until: clock.now() + 30 * DAY,
  });
  const newest = async (state: 'requested' | 'granted') => {
    const { exceptions } = await pages.global('listExceptions', { states: [state] });
    const [found] = exceptions.filter(({ pattern }) => pattern !== null);
    if (found === undefined) throw new Error(`No standing exception is ${state}`);
    return found.id;
  };
  return {
    getAbilities: nothing,
    getSummary: nothing,
    getFilters: nothing,
    listFindings: () => [{}, { states: STATES, pageSize: 100 }],
    getFinding: async () => {
      const { rows } = await pages.global('listFindings', { states: [...STATES], pageSize: 100 });
      return rows.slice(0, lookedAt).map(({ id }) => ({ findingId: id }));
    },
    getSla: nothing,
    listUnread: nothing,
    listRuns: nothing,
    listExceptions: () => [{ states: EXCEPTION_STATES }],
    previewException: () => [{ pattern: { ...request('*').pattern, ruleIds: TRIED_RULES } }],
    requestStandingException: () => [request('a-volume-that-is-granted'), request('another-volume')],
    grantException: async () => [{ id: await newest('requested'), note: 'For now' }],
    declineException: async () => [{ id: await newest('requested'), note: 'Encrypt it' }],
    withdrawException: async () => [{ id: await newest('granted') }],
  };
}
