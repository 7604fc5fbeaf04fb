import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { expectNoAccessibilityProblems } from './support/axe';
import { describeSite } from './support/describe-site';
import { PAGES, type Person } from './support/site';

/** A page asks twice before it says that something failed. */
describeSite('a page that cannot load', (site) => {
  const breakSql = () =>
    site().sandbox.host.failSql({ effect: 'error', after: 0, times: Number.POSITIVE_INFINITY });
  const mendSql = () => site().sandbox.host.failSql(null);

  /** From now on Forge answers the page's requests of that name with an error; what it returns ends that. */
  async function breakRequest(page: Page, functionKey: string): Promise<() => Promise<void>> {
    const url = '**/sandbox/api/invoke';
    await page.route(url, async (route) => {
      const { functionKey: asked } = route.request().postDataJSON();
      if (asked !== functionKey) return route.continue();
      return route.fulfill({ status: 500, json: { errorMessages: ['Forge is not well.'], errors: {} } });
    });
    return () => page.unroute(url);
  }

  it.each<[string, Person, string, string]>([
    ['global page', 'securityEngineer', PAGES.global, 'Findings'],
    ['project page', 'developer', PAGES.project('PAY'), 'Findings'],
    ['admin page', 'admin', PAGES.admin, 'Connected accounts'],
  ])('%s: says so, and recovers by its button', async (name, person, path, table) => {
    breakSql();
    try {
      const { app, page } = await site().visit(person, path);
      await app.getByText('This did not work').waitFor();
      await app.getByText(/Something went wrong on our side|prepared/).waitFor();
      expect(await app.getByRole('table').count()).toBe(0);
      await expectNoAccessibilityProblems(page, `${name} that failed`);
      mendSql();
      await app.getByRole('button', { name: 'Try again' }).click();
      await app.getByRole('table', { name: table }).waitFor();
      expect(await app.getByRole('alert').count()).toBe(0);
    } finally {
      mendSql();
    }
  });

  it('issue panel: says so, and recovers by its button', async () => {
    breakSql();
    try {
      const { app } = await site().visit('developer', PAGES.issue('PAY-4'));
      await app.getByText('This did not work').waitFor();
      expect(await app.getByText('No cloud finding belongs to this issue').count()).toBe(0);
      mendSql();
      await app.getByRole('button', { name: 'Try again' }).click();
      await app.getByText('Why it matters').waitFor();
    } finally {
      mendSql();
    }
  });

  it('global page: shows its findings though nobody knows whether the reader may change settings', async () => {
    const { app, page } = await site().visit('admin', PAGES.global);
    await app.getByRole('tab', { name: 'Settings' }).waitFor();
    const mend = await breakRequest(page, 'getAbilities');
    await page.reload();
    await app.getByText('Whether you may change the settings could not be found out').waitFor();
    await app.getByRole('table', { name: 'Findings' }).waitFor();
    expect(await app.getByRole('tab', { name: 'Settings' }).count()).toBe(0);
    await expectNoAccessibilityProblems(page, 'unknown abilities');
    await mend();
    await app.getByRole('button', { name: 'Try again' }).click();
    await app.getByRole('tab', { name: 'Settings' }).waitFor();
    expect(await app.getByRole('alert').count()).toBe(0);
  });

  it('findings: say that there is nothing to filter by, and keep a chosen filter in sight', async () => {
    const { accounts } = await site().sandbox.pages.admin('getOverview', {});
    const account = accounts.find(({ name }) => name === 'prod-payments');
    const query = encodeURIComponent(JSON.stringify({ accountIds: [account?.id] }));
    const { app, page } = await site().visit('developer', PAGES.project('PAY'));
    await app.getByRole('table', { name: 'Findings' }).waitFor();
    const mend = await breakRequest(page, 'getFilters');
    await page.goto(`${site().sandbox.url}${PAGES.project('PAY')}?findings=${query}`);
    await app.getByText('Accounts, regions and rules to filter by could not be loaded').waitFor();
    await app
      .getByText(account?.id ?? '', { exact: true })
      .first()
      .waitFor();
    await app.getByRole('button', { name: `Remove ${account?.id}` }).waitFor();
    await mend();
    await app.getByRole('button', { name: 'Try again' }).click();
    await app.getByRole('button', { name: `Remove prod-payments (${account?.id})` }).waitFor();
    expect(await app.getByRole('alert').count()).toBe(0);
  });

  it('a list of projects: does not say that there is none', async () => {
    const { app, page } = await site().visit('admin', PAGES.admin);
    await app.getByRole('table', { name: 'Connected accounts' }).waitFor();
    const mend = await breakRequest(page, 'listProjects');
    await app.getByRole('button', { name: 'Connect account' }).click();
    const field = app.getByRole('dialog').getByLabel('Owner project');
    await field.fill('PAY');
    await app.getByText('The names could not be loaded. Type to try again.').waitFor();
    await mend();
    await field.fill('PA');
    await app.getByRole('option', { name: /\(PAY\)/ }).waitFor();
  });
});
