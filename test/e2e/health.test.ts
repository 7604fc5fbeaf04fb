import { expect, it } from 'vitest';
import { expectNoAccessibilityProblems } from './support/axe';
import { describeSite } from './support/describe-site';
import { PAGES } from './support/site';

const HEALTH = `${PAGES.admin}?settings=health`;

describeSite('Health', (site) => {
  it('says first what is wrong: the missing permission, what to do, the late account, what Jira says', async () => {
    const { sandbox } = site();
    const { accounts } = await sandbox.pages.admin('getOverview', {});
    const named = (name: string) => accounts.find((account) => account.name === name);
    const payments = named('prod-payments');
    const security = named('security');
    if (payments === undefined || security === undefined) throw new Error('The demo has other accounts');
    const denied = sandbox.aws?.faults.add({
      accountId: payments.id,
      operation: 's3:GetBucketLifecycleConfiguration',
      fault: { kind: 'deny' },
    });
    sandbox.jira.faults.add({
      method: 'POST',
      path: '/issue/bulk',
      effect: { kind: 'error', status: 400, errorMessages: ['The workflow says no today.'] },
    });
    const { openFindings: _, unreadOperations: __, lastScanAt: ___, ...account } = security;
    await sandbox.pages.admin('saveAccount', { account: { ...account, roleArn: `${account.roleArn}Gone` } });
    sandbox.clock.advance(4 * 3_600_000);
    await sandbox.host.runScheduledTrigger('hourly-scan');
    await sandbox.host.drainQueues({ skipDelays: true });
    const { app, page } = await site().visit('admin', HEALTH);
    await app.getByText(/1 account not scanned to the end for more than three hours: security/).waitFor();
    await app.getByText(/The role may not use .*s3:GetLifecycleConfiguration.* in .*prod-payments/).waitFor();
    const row = app
      .getByRole('table', { name: 'What could not be read' })
      .getByRole('row', { name: /s3:GetLifecycleConfiguration/ });
    await row.getByText(/Allow s3:GetLifecycleConfiguration to the role: deploy the role template/).waitFor();
    await app.getByText(/\d+ scopes in \d+ (s|min)/).waitFor();
    const quotas = app.getByRole('table', { name: 'Quotas' });
    await quotas.getByRole('row', { name: /^Forge SQL statements, a minute [\d,]+ 9,000 / }).waitFor();
    await quotas
      .getByRole('row', {
        name: /^The hour from the last account’s start on, by the last complete scan \d+ (s|min) 60 min /,
      })
      .waitFor();
    await app.getByText('Nothing waits.').waitFor();
    const problems = app.getByRole('table', { name: 'Issues that could not be filed or kept in step' });
    await problems
      .getByText(/The workflow says no today/)
      .first()
      .waitFor();
    await expectNoAccessibilityProblems(page, 'Health');

    const team = await site().visit('securityEngineer', PAGES.global);
    await team.app.getByText('1 account not scanned to the end for more than 3 hours').waitFor();
    await team.app.getByText(/Last time: security \(\d hours ago\)/).waitFor();

    denied?.();
    sandbox.jira.faults.clear();
    await sandbox.pages.admin('saveAccount', { account });
    await app.getByRole('button', { name: 'Try again now' }).click();
    await page.getByText('Issues are tried again').waitFor();
    await sandbox.host.drainQueues({ skipDelays: true });
    await page.reload();
    await app.getByText('Every issue is in step with its finding.').waitFor();
    expect(await problems.count()).toBe(0);
  });

  it('calls no account late that was scanned while the page was open', async () => {
    const { sandbox } = site();
    await sandbox.host.runScheduledTrigger('hourly-scan');
    await sandbox.host.drainQueues({ skipDelays: true });
    const { app } = await site().visit('admin', HEALTH);
    const accounts = app.getByRole('table', { name: 'Last scan of each account' });
    await accounts.getByRole('row', { name: /security.* hourly / }).waitFor();
    const lastScan = app.getByText(/\d+ scopes in \d+ (s|min)/);
    const before = (await lastScan.textContent()) ?? '';
    sandbox.clock.advance(4 * 3_600_000);
    await sandbox.host.runScheduledTrigger('hourly-scan');
    await sandbox.host.drainQueues({ skipDelays: true });
    await app.getByRole('button', { name: 'Try again now' }).click();
    await expect.poll(() => lastScan.textContent(), { timeout: 30_000 }).not.toBe(before);
    await accounts.getByRole('row', { name: /security.* hourly / }).waitFor();
    expect(await accounts.getByText('late').count()).toBe(0);
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

  it('has the queue and the log where no account is connected', async () => {
    const { sandbox } = site();
    const { accounts } = await sandbox.pages.admin('getOverview', {});
    for (const { id } of accounts) await sandbox.pages.admin('removeAccount', { accountId: id });
    const { app } = await site().visit('admin', HEALTH);
    await app.getByText('Nothing waits.').waitFor();
    await app.getByLabel('What is logged').waitFor();
    expect(await app.getByRole('table', { name: 'Last scan of each account' }).count()).toBe(0);
  });
});
