import type { FrameLocator } from 'playwright-core';
import { expect, it } from 'vitest';
import { expectNoAccessibilityProblems } from './support/axe';
import { describeSite } from './support/describe-site';
import { column, countOn, focusIsIn, rowCount } from './support/findings';
import { PAGES } from './support/site';

const table = (app: FrameLocator) => app.getByRole('table', { name: 'Findings' });

describeSite('project page', (site) => {
  it('counts what its table lists, of this project only', async () => {
    const { app } = await site().visit('developer', PAGES.project('PAY'));
    await table(app).waitFor();
    const counts = await Promise.all(
      ['critical', 'high', 'medium', 'low', 'unknown'].map((label) => countOn(app, label)),
    );
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(await rowCount(app));
    expect(new Set(await column(app, 'Account'))).toEqual(new Set(['prod-payments 204611873905']));
  });

  it('filters by severity and searches', async () => {
    const { app } = await site().visit('developer', PAGES.project('WEB'));
    await table(app).waitFor();
    const critical = await countOn(app, 'critical');
    expect(critical).toBeLessThan(await rowCount(app));
    await app.getByLabel('Severity').click();
    await app.getByRole('option', { name: 'critical' }).click();
    await expect.poll(() => column(app, 'Severity')).toEqual(Array(critical).fill('critical'));

    await app.getByLabel('Search').fill('no such resource anywhere');
    await app.getByText('No findings match').waitFor();
    await app.getByLabel('Search').fill('');
    await table(app).waitFor();
  });

  it('sorts by any of its columns, with the keyboard too', async () => {
    const { app, page } = await site().visit('developer', PAGES.project('WEB'));
    await table(app).waitFor();
    const before = await column(app, 'Resource');
    const header = app.getByRole('columnheader', { name: 'Resource' });
    await app.getByLabel('Overdue only').focus();
    for (let presses = 0; presses < 6 && !(await focusIsIn(header)); presses += 1) {
      await page.keyboard.press('Tab');
    }
    expect(await focusIsIn(header)).toBe(true);
    await page.keyboard.press('Enter');
    await expect.poll(() => header.getAttribute('aria-sort')).toBe('ascending');
    await expect.poll(() => column(app, 'Resource')).not.toEqual(before);
    const ascending = await column(app, 'Resource');
    await header.getByRole('button').click();
    await expect.poll(() => header.getAttribute('aria-sort')).toBe('descending');
    await expect.poll(async () => (await column(app, 'Resource'))[0]).toBe(ascending.at(-1));
  });

  it('opens the detail over the table; focus stays in it, Escape closes it and goes back', async () => {
    const { app, page } = await site().visit('developer', PAGES.project('WEB'));
    const opener = app.getByRole('row').nth(1).getByRole('button');
    const title = await opener.innerText();
    await opener.focus();
    await page.keyboard.press('Enter');
    const dialog = app.getByRole('dialog');
    await dialog.getByText('Why it matters').waitFor();
    expect(await dialog.getByRole('heading', { level: 1 }).innerText()).toBe(title);
    expect(await dialog.getByRole('link', { name: /^WEB-\d+$/ }).count()).toBe(1);
    const stops = await dialog.locator('button, a[href], [tabindex="0"]').count();
    for (let presses = 0; presses < stops + 2; presses += 1) {
      await page.keyboard.press('Tab');
      expect(await focusIsIn(dialog), `after ${presses + 1} times Tab`).toBe(true);
    }
    await expectNoAccessibilityProblems(page, 'the dialog');
    await page.keyboard.press('Escape');
    await expect.poll(() => dialog.count()).toBe(0);
    await expect.poll(() => focusIsIn(opener)).toBe(true);
  });

  it('leads to the issue', async () => {
    const { app, page } = await site().visit('developer', PAGES.project('PAY'));
    await app.getByRole('link', { name: 'PAY-4' }).click();
    await page.waitForURL(/\/browse\/PAY-4$/);
    await app.getByText('Port 22 is open to 0.0.0.0/0').first().waitFor();
  });

  it.each([
    ['developer', 'DATA'],
    ['outsider', 'PAY'],
  ] as const)('is refused to the %s for %s', async (person, project) => {
    const { page } = await site().visit(person, PAGES.project(project));
    await page.getByRole('heading', { name: "You can't see this" }).waitFor();
    expect(await page.locator('iframe').count()).toBe(0);
  });

  it.each(['light', 'dark'] as const)('has no serious accessibility problem in %s', async (theme) => {
    const { app, page } = await site().visit('developer', PAGES.project('PAY'), { theme });
    await table(app).waitFor();
    await expectNoAccessibilityProblems(page, theme);
  });
});
