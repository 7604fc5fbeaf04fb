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
