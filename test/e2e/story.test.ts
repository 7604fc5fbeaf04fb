import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NO_BROWSER, openSite, PAGES, type Site } from './support/site';

const HOUR = 60 * 60 * 1000;

describe.skipIf(NO_BROWSER)('an hour later, in a browser', () => {
  let site: Site;

  beforeAll(async () => {
    site = await openSite();
  });
  afterAll(async () => {
    await site?.close();
  });

  it('closes the issue of what was fixed when somebody checks again, before the next scan', async () => {
    site.sandbox.clock.advance(HOUR);
    const { app, page } = await site.visit('developer', PAGES.issue('PAY-4'));
    await app.getByRole('button', { name: 'Check again now' }).click();
    await app.getByText('resolved', { exact: true }).waitFor();
    await page.getByText('Done', { exact: true }).first().waitFor();
  });

  it('files what the next scan finds and shows the security team both', async () => {
    await site.sandbox.runCycle();
    const { app } = await site.visit('securityEngineer', PAGES.global);
    await app.getByLabel('Search').fill('harborpine-press-kit');
    await app
      .getByRole('link', { name: /^WEB-\d+$/ })
      .first()
      .waitFor();
    await app.getByRole('tab', { name: 'Scans' }).click();
    expect(await app.getByRole('row').count()).toBeGreaterThanOrEqual(3);
  });

  it('runs a scan for an admin, with progress to the end', async () => {
    const { app, page } = await site.visit('admin', PAGES.admin);
    await app.getByRole('button', { name: 'Run a scan now' }).click();
    await app.getByRole('progressbar', { name: 'Scan progress' }).waitFor();
    await page.getByText('The scan is done').first().waitFor();
  });
});
