import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { adminPageRequests } from '../../../src/contract/admin-page';
import { globalPageRequests } from '../../../src/contract/global-page';
import { issuePanelRequests } from '../../../src/contract/issue-panel';
import { projectPageRequests } from '../../../src/contract/project-page';
import { DEFAULT_ROLLOUT, newPolicy } from '../../../src/domain/rollout/policy';
import {
  PAYMENTS_ACCOUNT as account,
  PAYMENTS,
  type PageAnswer,
  type Pages,
  startPages,
  WEB,
} from './support/pages';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const rowsSchema = z.object({
  rows: z.array(z.object({ id: z.string(), issueKey: z.string(), projectKey: z.string() })),
});

let pages: Pages;
let mine: { id: string; issueKey: string };
let others: { id: string; issueKey: string };
beforeAll(async () => {
  pages = await startPages();
  await pages.runHour();
  const rowOf = async (key: string) => {
    const [row] = rowsSchema.parse((await pages.project(key, 'admin', 'listFindings')).value).rows;
    if (row === undefined) throw new Error(`${key} has no finding`);
    return row;
  };
  mine = await rowOf('PAY');
  others = await rowOf('WEB');
});
afterAll(() => pages.sandbox.stop());

/** Refused in words, or answered; and nothing of how we are made. */
function expectClean(answer: PageAnswer, what: string): void {
  if (!answer.ok)
    expect(answer.error, what).toMatchObject({
      code: expect.stringMatching(/^(invalid|not-found|forbidden)$/),
      message: expect.stringMatching(/\w{4,}/),
    });
  expect(JSON.stringify(answer), what).not.toMatch(
    /SELECT |INSERT |ER_[A-Z]|SQLITE|node_modules|\.ts:\d|at async /,
  );
}

/** What no page sends (permissions.test.ts has more of it), with `own` as what is meant to be there. */
const MADE_UP: [string, (own: object) => unknown][] = [
  [
    'a prototype',
    () => JSON.parse('{"__proto__": {"polluted": true}, "constructor": {"prototype": {"polluted": true}}}'),
  ],
  [
    'lists for values',
    () => ({ findingId: [mine.id], account: [], id: [], states: [['open']], ruleId: ['x'] }),
  ],
  ['halves of characters', (own) => ({ ...own, search: '\uD800', ruleId: '\0', findingId: '\uD800' })],
  [
    'somebody else’s place',
    (own) => ({
      ...own,
      findingId: others.id,
      projectKey: 'WEB',
      issueId: '1',
      issueKey: others.issueKey,
      accountId: WEB,
      context: {
        accountId: 'admin',
        extension: { project: { key: 'WEB' }, issue: { key: others.issueKey } },
      },
      extension: { project: { id: '10001', key: 'WEB' }, issue: { id: '1' } },
    }),
  ],
];

describe('requests that somebody made up', () => {
  // These do what they say with any payload.
  const PLAIN = new Set([
    'removeHubCredentials',
    'startScan',
    'removeAccount',
    'checkAgain',
    'withdrawException',
  ]);

  it.each(MADE_UP)('with %s: are refused or answered in words, by every page', async (what, made) => {
    for (const person of ['admin', 'developer'] as const) {
      for (const name of Object.keys(adminPageRequests).filter((each) => !PLAIN.has(each))) {
        expectClean(await pages.admin(person, name, made({})), `${what}: ${name}`);
        if (person === 'admin')
          expectClean(await pages.global(person, `settings.${name}`, made({})), `${what}: settings.${name}`);
      }
      for (const name of Object.keys(globalPageRequests))
        expectClean(await pages.global(person, name, made({})), `${what}: ${name}`);
      for (const name of Object.keys(projectPageRequests))
        expectClean(await pages.project('PAY', person, name, made({})), `${what}: ${name}`);
      for (const name of Object.keys(issuePanelRequests).filter((each) => !PLAIN.has(each)))
        expectClean(await pages.panel(mine.issueKey, person, name, made({})), `${what}: ${name}`);
    }
    expect(Object.prototype).not.toHaveProperty('polluted');
  });

  it('for names that no page has are turned away', async () => {
    for (const name of [
      '__proto__',
      'constructor',
      'toString',
      'settings.',
      'settings.settings.getOverview',
      '',
    ])
      await expect(pages.global('admin', name, {})).rejects.toThrow();
  });

  it('tell a developer nothing of a project that is not theirs, whatever place the payload names', async () => {
    const elsewhere = {
      projectKey: 'WEB',
      extension: { project: { key: 'WEB' } },
      context: { extension: { project: { key: 'WEB' } } },
    };
    const plain = await pages.project('PAY', 'developer', 'listFindings');
    expect(await pages.project('PAY', 'developer', 'listFindings', elsewhere)).toEqual(plain);
    expect(rowsSchema.parse(plain.value).rows.map(({ projectKey }) => projectKey)).not.toContain('WEB');
    expect(await pages.project('PAY', 'developer', 'getFinding', { findingId: others.id })).toMatchObject({
      error: { code: 'not-found' },
    });
    const panel = await pages.panel(mine.issueKey, 'developer', 'getPanel');
    const forged = { issueId: others.issueKey, extension: { issue: { id: '1', key: others.issueKey } } };
    expect(await pages.panel(mine.issueKey, 'developer', 'getPanel', forged)).toEqual(panel);
    for (const name of ['getPanel', 'checkAgain', 'withdrawException'])
      expect(
        await pages.panel(mine.issueKey, 'developer', name, { findingId: others.id }),
        name,
      ).toMatchObject({
        ok: false,
        error: { code: expect.stringMatching(/^(not-found|invalid)$/) },
      });
  });
});

const POO = '\u{1F4A9}';
const rule = { ruleId: 'ec2-sg-open-ssh', enabled: true, severity: null };
const policy = { ...newPolicy('7d1f6a52-5d1c-4c5e-9a54-0f6c6f1b2a0f', 'Large'), issueType: 'Task' };
const many = <T>(count: number, one: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => one(index));
const ids = (count: number) => many(count, (index) => String(100_000_000_000 + index));
const nested = (depth: number): unknown => (depth === 0 ? 1 : { a: nested(depth - 1) });
const rolloutOf = (more: object) => ({ ...DEFAULT_ROLLOUT, policies: [{ ...policy, ...more }] });

const pattern = (more: object) => ({
  ruleIds: ['ec2-sg-open-ssh'],
  accountIds: [],
  arn: 'x',
  name: null,
  tag: null,
  ...more,
});

/** Well-formed, and more than anything behind them takes. */
const EXTREME: [string, 'admin' | 'global', string, object][] = [
  [
    'a hundred tags of four bytes a letter',
    'admin',
    'saveAccount',
    {
      account: {
        ...account,
        tags: Object.fromEntries(many(100, (index) => [`${index}${POO.repeat(60)}`, POO.repeat(128)])),
      },
    },
  ],
  [
    'a region longer than its column',
    'admin',
    'saveAccount',
    { account: { ...account, regions: [`us-${'a'.repeat(100)}-1`] } },
  ],
  [
    'a thousand regions',
    'admin',
    'saveAccount',
    {
      account: {
        ...account,
        regions: many(
          1_000,
          (index) => `us-${'abcdefghij'[index % 10]}${'x'.repeat(index % 20)}-${index % 9}`,
        ),
      },
    },
  ],
  [
    'fifty thousand ports',
    'admin',
    'saveRule',
    { ...rule, parameters: { ports: many(50_000, (index) => String(1 + index)) } },
  ],
  ['a scan of thirty thousand accounts', 'admin', 'startScan', { accountIds: ids(30_000) }],
  [
    'a scope that is none',
    'admin',
    'tryRule',
    { ...rule, parameters: {}, accountId: PAYMENTS, scope: '../../etc/passwd' },
  ],
  ['an unknown project', 'admin', 'listIssueTypes', { projectKey: '../../../x?y=1' }],
  ['thirty thousand accounts', 'global', 'listFindings', { accountIds: ids(30_000) }],
  ['thirty thousand rules', 'global', 'listFindings', { ruleIds: many(30_000, (index) => `rule-${index}`) }],
  ['a search of wildcards', 'global', 'listFindings', { search: '%_\\'.repeat(66) }],
  ['a search of NUL', 'global', 'listFindings', { search: 'a\0b', states: ['open'] }],
  ['a search of half a character', 'global', 'listFindings', { search: 'a\uD800' }],
  ['the last page', 'global', 'listFindings', { page: 10_000, pageSize: 1 }],
  [
    'an audit from the end of time',
    'admin',
    'listAudit',
    { after: { at: Number.MAX_SAFE_INTEGER, id: 'f'.repeat(32) }, search: '\0%' },
  ],
  [
    'a pattern of stars',
    'global',
    'previewException',
    {
      pattern: {
        ruleIds: ['ec2-sg-open-ssh'],
        accountIds: [],
        arn: '*?'.repeat(512),
        name: '*a'.repeat(128),
        tag: '*=*',
      },
    },
  ],
  [
    'an exception until the end of time',
    'global',
    'requestStandingException',
    {
      pattern: { ruleIds: ['ec2-sg-open-ssh'], accountIds: [], arn: 'x', name: null, tag: null },
      reason: `${POO.repeat(1000)}`,
      until: Number.MAX_SAFE_INTEGER,
    },
  ],
];

/** What people write, with a character that no column keeps. */
const UNSTORABLE: [string, 'admin' | 'global', string, object, string][] = [
  ['an account’s name', 'admin', 'saveAccount', { account: { ...account, name: 'a\0b' } }, 'account.name'],
  ['a tag', 'admin', 'saveAccount', { account: { ...account, tags: { a: '\uD800' } } }, 'account.tags.a'],
  [
    'a reason',
    'global',
    'requestStandingException',
    { pattern: pattern({}), reason: `Nobody reaches it. \uD83D`, until: Date.UTC(2027, 0) },
    'reason',
  ],
  [
    'a note',
    'global',
    'declineException',
    { id: '00000000-0000-4000-8000-000000000000', note: 'As we\0agreed.' },
    'note',
  ],
  ['an ARN', 'global', 'previewException', { pattern: pattern({ arn: '\uDCA9*' }) }, 'pattern.arn'],
  ['a name', 'global', 'previewException', { pattern: pattern({ name: 'a\0' }) }, 'pattern.name'],
  ['a tag’s pattern', 'global', 'previewException', { pattern: pattern({ tag: 'a=\uD83D' }) }, 'pattern.tag'],
  [
    'a policy’s name',
    'admin',
    'previewRollout',
    { rollout: rolloutOf({ name: 'x\0' }) },
    'rollout.policies.0.name',
  ],
];

describe('requests that are well-formed and too much', () => {
  it.each(EXTREME)('%s (%s %s): refused in words, or done', async (what, page, name, payload) => {
    expectClean(await pages[page]('admin', name, payload), what);
  });

  it.each(UNSTORABLE)(
    '%s with NUL or half a character (%s %s): refused by name',
    async (what, page, name, payload, field) => {
      const answer = await pages[page]('admin', name, payload);
      expectClean(answer, what);
      expect(answer.error?.fields).toEqual({ [field]: 'has a character that cannot be stored' });
    },
  );

  it.each([
    ['of more than Forge keeps', 'x'.repeat(300_000)],
    ['nested deeper than Forge keeps', nested(60)],
  ])('settings %s are refused in words', async (_, customfield_1) => {
    const { version } = z
      .object({ version: z.number() })
      .parse((await pages.admin('admin', 'getRollout')).value);
    const rollout = rolloutOf({ fieldDefaults: { customfield_1 } });
    expect(await pages.admin('admin', 'saveRollout', { rollout, basedOn: version })).toMatchObject({
      error: { code: 'invalid', message: expect.stringMatching(/Forge/) },
    });
  });

  it('leave the pages and the next scan as they should be', async () => {
    await pages.admin('admin', 'saveAccount', { account });
    pages.sandbox.clock.advance(60 * 60_000);
    await pages.runHour();
    const { runs } = z
      .object({
        runs: z.array(
          z.object({ workItems: z.object({ failed: z.number() }), problems: z.array(z.string()) }),
        ),
      })
      .parse((await pages.global('admin', 'listRuns')).value);
    expect(runs[0]).toEqual({ workItems: { failed: 0 }, problems: [] });
    expect(pages.everythingSaid()).not.toMatch(/"event":"failed"/);
  });
});

describe('events that somebody made up', () => {
  const event = (key: string, id: string, more: object = {}) => ({
    eventType: 'avi:jira:updated:issue',
    issue: { id, key, fields: { status: { statusCategory: { key: 'done' } } } },
    changelog: { items: [{ field: 'status' }] },
    ...more,
  });
  const known = async () => (await pages.project('PAY', 'admin', 'listFindings')).value;

  it('change nothing, are not repeated, and leave no payload in the log', async () => {
    const before = await known();
    const issue = pages.sandbox.jira.store.issue(mine.issueKey);
    if (issue === undefined) throw new Error(`There is no issue ${mine.issueKey}`);
    const { id } = issue;
    const made = [
      { eventType: 'avi:jira:updated:issue' },
      { eventType: 'avi:jira:deleted:issue', issue: null },
      event('X'.repeat(10_000), id),
      event('<script>__pwned</script>', id),
      event(mine.issueKey, '0'),
      event(mine.issueKey, `${id} OR 1=1`),
      event(mine.issueKey, `${id}__pwned`),
      event(mine.issueKey, '-1'),
      event(mine.issueKey, '1e999'),
      event('WEB-1', '424242'),
      event(mine.issueKey, id, { issue: { id: [id], key: mine.issueKey } }),
      event(mine.issueKey, id, { changelog: { items: 'status' } }),
      event(mine.issueKey, id, { changelog: { items: [{ field: 'summary' }] } }),
      event(mine.issueKey, id, JSON.parse('{"__proto__":{"selfGenerated":false},"selfGenerated":true}')),
    ];
    for (const each of made) await pages.sandbox.host.deliverProductEvent(each);
    expect(await known()).toEqual(before);
    expect(pages.everythingSaid()).not.toContain('__pwned</script>');
    expect(pages.everythingSaid()).not.toMatch(/"event":"failed"/);
  });

  it('say the same twice, and the issue stays one', async () => {
    const issue = pages.sandbox.jira.store.issue(mine.issueKey);
    if (issue === undefined) throw new Error(`There is no issue ${mine.issueKey}`);
    for (let times = 0; times < 3; times += 1)
      await pages.sandbox.host.deliverProductEvent(event(mine.issueKey, issue.id));
    pages.sandbox.clock.advance(60 * 60_000);
    await pages.runHour();
    const filed = [...pages.sandbox.jira.store.issues()].filter(
      ({ properties }) => 'cloud-finding' in properties,
    );
    expect(issue.comments.length).toBeLessThanOrEqual(1);
    expect(filed.length).toBeGreaterThan(1);
    expect(new Set(filed.map(({ properties }) => JSON.stringify(properties['cloud-finding']))).size).toBe(
      filed.length,
    );
  });
});

describe('events of the queues that somebody made up', () => {
  const NOBODYS_RUN = '00000000-0000-4000-8000-000000000000';
  const CONSUMERS = { 'scan-queue': 'scan-work-item', 'ticket-queue': 'sync-tickets' };
  type QueueName = keyof typeof CONSUMERS;

  /** With `run` as the id of a run that there was. */
  const MADE: [string, QueueName, (run: string) => Record<string, unknown>][] = [
    ['nothing', 'scan-queue', () => ({})],
    [
      'a run that is none',
      'scan-queue',
      () => ({ runId: "' OR 1=1 --", accountId: PAYMENTS, scopes: ['global'] }),
    ],
    ['no scope', 'scan-queue', (runId) => ({ runId, accountId: PAYMENTS, scopes: [] })],
    [
      'ten thousand scopes',
      'scan-queue',
      (runId) => ({ runId, accountId: PAYMENTS, scopes: many(10_000, String) }),
    ],
    [
      'a scope that is half a character',
      'scan-queue',
      (runId) => ({ runId, accountId: PAYMENTS, scopes: ['\uD800'] }),
    ],
    ['an unknown run', 'scan-queue', () => ({ runId: NOBODYS_RUN, accountId: PAYMENTS, scopes: ['global'] })],
    [
      'an unknown account',
      'scan-queue',
      (runId) => ({ runId, accountId: '999988887777', scopes: ['global'] }),
    ],
    [
      'an unknown scope',
      'scan-queue',
      (runId) => ({ runId, accountId: PAYMENTS, scopes: ['xx-nowhere-1', '../../x'] }),
    ],
    [
      'an unknown scope of before',
      'scan-queue',
      (runId) => ({ runId, accountId: PAYMENTS, scope: '__proto__' }),
    ],
    [
      'what was scanned',
      'scan-queue',
      (runId) => ({ runId, accountId: PAYMENTS, scopes: ['global', 'global'] }),
    ],
    ['a plan of no run', 'scan-queue', () => ({ runId: NOBODYS_RUN, plan: true })],
    ['a plan of long ago', 'scan-queue', (runId) => ({ runId, plan: true, after: -Number.MAX_SAFE_INTEGER })],
    ['a plan that is false', 'scan-queue', (runId) => ({ runId, plan: false })],
    ['settings, with nothing to apply', 'scan-queue', () => ({ settings: 'apply' })],
    [
      'other settings',
      'scan-queue',
      () => ({ settings: 'forget', ...JSON.parse('{"__proto__":{"polluted":true}}') }),
    ],
    ['nothing', 'ticket-queue', () => ({})],
    ['a list of runs', 'ticket-queue', (runId) => ({ runId: [runId] })],
    ['an unknown run', 'ticket-queue', () => ({ runId: NOBODYS_RUN })],
  ];

  async function everything() {
    const { sandbox } = pages;
    return {
      runs: (await pages.global('admin', 'listRuns')).value,
      findings: await Promise.all(['PAY', 'WEB'].map((key) => pages.project(key, 'admin', 'listFindings'))),
      audit: (await pages.admin('admin', 'listAudit')).value,
      issues: JSON.stringify([...sandbox.jira.store.issues()]),
    };
  }

  it.each(MADE)(
    '%s (%s): writes nothing, and is tried again five times at the most',
    async (_, queue, made) => {
      const { host } = pages.sandbox;
      const before = await everything();
      const { runs } = z.object({ runs: z.array(z.object({ runId: z.string() })) }).parse(before.runs);
      host.resetCounters();
      host.pushEvent(queue, made(runs[0]?.runId ?? ''));
      expect(await host.drainQueues({ skipDelays: true })).toBe(0);
      const { callsOfInvocations, sqlRowsWrittenByTable, jiraCallsByRoute, kvsWrites } = host.counters();
      expect(callsOfInvocations.length).toBeLessThanOrEqual(6);
      expect(new Set(callsOfInvocations.map(({ functionKey }) => functionKey))).toEqual(
        new Set([CONSUMERS[queue]]),
      );
      const written = Object.entries(sqlRowsWrittenByTable).filter(([, rows]) => rows > 0);
      // What an invocation took, and how the day stands, are noted whatever came.
      expect(
        written.map(([table]) => table).filter((table) => !['quota_use', 'sla_days'].includes(table)),
      ).toEqual([]);
      expect(Object.keys(jiraCallsByRoute).filter((route) => !route.startsWith('GET '))).toEqual([]);
      expect(kvsWrites).toBe(0);
      expect(await everything()).toEqual(before);
      expect(Object.prototype).not.toHaveProperty('polluted');
    },
  );
});

/** Last: they do what they say, whatever they are sent. */
describe('requests that take any payload', () => {
  const forbidden = { ok: false, error: { code: 'forbidden' } };
  const settings = async (person: 'admin' | 'developer', name: string, payload: unknown) => [
    await pages.admin(person, name, payload),
    await pages.global(person, `settings.${name}`, payload),
  ];

  it.each(MADE_UP)(
    'with %s: are refused to whoever may not, and else answered in words',
    async (what, made) => {
      for (const name of ['checkAgain', 'withdrawException']) {
        for (const person of ['outsider', null] as const)
          expect(await pages.panel(mine.issueKey, person, name, made({})), name).toMatchObject(forbidden);
        for (const person of ['developer', 'admin'] as const)
          expectClean(await pages.panel(mine.issueKey, person, name, made({})), `${what}: ${name}`);
      }
      for (const name of ['startScan', 'removeHubCredentials', 'removeAccount'])
        for (const answer of await settings('developer', name, made({})))
          expect(answer, name).toMatchObject(forbidden);
      expect((await pages.admin('admin', 'getOverview')).value).toMatchObject({
        hub: { configured: true },
        accounts: [{}, {}],
      });
      for (const accountIds of [
        PAYMENTS,
        [PAYMENTS, WEB].join(','),
        [['all']],
        [null],
        ['\uD800'],
        many(3_001, String),
      ])
        for (const answer of await settings('admin', 'startScan', { ...Object(made({})), accountIds }))
          expect(answer.error?.code, what).toBe('invalid');
      for (const answer of await settings('admin', 'startScan', made({}))) expectClean(answer, what);
      expect(Object.prototype).not.toHaveProperty('polluted');
    },
  );

  it.each(MADE_UP)('with %s, of an administrator: are carried out or refused', async (what, made) => {
    for (const name of ['removeAccount', 'removeHubCredentials'])
      for (const answer of await settings('admin', name, made({}))) expectClean(answer, `${what}: ${name}`);
    const { hub } = z
      .object({ hub: z.object({ configured: z.boolean() }) })
      .parse((await pages.admin('admin', 'getOverview')).value);
    expect(hub.configured).toBe(false);
    for (const answer of await settings('admin', 'startScan', made({})))
      expect(answer, what).toMatchObject({ ok: false, error: { code: 'invalid' } });
    expect(Object.prototype).not.toHaveProperty('polluted');
  });
});
