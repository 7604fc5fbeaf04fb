import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  PAYMENTS_ACCOUNT as account,
  HUB_SECRET,
  PAYMENTS,
  type Pages,
  type Person,
  startPages,
  WEB,
} from './support/pages';

const EVERYBODY: (Person | null)[] = ['admin', 'securityEngineer', 'developer', 'outsider', null];

const rowsSchema = z.object({
  rows: z.array(
    z.object({ id: z.string(), accountId: z.string(), projectKey: z.string(), issueKey: z.string() }),
  ),
  total: z.number(),
});

let pages: Pages;
beforeAll(async () => {
  pages = await startPages();
  await pages.runHour();
});
afterAll(() => pages.sandbox.stop());

async function rowsOf(projectKey: string) {
  return rowsSchema.parse((await pages.project(projectKey, 'admin', 'listFindings')).value).rows;
}

async function firstRowOf(projectKey: string) {
  const [row] = await rowsOf(projectKey);
  if (row === undefined) throw new Error(`${projectKey} has no finding`);
  return row;
}

/** Who of everybody is answered, and that all others are refused in words. */
async function allowed(ask: (person: Person | null) => ReturnType<Pages['global']>) {
  const answers = await Promise.all(EVERYBODY.map(async (person) => ({ person, answer: await ask(person) })));
  for (const { answer } of answers.filter(({ answer: { ok } }) => !ok)) {
    expect(answer.error).toMatchObject({ code: 'forbidden', message: expect.stringMatching(/\w{4,}/) });
    expect(answer).not.toHaveProperty('value');
  }
  return answers.filter(({ answer }) => answer.ok).map(({ person }) => person);
}

describe('who is answered', () => {
  it.each(['getOverview', 'listRules', 'getRollout', 'listProjects'])(
    'settings, %s: Jira administrators',
    async (name) => {
      expect(await allowed((person) => pages.admin(person, name))).toEqual(['admin']);
    },
  );

  it.each(['getSummary', 'getFilters', 'listFindings', 'listUnread', 'listRuns'])(
    'all findings, %s: administrators, and the security team, to whom the site grants the app’s permission',
    async (name) => {
      expect(await allowed((person) => pages.global(person, name))).toEqual(['admin', 'securityEngineer']);
    },
  );

  it.each(['getSummary', 'getFilters', 'listFindings'])(
    'a project’s page, %s: whoever may browse the project',
    async (name) => {
      expect(await allowed((person) => pages.project('PAY', person, name))).toEqual([
        'admin',
        'securityEngineer',
        'developer',
      ]);
    },
  );

  it('an issue’s panel: whoever sees the issue', async () => {
    const { issueKey } = await firstRowOf('PAY');
    expect(await allowed((person) => pages.panel(issueKey, person, 'getPanel'))).toEqual([
      'admin',
      'securityEngineer',
      'developer',
    ]);
  });

  it('nobody changes anything who is not an administrator', async () => {
    const before = await pages.admin('admin', 'getOverview');
    const rules = await pages.admin('admin', 'listRules');
    const changes: [string, unknown][] = [
      ['removeAccount', { accountId: PAYMENTS }],
      ['removeHubCredentials', {}],
      ['saveRule', { ruleId: 'ec2-sg-open-ssh', enabled: false, severity: null, parameters: {} }],
      ['startScan', {}],
      ['getRoleTemplate', { accountId: PAYMENTS }],
    ];
    for (const person of EVERYBODY.filter((other) => other !== 'admin')) {
      for (const [name, payload] of changes) {
        expect(await pages.admin(person, name, payload), name).toMatchObject({
          ok: false,
          error: { code: 'forbidden' },
        });
      }
    }
    expect(await pages.admin('admin', 'getOverview')).toEqual(before);
    expect(await pages.admin('admin', 'listRules')).toEqual(rules);
  });
});

describe('a forged call', () => {
  it('for a finding of another project says no more than for one that there is not', async () => {
    const { id } = await firstRowOf('WEB');
    const others = await pages.project('PAY', 'developer', 'getFinding', { findingId: id });
    const nobodys = await pages.project('PAY', 'developer', 'getFinding', { findingId: '0'.repeat(20) });
    expect(others).toEqual(nobodys);
    expect(others).toMatchObject({ ok: false, error: { code: 'not-found' } });
    expect((await pages.project('WEB', 'developer', 'getFinding', { findingId: id })).ok).toBe(true);
  });

  it('that names another project or somebody else in its payload changes nothing', async () => {
    const forged = { projectKey: 'WEB', project: { id: '10001', key: 'WEB' }, accountIds: [WEB] };
    const answer = await pages.project('PAY', 'developer', 'listFindings', forged);
    expect(rowsSchema.parse(answer.value)).toEqual({ rows: [], total: 0 });
    const own = await pages.project('PAY', 'developer', 'listFindings', {
      projectKey: 'WEB',
      audience: 'everybody',
    });
    expect(new Set(rowsSchema.parse(own.value).rows.map(({ projectKey }) => projectKey))).toEqual(
      new Set(['PAY']),
    );

    const asAdmin = { accountId: '712020:6f1c2a80-0a01-4c5e-9d10-000000000001' };
    expect(await pages.admin('outsider', 'getOverview', asAdmin)).toMatchObject({ ok: false });
    expect(await pages.admin(null, 'getOverview', asAdmin)).toMatchObject({ ok: false });
  });

  it('for another issue than the panel stands in is answered for this one', async () => {
    const mine = await firstRowOf('PAY');
    const other = await firstRowOf('WEB');
    const forged = { issueId: other.issueKey, issue: { id: '1' } };
    expect(await pages.panel(mine.issueKey, 'developer', 'getPanel', forged)).toMatchObject({
      ok: true,
      value: { kind: 'finding', finding: { id: mine.id } },
    });
    const until = Date.now() + 24 * 60 * 60 * 1000;
    const asked = { findingId: other.id, reason: 'It is somebody else’s finding.', until };
    for (const name of ['getPanel', 'checkAgain', 'requestException', 'withdrawException'])
      expect(await pages.panel(mine.issueKey, 'developer', name, asked), name).toMatchObject({
        ok: false,
        error: { code: 'not-found' },
      });
  });

  it.each(['getOverview', 'removeHubCredentials', 'getRoleTemplate', 'startScan', 'saveRollout'])(
    'for the settings’ %s through the pages of others finds no such function',
    async (name) => {
      const { issueKey } = await firstRowOf('PAY');
      const payload = { accountId: PAYMENTS };
      for (const ask of [
        () => pages.panel(issueKey, 'admin', name, payload),
        () => pages.project('PAY', 'admin', name, payload),
        () => pages.global('admin', name, payload),
      ]) {
        await expect(ask()).rejects.toThrow(/Resolver has no definition/);
      }
      expect((await pages.admin('admin', 'getOverview')).value).toMatchObject({ hub: { configured: true } });
    },
  );
});

describe('input that is wrong', () => {
  it.each<[string, unknown, string]>([
    ['saveAccount', { account: { ...account, id: '123' } }, 'account.id'],
    ['saveAccount', { account: { ...account, regions: [] } }, 'account.regions'],
    [
      'saveAccount',
      { account: { ...account, roleArn: account.roleArn.replace('1111', '9999') } },
      'account.roleArn',
    ],
    ['saveAccount', { account: { ...account, ownerProjectKey: 'NONE' } }, 'account.ownerProjectKey'],
    ['removeAccount', {}, 'accountId'],
    ['saveHubCredentials', { accessKeyId: 'x', secretAccessKey: 'y'.repeat(40) }, 'accessKeyId'],
    ['saveRule', { ruleId: 'ec2-sg-open-ssh', enabled: true, severity: 'worst', parameters: {} }, 'severity'],
    [
      'saveRule',
      { ruleId: 'ec2-sg-open-ssh', enabled: true, severity: null, parameters: { nonsense: 1 } },
      'parameters.nonsense',
    ],
    ['startScan', { accountIds: ['all'] }, 'accountIds.0'],
    ['getRun', { runId: 'the last one' }, 'runId'],
  ])('%s %j names the field', async (name, payload, field) => {
    const answer = await pages.admin('admin', name, payload);
    expect(answer).toMatchObject({ ok: false, error: { code: 'invalid' } });
    expect(Object.keys(answer.error?.fields ?? {})).toContain(field);
  });

  it.each<[unknown, string]>([
    [{ page: 0 }, 'page'],
    [{ pageSize: 1000 }, 'pageSize'],
    [{ sort: 'finding_id; DROP TABLE findings' }, 'sort'],
    [{ states: [] }, 'states'],
  ])('listFindings %j names the field', async (payload, field) => {
    const answer = await pages.global('admin', 'listFindings', payload);
    expect(answer).toMatchObject({ ok: false, error: { code: 'invalid' } });
    expect(Object.keys(answer.error?.fields ?? {})).toContain(field);
  });

  it('never shows back a secret that was typed in', async () => {
    const secretAccessKey = 'wrong-secret-that-somebody-typed-in-0001';
    const answer = await pages.admin('admin', 'saveHubCredentials', {
      accessKeyId: 'AKIAHUBOFPIPELINETEST',
      secretAccessKey,
    });
    expect(answer).toMatchObject({ ok: false, error: { code: 'invalid' } });
    expect(pages.everythingSaid()).not.toContain(secretAccessKey);
    expect((await pages.admin('admin', 'getOverview')).value).toMatchObject({ hub: { problem: null } });
  });
});

describe('secrets', () => {
  it('the hub’s secret is in no answer and no log, the ExternalId in the role’s template alone', async () => {
    const { issueKey, id } = await firstRowOf('PAY');
    await pages.admin('admin', 'getOverview');
    await pages.admin('admin', 'testConnection', { accountId: PAYMENTS });
    await pages.global('admin', 'getFinding', { findingId: id });
    await pages.panel(issueKey, 'admin', 'getPanel');
    const { value } = await pages.admin('admin', 'getRoleTemplate', { accountId: PAYMENTS });
    const externalId = /cloud-findings-[0-9a-f-]{36}/.exec(JSON.stringify(value))?.[0];
    if (externalId === undefined) throw new Error('The template has no ExternalId');

    expect(pages.everythingSaid()).not.toContain(HUB_SECRET);
    const told = pages.answers.filter(({ text }) => text.includes(externalId));
    expect(new Set(told.map(({ functionKey }) => functionKey))).toEqual(new Set(['getRoleTemplate']));
  });
});
