import { expect, it } from 'vitest';
import { describeSite } from './support/describe-site';
import { column, countOn } from './support/findings';
import { PAGES } from './support/site';

/** An hour at Harbor & Pine: SSH on the bastion is closed, and the press kit becomes public. */
describeSite('an hour later', (site) => {
  it('files what is found, then closes what is fixed and files what is new', async () => {
    const { app, page } = await site().visit('securityEngineer', PAGES.global);
    await app.getByRole('table', { name: 'Findings' }).waitFor();
    expect(await countOn(app, 'Resolved in 30 days')).toBe(0);
    await app.getByLabel('Search').fill('bastion');
    await app.getByRole('link', { name: 'PAY-4' }).waitFor();
    await app.getByLabel('Search').fill('harborpine-press-kit');
    await expect.poll(() => column(app, 'Finding')).not.toContain(expect.stringMatching(/public/));

    await page.getByRole('button', { name: 'Advance one hour' }).click();
    await page.getByRole('button', { name: 'Run the hourly scan now' }).click();
    await page.getByText('The hourly scan is running').waitFor();
    await page.getByText('The hourly scan is running').waitFor({ state: 'detached', timeout: 90_000 });

    await page.reload();
    await app.getByRole('table', { name: 'Findings' }).waitFor();
    expect(await countOn(app, 'Resolved in 30 days')).toBeGreaterThan(0);
    await app.getByLabel('Search').fill('harborpine-press-kit');
    await app
      .getByRole('row', { name: /public/ })
      .getByRole('link', { name: /^WEB-\d+$/ })
      .first()
      .click();
    await page.waitForURL(/\/browse\/WEB-\d+$/);
    await page.getByRole('heading', { name: /harborpine-press-kit/, level: 1 }).waitFor();
    await app.getByText('open', { exact: true }).waitFor();
  });

  it('tells the developer on the issue that it was fixed', async () => {
    const { app, page } = await site().visit('developer', PAGES.issue('PAY-4'));
    await page.getByText('Done', { exact: true }).first().waitFor();
    await app.getByText(/: a scan saw it fixed/).waitFor();
  });
});
