import { expect, it } from 'vitest';
import { expectNoAccessibilityProblems } from './support/axe';
import { describeSite } from './support/describe-site';
import { column, countOn, rowCount } from './support/findings';
import { PAGES } from './support/site';

const ROWS_PER_PAGE = 25;

describeSite('global page', (site) => {
  it('shows the security engineer every account, page by page', async () => {
    const { app } = await site().visit('securityEngineer', PAGES.global);
    await app.getByRole('table', { name: 'Findings' }).waitFor();
    const labels = ['critical', 'high', 'medium', 'low', 'unknown'];
    const counts = await Promise.all(labels.map((label) => countOn(app, label)));
    const total = counts.reduce((sum, count) => sum + count, 0);
    expect(total).toBeGreaterThan(2 * ROWS_PER_PAGE);
    expect(await rowCount(app)).toBe(ROWS_PER_PAGE);
    const accounts = new Set(await column(app, 'Account'));
    const lastPage = Math.ceil(total / ROWS_PER_PAGE);
    for (let page = 2; page <= lastPage; page += 1) {
      const before = await column(app, 'Resource');
      await app.getByRole('button', { name: `Page ${page}`, exact: true }).click();
      await expect.poll(() => column(app, 'Resource')).not.toEqual(before);
      for (const account of await column(app, 'Account')) accounts.add(account);
    }
    expect(await rowCount(app)).toBe(total - (lastPage - 1) * ROWS_PER_PAGE);
    expect([...accounts].map((account) => account.split(' ')[0]).sort()).toEqual([
      'data-platform',
      'dev-sandbox',
      'prod-payments',
      'prod-web',
      'security',
      'staging',
    ]);
  });

  it('answers which snapshots are public, in whatever account', async () => {
    const { app } = await site().visit('securityEngineer', PAGES.global);
    await app.getByRole('table', { name: 'Findings' }).waitFor();
    await app.getByLabel('Search').fill('snapshot-public');
    const resources = async () =>
      (await column(app, 'Resource')).map((resource) => resource.split(' ')[0]).sort();
    await expect.poll(resources).toEqual(['reporting-2023-export', 'warehouse-seed-2024']);
  });

  it('says what could not be read, where and why', async () => {
    const { app, page } = await site().visit('securityEngineer', PAGES.global);
    await app.getByText(/AWS operations could not be read in 2 accounts/).waitFor();
    await app.getByRole('tab', { name: 'Could not be read' }).click();
    const row = app.getByRole('row', { name: /data-platform.*ec2:GetEbsEncryptionByDefault/ }).first();
    await row.getByText('access denied').waitFor();
    await expectNoAccessibilityProblems(page, 'Could not be read');
  });

  it('lists the scans with what each did', async () => {
    const { app, page } = await site().visit('securityEngineer', PAGES.global);
    await app.getByRole('tab', { name: 'Scans' }).click();
    const run = app.getByRole('table', { name: 'Scans' }).getByRole('row').nth(1);
    await run.getByText('schedule', { exact: true }).waitFor();
    await run.getByText(/^1\d\d created, 0 updated, 0 closed, 0 reopened$/).waitFor();
    await expectNoAccessibilityProblems(page, 'Scans');
  });

  it.each(['developer', 'outsider'] as const)('is refused to the %s, in words', async (person) => {
    const { app } = await site().visit(person, PAGES.global);
    await app.getByText('You do not have access to this').waitFor();
    await app.getByText(/View all cloud findings/).waitFor();
    expect(await app.getByRole('table').count()).toBe(0);
  });

  it.each(['light', 'dark'] as const)('has no serious accessibility problem in %s', async (theme) => {
    const { app, page } = await site().visit('securityEngineer', PAGES.global, { theme });
    await app.getByRole('table', { name: 'Findings' }).waitFor();
    await expectNoAccessibilityProblems(page, theme);
  });

  it('has the settings for whoever may manage them, and for nobody else', async () => {
    const visit = async () => {
      const { app, page } = await site().visit('securityEngineer', PAGES.global);
      await app.getByRole('table', { name: 'Findings' }).waitFor();
      return { app, page };
    };
    const without = await visit();
    expect(await without.app.getByRole('tab', { name: 'Settings' }).count()).toBe(0);
    const { site: jira } = site().sandbox.jira.store;
    const granted = jira.appPermissionGroups;
    jira.appPermissionGroups = { ...granted, 'manage-settings': ['security-team'] };
    try {
      const { app, page } = await visit();
      await app.getByRole('tab', { name: 'Settings' }).click();
      await app.getByRole('table', { name: 'Connected accounts' }).waitFor();
      await app.getByRole('tab', { name: 'Rollout' }).click();
      await app.getByRole('table', { name: 'Rollout policies' }).waitFor();
      await expectNoAccessibilityProblems(page, 'settings on the global page');
    } finally {
      jira.appPermissionGroups = granted;
    }
  });
});
