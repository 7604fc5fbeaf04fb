import { expect, it } from 'vitest';
import { expectNoAccessibilityProblems } from './support/axe';
import { describeSite } from './support/describe-site';
import { PAGES } from './support/site';

const DAY = 24 * 60 * 60 * 1000;

describeSite('SLA', (site) => {
  it('says so when nothing is overdue', async () => {
    const { app } = await site().visit('securityEngineer', `${PAGES.global}?tab=sla`);
    await app.getByText('Nothing was overdue at the end of any of the last 90 days.').waitFor();
  });

  it('shows who is past the due date, and day by day how much', async () => {
    const { sandbox } = site();
    sandbox.clock.advance(8 * DAY);
    await sandbox.runCycle();
    const { app, page } = await site().visit('securityEngineer', `${PAGES.global}?tab=sla`);
    const teams = app.getByRole('table', { name: 'SLA by team' });
    const payments = teams.getByRole('row', { name: /^PAY/ });
    await payments.waitFor();
    const [, open, overdue] = (await payments.innerText()).split(/\s*\t\s*/).map(Number);
    expect(overdue).toBeGreaterThan(0);
    expect(open).toBeGreaterThanOrEqual(overdue ?? 0);
    await app
      .getByRole('table', { name: 'SLA by account' })
      .getByRole('row', { name: /prod-payments/ })
      .waitFor();
    await app.getByRole('img', { name: 'Overdue findings by day' }).waitFor();
    expect(await app.getByRole('table', { name: 'Overdue findings by day' }).getByRole('row').count()).toBe(
      2,
    );
    await expectNoAccessibilityProblems(page, 'SLA');

    await app.getByLabel('Of the team').fill('SEC');
    await page.keyboard.press('Enter');
    await expect.poll(() => page.url()).toContain('SEC');
    await page.reload();
    await app.getByText('SEC', { exact: true }).first().waitFor();
  });

  it.each(['light', 'dark'] as const)('has no serious accessibility problem in %s', async (theme) => {
    const { app, page } = await site().visit('admin', `${PAGES.global}?tab=sla`, { theme });
    await app.getByRole('table', { name: 'SLA by team' }).waitFor();
    await expectNoAccessibilityProblems(page, theme);
  });
});
