import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { adminPageRequests } from '../../../src/contract/admin-page';
import { scanQueueSchema, ticketEventSchema } from '../../../src/contract/events';
import { globalPageRequests } from '../../../src/contract/global-page';
import { issuePanelRequests } from '../../../src/contract/issue-panel';
import { projectPageRequests } from '../../../src/contract/project-page';
import { DEFAULT_ESCALATION } from '../../../src/domain/rollout/escalation';
import { DEFAULT_LIFECYCLE } from '../../../src/domain/rollout/lifecycle';
import { newPolicy } from '../../../src/domain/rollout/policy';
import { DEFAULT_SLA } from '../../../src/domain/sla';
import { issueEventSchema } from '../../../src/tickets/on-issue-event';
import { nearValid } from '../../fixtures/near-valid';

const UUID = '3f0c6f5e-0000-4000-8000-000000000001';
const ACCOUNT = '111122223333';
const RULE = 'ec2-sg-open-ssh';
const FINDING = 'a'.repeat(20);
const UNTIL = Date.UTC(2026, 11, 24);

const account = {
  id: ACCOUNT,
  name: 'prod-payments',
  roleArn: `arn:aws:iam::${ACCOUNT}:role/CloudFindingsReadOnly`,
  tier: 'production',
  ownerProjectKey: 'PAY',
  tags: { team: 'payments' },
  regions: ['us-east-1'],
  enabled: true,
};
const policy = {
  ...newPolicy(UUID, 'Payments'),
  accounts: { ids: [ACCOUNT], tiers: ['production'], tags: ['team=pay*'], owners: ['PAY'] },
  rules: {
    ids: [RULE],
    services: ['ec2'],
    pillars: ['security'],
    benchmarks: ['fsbp'],
    minimumSeverity: 'high',
  },
  stage: 'ticket',
  route: {
    project: { kind: 'tag', tag: 'team', of: 'resource-or-account' },
    component: 'Cloud',
    assigneeId: '5b10a2844c20165700ede21g',
  },
  fieldDefaults: { customfield_1: [{ id: '1' }] },
  sla: DEFAULT_SLA,
  overrides: { [RULE]: { severity: 'low', parameters: { ports: ['22'] } } },
};
const team = { tagValue: 'payments', projectKey: 'PAY', component: null, assigneeId: null };
const rollout = {
  policies: [
    policy,
    {
      ...newPolicy('3f0c6f5e-0000-4000-8000-000000000002', 'Other'),
      route: { ...policy.route, project: { kind: 'project', projectKey: 'WEB' } },
    },
  ],
  otherwise: 'observe',
  sla: DEFAULT_SLA,
  teams: [team, { ...team, tagValue: 'web', projectKey: 'WEB' }],
  lifecycle: { ...DEFAULT_LIFECYCLE, newIssueAfterDays: 30 },
  escalation: DEFAULT_ESCALATION,
};
const change = { ruleId: RULE, enabled: true, severity: 'high', parameters: { ports: ['22'] } };
const pattern = {
  ruleIds: [RULE],
  accountIds: [ACCOUNT],
  arn: 'arn:aws:ec2:*',
  name: 'test-*',
  tag: 'purpose=test',
};
const asked = { reason: 'The network is not connected to anything.', until: UNTIL };
const decision = { id: UUID, note: 'As we agreed.', until: UNTIL };
const findings = {
  states: ['open', 'excepted'],
  severities: ['high'],
  accountIds: [ACCOUNT],
  regions: ['us-east-1'],
  ruleIds: [RULE],
  search: 'logs',
  overdueOnly: true,
  sort: 'due',
  descending: true,
  page: 3,
  pageSize: 50,
};
const getFinding = { findingId: FINDING };

/** What each request carries at the most. */
const SAMPLES: Record<string, Record<string, unknown>> = {
  admin: {
    getOverview: {},
    saveAccount: { account },
    removeAccount: { accountId: ACCOUNT },
    getRoleTemplate: { accountId: ACCOUNT },
    testConnection: { accountId: ACCOUNT },
    saveHubCredentials: { accessKeyId: 'AKIAHUBOFTHEFUZZTEST', secretAccessKey: 'x'.repeat(40) },
    removeHubCredentials: {},
    listRules: {},
    saveRule: change,
    planTrial: { ruleId: RULE },
    tryRule: { ...change, accountId: ACCOUNT, scope: 'us-east-1', rollout },
    getRollout: {},
    saveRollout: { rollout, basedOn: 7 },
    previewRollout: { rollout },
    testFiling: { policy, teams: [team] },
    listProjects: { search: 'pay' },
    listIssueTypes: { projectKey: 'PAY' },
    listPeople: { search: 'ana' },
    namePeople: { ids: ['5b10a2844c20165700ede21g'] },
    startScan: { accountIds: [ACCOUNT] },
    getRun: { runId: UUID },
    listUnread: {},
    getHealth: {},
    retryTickets: {},
    saveLogLevel: { level: 'debug' },
    listAudit: {
      actions: ['account-saved'],
      who: 'people',
      search: 'prod',
      days: 30,
      after: { at: UNTIL, id: 'f'.repeat(32) },
    },
  },
  global: {
    getAbilities: {},
    getSummary: {},
    getFilters: {},
    listFindings: findings,
    getFinding,
    getSla: { accountId: ACCOUNT, projectKey: 'PAY' },
    listUnread: {},
    listRuns: {},
    listExceptions: { states: ['requested', 'granted'] },
    previewException: { pattern },
    requestStandingException: { pattern, ...asked },
    grantException: decision,
    declineException: { id: UUID, note: 'The network is connected.' },
    withdrawException: { id: UUID, note: 'No longer needed.' },
  },
  project: { getSummary: {}, getFilters: {}, listFindings: findings, getFinding },
  panel: {
    getPanel: getFinding,
    checkAgain: getFinding,
    requestException: { ...getFinding, ...asked },
    withdrawException: getFinding,
  },
};
const REQUESTS: Record<string, Record<string, z.ZodType>> = {
  admin: adminPageRequests,
  global: globalPageRequests,
  project: projectPageRequests,
  panel: issuePanelRequests,
};
const scan = { runId: UUID, accountId: ACCOUNT };
const BOUNDARIES: [string, z.ZodType, unknown][] = [
  ...Object.entries(REQUESTS).flatMap(([page, requests]) =>
    Object.entries(requests).map(([name, schema]): [string, z.ZodType, unknown] => [
      `${page} ${name}`,
      schema,
      SAMPLES[page]?.[name],
    ]),
  ),
  ['scans', scanQueueSchema, { ...scan, scopes: ['global', 'us-east-1'] }],
  ['a scan of before the last upgrade', scanQueueSchema, { ...scan, scope: 'us-east-1' }],
  ['a plan', scanQueueSchema, { runId: UUID, plan: true, after: UNTIL }],
  ['settings', scanQueueSchema, { settings: 'apply' }],
  ['tickets', ticketEventSchema, { runId: UUID }],
  [
    'an issue, of Jira',
    issueEventSchema,
    {
      eventType: 'avi:jira:updated:issue',
      selfGenerated: false,
      issue: { id: '10001', key: 'PAY-1', fields: { status: { statusCategory: { key: 'done' } } } },
      changelog: { items: [{ field: 'status' }] },
    },
  ],
];

const FIELDS = [
  'account',
  'accountId',
  'id',
  'ids',
  'search',
  'ruleId',
  'runId',
  'rollout',
  'states',
  'page',
];
const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom("' OR 1=1 --", '%_\\', '\0', '\uD800', '<script>', 'a'.repeat(100_000)),
);
const value = fc.oneof(fc.jsonValue(), text, fc.array(text, { maxLength: 5 }));
const key = fc.oneof(fc.constantFrom(...FIELDS, 'constructor', '__proto__'), fc.string());
const anything = fc.oneof(
  value,
  fc
    .array(fc.tuple(key, value), { maxLength: 8 })
    .map((entries) => JSON.parse(JSON.stringify(Object.fromEntries(entries)))),
  fc.constant(JSON.parse('{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}')),
);

describe('what pages and queues send', () => {
  it.each(BOUNDARIES)('%s: has a sample, and is taken as it is meant', (_, schema, sample) => {
    expect(schema.safeParse(sample).error).toBeUndefined();
  });

  it.each(BOUNDARIES)(
    '%s: anything is taken, the same when parsed again, or refused by name',
    (_, schema, sample) => {
      const sent = fc.oneof({ weight: 1, arbitrary: anything }, { weight: 4, arbitrary: nearValid(sample) });
      fc.assert(
        fc.property(sent, (payload) => {
          const parsed = schema.safeParse(payload);
          if (parsed.success) expect(schema.parse(parsed.data)).toEqual(parsed.data);
          else for (const issue of parsed.error.issues) expect(issue.message).not.toBe('');
          expect({}).not.toHaveProperty('polluted');
        }),
        { numRuns: 200 },
      );
    },
  );

  it.each([
    ['PAY-1', true],
    ['R2D2-10', true],
    ['MY_EXAMPLE_PROJECT-3', true],
    ['PRODUCT_2013-7', true],
    ['pay-1', false],
    ['P-1', false],
    ['2013PROJECT-1', false],
    ['PRODUCT-2012-1', false],
    ['<script>-1', false],
    ['PAY-1\n', false],
    [`${'P'.repeat(63)}-1`, false],
  ])('%j as the key of an issue: %s', (issueKey, isOne) => {
    const issue = { id: '10001', key: issueKey };
    expect(issueEventSchema.safeParse({ eventType: 'avi:jira:deleted:issue', issue }).success).toBe(isOne);
  });

  it.each([
    ['the name of an account', adminPageRequests.saveAccount, { account: { ...account, name: 'a\0b' } }],
    [
      'the tag of an account',
      adminPageRequests.saveAccount,
      { account: { ...account, tags: { a: '\uD800' } } },
    ],
    [
      'a tag’s key',
      adminPageRequests.saveAccount,
      { account: { ...account, tags: { ['\uDC00']: 'payments' } } },
    ],
    ['a reason', issuePanelRequests.requestException, { ...asked, reason: `${asked.reason}\uD83D` }],
    ['a note', globalPageRequests.declineException, { id: UUID, note: 'As we\0agreed.' }],
    ['a pattern', globalPageRequests.previewException, { pattern: { ...pattern, name: '\uD83D*' } }],
    ['a tag’s pattern', globalPageRequests.previewException, { pattern: { ...pattern, tag: 'a=\0' } }],
    [
      'the name of a policy',
      adminPageRequests.saveRollout,
      { rollout: { ...rollout, policies: [{ ...policy, name: '\uD800' }] }, basedOn: 7 },
    ],
    ['the value of a team', adminPageRequests.testFiling, { policy, teams: [{ ...team, tagValue: '\0' }] }],
  ])('%s with NUL or half a character is refused in words', (_, schema, payload) => {
    const { error } = schema.safeParse(payload);
    expect(error?.issues.map(({ message }) => message)).toEqual([
      expect.stringMatching(/character that cannot be stored|Invalid key in record/),
    ]);
  });
});
