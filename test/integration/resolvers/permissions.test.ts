import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { adminPageRequests } from '../../../src/contract/admin-page';
import { globalPageRequests } from '../../../src/contract/global-page';
import { issuePanelRequests } from '../../../src/contract/issue-panel';
import { projectPageRequests } from '../../../src/contract/project-page';
import { PAYMENTS, type PageAnswer, type Pages, type Person, startPages } from './support/pages';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

/** Everybody, and nobody who is logged in. On this site the developer belongs to the projects PAY and WEB. */
const EVERYBODY: (Person | null)[] = ['admin', 'securityEngineer', 'developer', 'outsider', null];
type Permission = 'view-all-findings' | 'approve-exceptions' | 'manage-settings';

let pages: Pages;
let issueKey: string;

beforeAll(async () => {
  pages = await startPages();
  await pages.runHour();
  const { rows } = z
    .object({ rows: z.array(z.object({ issueKey: z.string() })) })
    .parse((await pages.project('PAY', 'admin', 'listFindings')).value);
  issueKey = rows[0]?.issueKey ?? '';
});
afterAll(() => pages.sandbox.stop());

/** With these permissions of the app granted to the groups, besides Jira administrators. */
async function granting<T>(grants: Partial<Record<Permission, string[]>>, act: () => Promise<T>): Promise<T> {
  const { site } = pages.sandbox.jira.store;
  const before = site.appPermissionGroups;
  site.appPermissionGroups = { ...grants };
  try {
    return await act();
  } finally {
    site.appPermissionGroups = before;
  }
}

/** Whom the request is not forbidden to, whatever else is wrong with it. */
async function whoMay(ask: (person: Person | null) => Promise<PageAnswer>): Promise<(Person | null)[]> {
  const may: (Person | null)[] = [];
  for (const person of EVERYBODY) {
    const answer = await ask(person);
    if (answer.error?.code !== 'forbidden') may.push(person);
    else expect(answer).not.toHaveProperty('value');
  }
  return may;
}

/** A payload that no request takes, so that asking changes nothing even where it is allowed. */
const WRONG = { states: 'all', account: 1, accountIds: 1, ids: 1, id: 1, policy: 1, pattern: 1 };
/** Requests that take any payload and change something. */
const UNCHECKED = new Set(['removeHubCredentials', 'checkAgain', 'withdrawException']);

describe('who may ask what', () => {
  it.each(Object.keys(adminPageRequests))(
    'settings, %s: Jira administrators, and holders of the permission',
    async (name) => {
      if (UNCHECKED.has(name)) {
        const others = await whoMay((person) =>
          person === 'admin' ? pages.admin(person, 'getOverview') : pages.admin(person, name),
        );
        expect(others).toEqual(['admin']);
        return;
      }
      expect(await whoMay((person) => pages.admin(person, name, WRONG))).toEqual(['admin']);
      await granting({ 'manage-settings': ['security-team'] }, async () => {
        expect(await whoMay((person) => pages.admin(person, name, WRONG))).toEqual([
          'admin',
          'securityEngineer',
        ]);
        expect(await whoMay((person) => pages.global(person, `settings.${name}`, WRONG))).toEqual([
          'admin',
          'securityEngineer',
        ]);
      });
      await granting(
        { 'view-all-findings': ['security-team'], 'approve-exceptions': ['security-team'] },
        async () => {
          expect(await whoMay((person) => pages.global(person, `settings.${name}`, WRONG))).toEqual([
            'admin',
          ]);
        },
      );
    },
  );

  it.each(Object.keys(globalPageRequests))('all findings, %s: holders of the permission', async (name) => {
    const ask = (person: Person | null) => pages.global(person, name, WRONG);
    expect(await granting({}, () => whoMay(ask))).toEqual(['admin']);
    expect(await granting({ 'manage-settings': ['security-team'] }, () => whoMay(ask))).toEqual(['admin']);
    expect(await granting({ 'view-all-findings': ['security-team'] }, () => whoMay(ask))).toEqual([
      'admin',
      'securityEngineer',
    ]);
  });

  it.each(['grantException', 'declineException', 'withdrawException'])(
    'deciding, %s: holders of the permission to approve, and to see',
    async (name) => {
      const decision = { id: '00000000-0000-4000-8000-000000000000', note: 'There is none of that id.' };
      const ask = (person: Person | null) => pages.global(person, name, decision);
      const view = { 'view-all-findings': ['security-team', 'payments-team'] };
      expect(await granting(view, () => whoMay(ask))).toEqual(['admin']);
      expect(await granting({ ...view, 'approve-exceptions': ['security-team'] }, () => whoMay(ask))).toEqual(
        ['admin', 'securityEngineer'],
      );
      expect(await granting({ 'approve-exceptions': ['security-team'] }, () => whoMay(ask))).toEqual([
        'admin',
      ]);
    },
  );

  it.each(Object.keys(projectPageRequests))('a project’s page, %s: whoever may browse it', async (name) => {
    expect(await whoMay((person) => pages.project('PAY', person, name, WRONG))).toEqual([
      'admin',
      'securityEngineer',
      'developer',
    ]);
    expect(await whoMay((person) => pages.project('DATA', person, name, WRONG))).toEqual([
      'admin',
      'securityEngineer',
    ]);
  });

  it.each(Object.keys(issuePanelRequests).filter((name) => !UNCHECKED.has(name)))(
    'an issue’s panel, %s: whoever sees the issue',
    async (name) => {
      expect(await whoMay((person) => pages.panel(issueKey, person, name, WRONG))).toEqual([
        'admin',
        'securityEngineer',
        'developer',
      ]);
    },
  );

  it.each(Object.keys(issuePanelRequests).filter((name) => UNCHECKED.has(name)))(
    'an issue’s panel, %s: nobody who does not see the issue',
    async (name) => {
      for (const person of ['outsider', null] as const)
        expect(await pages.panel(issueKey, person, name)).toMatchObject({ error: { code: 'forbidden' } });
    },
  );

  it('tells the global page whether to show the settings', async () => {
    const abilities = async (person: Person) => (await pages.global(person, 'getAbilities')).value;
    expect(await abilities('admin')).toEqual({ mayManageSettings: true });
    expect(await abilities('securityEngineer')).toEqual({ mayManageSettings: false });
    await granting(
      { 'view-all-findings': ['security-team'], 'manage-settings': ['security-team'] },
      async () => expect(await abilities('securityEngineer')).toEqual({ mayManageSettings: true }),
    );
  });
});

describe('an account that this installation does not have', () => {
  it.each(['getRoleTemplate', 'testConnection'])(
    '%s: says that there is none, and no ExternalId',
    async (name) => {
      const answer = await pages.admin('admin', name, { accountId: '999988887777' });
      expect(answer).toMatchObject({ ok: false, error: { code: 'not-found' } });
    },
  );

  it('cannot be read by trying a rule in it, nor scanned', async () => {
    const trial = {
      ruleId: 'ec2-sg-open-ssh',
      enabled: true,
      severity: null,
      parameters: {},
      scope: 'us-east-1',
    };
    expect(await pages.admin('admin', 'tryRule', { ...trial, accountId: '999988887777' })).toMatchObject({
      ok: false,
      error: { code: 'not-found' },
    });
    const before = await pages.global('admin', 'listRuns');
    const audit = await pages.admin('admin', 'listAudit');
    for (const accountIds of [['999988887777'], [PAYMENTS, '999988887777']])
      expect(await pages.admin('admin', 'startScan', { accountIds })).toMatchObject({
        ok: false,
        error: { code: 'not-found', message: expect.stringContaining('999988887777') },
      });
    expect(await pages.global('admin', 'listRuns')).toEqual(before);
    expect(await pages.admin('admin', 'listAudit')).toEqual(audit);
  });
});

describe('payloads that somebody made up', () => {
  const MADE_UP: [string, unknown][] = [
    ['nothing', undefined],
    ['null', null],
    ['a text', '; DROP TABLE findings'],
    ['a list', [1, 2, 3]],
    [
      'a prototype',
      JSON.parse('{"__proto__": {"mayManageSettings": true}, "constructor": {"prototype": {}}}'),
    ],
    ['deep nesting', JSON.parse(`${'{"a":'.repeat(500)}1${'}'.repeat(500)}`)],
    [
      'a very long text',
      { search: 'x'.repeat(100_000), findingId: 'x'.repeat(100_000), ruleId: 'x'.repeat(100_000) },
    ],
  ];

  it.each(MADE_UP)(
    '%s: answered in words or as if empty, and never a failure of ours',
    async (_name, payload) => {
      const asks: [string, () => Promise<PageAnswer>][] = [
        ...Object.keys(adminPageRequests)
          .filter((name) => !UNCHECKED.has(name) && name !== 'startScan')
          .map(
            (name) =>
              [name, () => pages.admin('admin', name, payload)] as [string, () => Promise<PageAnswer>],
          ),
        ...Object.keys(globalPageRequests).map(
          (name) => [name, () => pages.global('admin', name, payload)] as [string, () => Promise<PageAnswer>],
        ),
        ...Object.keys(projectPageRequests).map(
          (name) =>
            [name, () => pages.project('PAY', 'admin', name, payload)] as [string, () => Promise<PageAnswer>],
        ),
      ];
      for (const [name, ask] of asks) {
        const answer = await ask();
        if (!answer.ok)
          expect(answer.error, name).toMatchObject({ code: expect.stringMatching(/^(invalid|not-found)$/) });
      }
      expect(Object.prototype).not.toHaveProperty('mayManageSettings');
    },
  );
});
