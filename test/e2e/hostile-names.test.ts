import type { FrameLocator, Page } from 'playwright-core';
import { expect, it } from 'vitest';
import {
  ACCOUNT_NAME,
  GROUPED_RULE,
  HOSTILE_NAMES,
  HOSTILE_QUEUES,
  hostileEstate,
} from '../fixtures/hostile-estate';
import { describeSite } from './support/describe-site';
import { PAGES, type Person } from './support/site';

/** What markup in a name would have made of itself. */
const INJECTED =
  'img[src="x"], [onerror], [onload], [onclick*="__pwned"], a[href^="javascript:"], bdi i, bdi b, bdi script';
/** What screen readers are told beside what is shown. */
const LABELS =
  "[...document.querySelectorAll('[aria-label], [title]')].map((e) => e.ariaLabel + ' ' + e.title).join()";
/** What AWS or Jira might say. */
const SAID = 'refused \u202Eyadot';
const SHOWN = /refused \[U\+202E\]yadot/;
const ACCOUNT = /\[U\+202E\]evil/;
const POLICY = /\[U\+202E\]ycilop/;
/** The bidirectional controls, as they must not stand on a page. */
const STEERING = /[\u202A-\u202E\u2066-\u2069]/;

describeSite(
  'pages that show what a hostile account holds',
  (site) => {
    const dialogs: string[] = [];

    async function visit(person: Person, path: string): Promise<{ page: Page; app: FrameLocator }> {
      const visited = await site().visit(person, path);
      visited.page.on('dialog', (dialog) => {
        dialogs.push(dialog.message());
        void dialog.dismiss();
      });
      return visited;
    }

    /** Nothing of a name ran or became an element, in no frame, and no name pushes a page sideways. */
    async function expectInert(page: Page): Promise<void> {
      expect(dialogs).toEqual([]);
      for (const frame of page.frames()) {
        expect(await frame.evaluate('window.__pwned')).toBeUndefined();
        expect(await frame.locator(INJECTED).count()).toBe(0);
        expect(
          await frame.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth'),
        ).toBeLessThanOrEqual(0);
      }
      const app = page.frames().at(-1);
      expect(await app?.locator('body').innerText()).not.toMatch(STEERING);
      expect(await app?.evaluate(LABELS)).not.toMatch(STEERING);
    }

    /** What the app answers to requests of that name, with other people's words where `change` puts them. */
    async function answerOf(
      page: Page,
      functionKey: string,
      change: (key: string, value: unknown) => unknown,
    ): Promise<void> {
      await page.route('**/sandbox/api/invoke', async (route) => {
        if (route.request().postDataJSON().functionKey !== functionKey) return route.fallback();
        const answer = await route.fetch();
        return route.fulfill({ response: answer, json: JSON.parse(await answer.text(), change) });
      });
    }

    const issueOf = async (resource: string): Promise<string> => {
      const { rows } = await site().sandbox.pages.global('listFindings', { pageSize: 100 });
      const key = rows.find(({ resourceName, resourceId }) =>
        [resourceName, resourceId].includes(resource),
      )?.issueKey;
      if (key === undefined || key === null) throw new Error(`Nothing is filed of ${resource}`);
      return key;
    };

    it('are text on the global page, one name as much as the other', async () => {
      const { app, page } = await visit('admin', PAGES.global);
      await app.getByRole('table', { name: 'Findings' }).waitFor();
      const search = app.getByLabel('Search');
      for (const [name, shown] of [
        [HOSTILE_NAMES.html, HOSTILE_NAMES.html],
        [HOSTILE_NAMES.script, HOSTILE_NAMES.script],
        [HOSTILE_NAMES.override, 'invoice[U+202E]gnp.exe'],
        [HOSTILE_NAMES.zeroWidth, 'pay[U+200B]ments[U+FEFF][U+2060]'],
        [HOSTILE_NAMES.longest, HOSTILE_NAMES.longest],
        [HOSTILE_QUEUES.escape, 'red[U+001B][31mtext'],
      ] as const) {
        await search.fill(name.slice(0, 150));
        await app.getByText(shown, { exact: true }).first().waitFor();
        await expectInert(page);
      }
      await app.getByText('<i>prod</i> "payments" [U+202E]evil', { exact: true }).first().waitFor();
    });

    it('are text on the project’s page, and in the finding that is opened there', async () => {
      const { app, page } = await visit('developer', PAGES.project('PAY'));
      await app.getByRole('table', { name: 'Findings' }).waitFor();
      await expectInert(page);
      await app.getByLabel('Search').fill('q'.repeat(150));
      await app.getByRole('button', { name: 'Queue policies admit no anonymous caller' }).first().click();
      await app
        .getByRole('dialog')
        .getByText(/^arn:aws:sqs:.*q… \(truncated\)$/)
        .waitFor();
      await expectInert(page);
    });

    it('are text on the issue and in its panel', async () => {
      for (const name of [HOSTILE_NAMES.html, HOSTILE_NAMES.isolates]) {
        const { app, page } = await visit('developer', PAGES.issue(await issueOf(name)));
        await app.getByText('Why it matters').waitFor();
        await app.getByRole('tab', { name: 'CLI' }).click();
        await expectInert(page);
        await site().leave();
      }
    });

    it('are text in the panel of an issue that many share, whichever is chosen', async () => {
      const { app, page } = await visit('developer', PAGES.issue(await issueOf(HOSTILE_QUEUES.markup)));
      const table = app.getByRole('table', { name: 'Resources of this issue' });
      const resource = table.getByRole('button', { name: HOSTILE_QUEUES.markup });
      await table.waitFor();
      // Among alike, their ids decide who is on which page.
      if ((await resource.count()) === 0)
        await app.getByRole('button', { name: 'Page 2', exact: true }).click();
      await resource.click();
      await app.locator('dl').getByText(HOSTILE_QUEUES.markup, { exact: true }).first().waitFor();
      await app.getByRole('tab', { name: 'CLI' }).click();
      expect(await app.getByRole('region', { name: 'AWS CLI' }).innerText()).toContain(
        '--queue-name <resource-id>',
      );
      await expectInert(page);
    });

    it('are text in every tab and dialog of the global page', async () => {
      await site().sandbox.pages.global('requestStandingException', {
        pattern: {
          ruleIds: ['ebs-volume-encrypted'],
          accountIds: [],
          arn: null,
          name: HOSTILE_NAMES.override,
          tag: null,
        },
        reason: `Nobody minds it: ${SAID}`,
        until: site().sandbox.clock.now() + 30 * 86_400_000,
      });
      const { app, page } = await visit('admin', PAGES.global);
      for (const [tab, shown] of [
        ['SLA', ACCOUNT],
        ['Could not be read', 'Everything was read'],
        ['Scans', 'schedule'],
        ['Exceptions', SHOWN],
      ] as const) {
        await app.getByRole('tab', { name: tab, exact: true }).click();
        await app.getByRole('tabpanel').getByText(shown).first().waitFor();
        await expectInert(page);
      }
      const dialog = app.getByRole('dialog');
      await app.getByRole('button', { name: 'Grant', exact: true }).click();
      await dialog.getByText(SHOWN).waitFor();
      await expectInert(page);
      await dialog.getByRole('button', { name: 'Cancel' }).click();
      await app.getByRole('button', { name: 'Ask for a standing exception' }).click();
      await dialog.getByLabel('Accounts').fill('evil');
      await app.getByRole('option', { name: ACCOUNT }).click();
      await dialog.getByLabel('Rules').fill('ebs-volume-encrypted');
      await app.getByRole('option').first().click();
      await dialog.getByLabel('Name').fill('invoice*');
      await dialog.getByText(/^It covers 1 open finding now/).waitFor();
      await dialog.getByRole('listitem').getByText(ACCOUNT).waitFor();
      await expectInert(page);
    });

    it('are text in the dialogs of an account, whatever AWS says', async () => {
      const { app, page } = await visit('admin', PAGES.admin);
      await answerOf(page, 'testConnection', (key, value) => (key === 'detail' ? SAID : value));
      const dialog = app.getByRole('dialog');
      const open = async (action: string) => {
        await app.getByRole('button', { name: ACCOUNT }).click();
        await app.getByRole('menuitem', { name: action }).click();
        await dialog.getByRole('heading', { level: 1, name: ACCOUNT }).waitFor();
      };
      await open('Test connection');
      await dialog.getByText(SHOWN).first().waitFor();
      await expectInert(page);
      await dialog.getByRole('button', { name: 'Close', exact: true }).last().click();
      await open('Role template');
      await dialog.getByRole('region', { name: 'template' }).waitFor();
      await expectInert(page);
      await dialog.getByRole('button', { name: 'Close', exact: true }).last().click();
      await open('Remove');
      await expectInert(page);
      await dialog.getByRole('button', { name: 'Cancel' }).click();
      await open('Edit');
      await dialog.getByRole('button', { name: /^Remove team=" OR 1=1/ }).waitFor();
      await expectInert(page);
      await dialog.getByRole('button', { name: 'Save' }).click();
      await page.getByText(/\[U\+202E\]evil is saved$/).waitFor();
      await expectInert(page);
    });

    it('are text in the other tabs of the settings, whatever AWS says', async () => {
      const { app, page } = await visit('admin', PAGES.admin);
      const hub = { configured: true, accessKeyIdEnding: 'TEST', principalArn: null, problem: SAID };
      await answerOf(page, 'getOverview', (key, value) => (key === 'hub' ? hub : value));
      await page.reload();
      for (const [tab, shown] of [
        ['AWS credentials', SHOWN],
        ['Rules', /^\d+ rules, all on$/],
        ['Health', ACCOUNT],
      ] as const) {
        await app.getByRole('tab', { name: tab }).click();
        await app.getByRole('tabpanel').getByText(shown).first().waitFor();
        await expectInert(page);
      }
    });

    it('are text in the rollout and its dialogs, whatever Jira says', async () => {
      const { app, page } = await visit('admin', `${PAGES.admin}?settings=rollout`);
      const blocked = (key: string, value: unknown) =>
        key === 'targets'
          ? [{ projectKey: 'PAY', issueType: 'Task', ok: false, problem: SAID, required: [] }]
          : value;
      await answerOf(page, 'testFiling', blocked);
      await answerOf(page, 'previewRollout', blocked);
      const dialog = app.getByRole('dialog');
      await app.getByRole('table', { name: 'Rollout policies' }).getByText(POLICY).first().waitFor();

      await app.getByRole('button', { name: /^Actions for .*ycilop/ }).click();
      await app.getByRole('menuitem', { name: 'Edit' }).click();
      await dialog.getByRole('heading', { level: 1, name: POLICY }).waitFor();
      await dialog.getByLabel('Accounts', { exact: true }).fill('evil');
      await app.getByRole('option', { name: ACCOUNT }).click();
      await dialog.getByLabel('Account tags').fill(SAID);
      await page.keyboard.press('Enter');
      await dialog.getByRole('button', { name: 'Check in Jira' }).click();
      await dialog.getByText('Some issues cannot be filed').waitFor();
      await expectInert(page);
      await dialog.getByRole('button', { name: 'Change the draft' }).click();
      await dialog.waitFor({ state: 'detached' });

      await app.getByLabel('For the account').fill('evil');
      await app.getByRole('option', { name: ACCOUNT }).click();
      await app.getByLabel('and the rule').fill('Queue policies admit no anonymous');
      await app.getByRole('option').first().click();
      await app.getByText(/decides: what fails becomes a Jira issue/).waitFor();
      await expectInert(page);

      await app.getByRole('button', { name: 'Add team' }).click();
      await dialog.getByLabel('Tag value').fill('pay\u202Ements');
      await dialog.getByLabel('Project').fill('PAY');
      await app.getByRole('option', { name: /\(PAY\)/ }).click();
      await dialog.getByRole('button', { name: 'Add to the draft' }).click();
      await dialog.waitFor({ state: 'detached' });
      await app.getByRole('button', { name: 'Edit the team pay[U+202E]ments' }).click();
      await dialog.getByRole('heading', { level: 1, name: 'Edit pay[U+202E]ments' }).waitFor();
      await expectInert(page);
      await dialog.getByRole('button', { name: 'Cancel' }).click();

      await app.getByRole('button', { name: 'Preview and save' }).click();
      await dialog.getByText(SHOWN).waitFor();
      await expectInert(page);
    });

    it('are text in the settings and in the audit log, and leave in a file that no spreadsheet runs', async () => {
      const { app, page } = await visit('admin', PAGES.admin);
      await app.getByRole('table', { name: 'Connected accounts' }).waitFor();
      await app.getByText('<i>prod</i> "payments" [U+202E]evil', { exact: true }).waitFor();
      await expectInert(page);
      await app.getByRole('tab', { name: 'Rollout' }).click();
      await app.getByRole('table', { name: 'Rollout policies' }).waitFor();
      await expectInert(page);
      await app.getByRole('tab', { name: 'Audit log' }).click();
      const log = app.getByRole('table', { name: 'Audit log' });
      await log.getByText(new RegExp(GROUPED_RULE)).first().waitFor();
      await expectInert(page);
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        app.getByRole('button', { name: 'Export CSV' }).click(),
      ]);
      const chunks: Buffer[] = [];
      for await (const chunk of await download.createReadStream()) chunks.push(Buffer.from(chunk));
      const csv = Buffer.concat(chunks).toString('utf8');
      expect(csv).toContain(ACCOUNT_NAME.replaceAll('"', '""'));
      expect(csv).not.toMatch(/(^|\r\n|",)"?[=+@\t-]/);
    });
  },
  () => ({ estate: hostileEstate({ rules: 50 }) }),
);
