import { expect, it } from 'vitest';
import { expectNoAccessibilityProblems } from './support/axe';
import { describeSite } from './support/describe-site';
import { PAGES } from './support/site';

const HEALTH = `${PAGES.admin}?settings=health`;

describeSite('Health', (site) => {
  it('shows the load, what Jira says against issues, and has them tried again', async () => {
    const { sandbox } = site();
    sandbox.jira.faults.add({
      method: 'POST',
      path: '/issue/bulk',
      effect: { kind: 'error', status: 400, errorMessages: ['The workflow says no today.'] },
    });
    sandbox.clock.advance(3_600_000);
    await sandbox.runCycle();
    const { app, page } = await site().visit('admin', HEALTH);
    await app.getByText(/scopes in .* of the hour/).waitFor();
    await app.getByText('Nothing waits.').waitFor();
    const problems = app.getByRole('table', { name: 'Issues that could not be filed or kept in step' });
    await problems
      .getByText(/The workflow says no today/)
      .first()
      .waitFor();
    await expectNoAccessibilityProblems(page, 'Health');

    sandbox.jira.faults.clear();
    await app.getByRole('button', { name: 'Try again now' }).click();
    await page.getByText('Issues are tried again').waitFor();
    await sandbox.host.drainQueues({ skipDelays: true });
    await page.reload();
    await app.getByText('Every issue is in step with its finding.').waitFor();
    expect(await problems.count()).toBe(0);
  });

  it('keeps how much is logged', async () => {
    const { app, page } = await site().visit('admin', HEALTH);
    await app.getByLabel('What is logged').fill('every call');
    await page.keyboard.press('Enter');
    await app.getByText('Every call of Jira, and AWS calls by operation').waitFor();
    await page.reload();
    await app.getByText('Every call of Jira, and AWS calls by operation').waitFor();
  });

  it.each(['light', 'dark'] as const)('has no serious accessibility problem in %s', async (theme) => {
    const { app, page } = await site().visit('admin', HEALTH, { theme });
    await app.getByRole('table', { name: 'Last scan of each account' }).waitFor();
    await app.getByLabel('What is logged').waitFor();
    await expectNoAccessibilityProblems(page, theme);
  });
});
