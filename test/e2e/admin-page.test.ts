import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { loadEstate } from '../../sandbox/aws/server';
import { expectNoAccessibilityProblems } from './support/axe';
import { describeSite } from './support/describe-site';
import { PAGES } from './support/site';

const DEMO_ESTATE = resolve(__dirname, '../../sandbox/estate/demo');

describeSite('admin page', (site) => {
  const open = async () => site().visit('admin', PAGES.admin);

  it('connects an account: bad input is named at its field, good input is kept', async () => {
    const { app, page } = await open();
    await app.getByRole('button', { name: 'Connect account' }).click();
    const dialog = app.getByRole('dialog');
    await dialog.getByLabel('Account id').fill('12345');
    await dialog.getByLabel('Role ARN').fill('CloudFindingsReadOnly');
    await dialog.getByLabel('Regions').fill('us-east-1, narnia');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.getByText('Account id must be the 12 digits of an AWS account id').waitFor();
    await dialog.getByText('Name must not be empty').waitFor();
    await dialog.getByText(/^Role ARN must be the ARN of an IAM role/).waitFor();
    await dialog.getByText(/^Regions must be a region code/).waitFor();
    await expectNoAccessibilityProblems(page, 'the dialog with errors');

    await dialog.getByLabel('Account id').fill('999988887777');
    await dialog.getByLabel('Name', { exact: false }).first().fill('new-team');
    await dialog.getByLabel('Role ARN').fill('arn:aws:iam::111122223333:role/CloudFindingsReadOnly');
    await dialog.getByLabel('Regions').fill('us-east-1');
    await dialog.getByText('Role ARN must be a role of this same account').waitFor();
    await dialog.getByLabel('Role ARN').fill('arn:aws:iam::999988887777:role/CloudFindingsReadOnly');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await app.getByRole('row', { name: /new-team/ }).waitFor();
    await page.getByText('new-team is connected').waitFor();
  });

  it('gives the role template with the ExternalId of this installation', async () => {
    const { app, page } = await open();
    await app.getByRole('button', { name: 'Actions for data-platform' }).click();
    await app.getByRole('menuitem', { name: 'Role template' }).click();
    const dialog = app.getByRole('dialog');
    const shown = await dialog.getByRole('region', { name: 'template', exact: true }).innerText();
    expect(shown).toMatch(/sts:ExternalId['"]?: ?['"]?[\w-]{16,}/);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      dialog.getByRole('button', { name: 'Download' }).click(),
    ]);
    expect(download.suggestedFilename()).toMatch(/\.ya?ml$/);
    const saved = await readFile(await download.path(), 'utf8');
    expect(saved.trim()).toBe(shown.trim());
  });

  it('tests a connection permission by permission, and names the one that is refused', async () => {
    const { app } = await open();
    await app.getByRole('button', { name: 'Actions for data-platform' }).click();
    await app.getByRole('menuitem', { name: 'Test connection' }).click();
    await app.getByText('Something cannot be read').waitFor();
    const row = (permission: string) => app.getByRole('row', { name: new RegExp(permission) }).first();
    await row('ec2:GetEbsEncryptionByDefault').getByText('failed').waitFor();
    await row('ec2:DescribeVolumes').getByText('ok', { exact: true }).waitFor();
  });

  it('refuses hub credentials that AWS does not know, and never shows a secret', async () => {
    const { app, page } = await open();
    await app.getByRole('tab', { name: 'AWS credentials' }).click();
    await app.getByText(/^ends in/).waitFor();
    await app.getByLabel('Access key id').fill('nonsense');
    await app.getByRole('button', { name: 'Replace the credentials' }).click();
    await app.getByText(/^Access key id must be an AWS access key id/).waitFor();
    await app.getByText(/^Secret access key is too short/).waitFor();

    await app.getByLabel('Access key id').fill('AKIAIOSFODNN7EXAMPLE');
    await app.getByLabel('Secret access key').fill('wrong-wrong-wrong-wrong-wrong');
    expect(await app.getByLabel('Secret access key').getAttribute('type')).toBe('password');
    await app.getByRole('button', { name: 'Replace the credentials' }).click();
    await app.getByText(/AWS does not accept these credentials/).waitFor();
    const html = await app.locator('html').evaluate((element) => element.outerHTML);
    const { hub } = await loadEstate(DEMO_ESTATE);
    expect(hub.accessKeys.length).toBeGreaterThan(0);
    for (const { secret } of hub.accessKeys) expect(html).not.toContain(secret);
    await expectNoAccessibilityProblems(page, 'AWS credentials');
  });

  it('finds a rule, switches it off and on, and names what is wrong with a parameter', async () => {
    const { app, page } = await open();
    await app.getByRole('tab', { name: 'Rules' }).click();
    await app.getByRole('table', { name: 'Rules' }).waitFor();
    await expectNoAccessibilityProblems(page, 'Rules');
    await app.getByLabel('Service', { exact: true }).fill('kms');
    await page.keyboard.press('Enter');
    await expect.poll(() => app.getByRole('row', { name: /iam-/ }).count()).toBe(0);
    await app.getByRole('row', { name: /kms-key-rotation/ }).waitFor();
    await app.getByRole('button', { name: /^Remove kms/ }).click();
    await app.getByLabel('Search rules').fill('iam-access-key-rotation');
    await expect.poll(() => app.getByRole('row').count()).toBe(2);
    const toggle = app.getByRole('row').nth(1).getByRole('switch').or(app.getByRole('checkbox'));
    await toggle.first().click({ force: true });
    const warning = app.getByRole('dialog');
    await warning.getByText(/\d+ open findings? of it will be resolved as switched off/).waitFor();
    await warning.getByRole('button', { name: 'Switch off' }).hover();
    await expectNoAccessibilityProblems(page, 'switching a rule off');
    await warning.getByRole('button', { name: 'Switch off' }).click();
    await page.getByText(/is off$/).waitFor();
    await expect.poll(() => toggle.first().isChecked()).toBe(false);
    await toggle.first().click({ force: true });
    await page.getByText(/is on$/).waitFor();

    await app.getByRole('button', { name: /^Edit the settings of/ }).click();
    const dialog = app.getByRole('dialog');
    const seeWhatChanges = dialog.getByRole('button', { name: 'See what changes' });
    await dialog.getByLabel('max_age_days').fill('soon');
    await seeWhatChanges.click();
    await dialog
      .getByText(/^max_age_days /)
      .last()
      .waitFor();
    await dialog.getByLabel('max_age_days').fill('120');
    await seeWhatChanges.click();
    await dialog.getByText(/would open, \d+ would be resolved/).waitFor();
    // The button fades from its progress to its label.
    await page.waitForTimeout(300);
    await expectNoAccessibilityProblems(page, 'what a change of a rule does');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await app.getByText('max_age_days = 120').waitFor();
  });

  it('tells how old the scans are, and what they could not read', async () => {
    const { app, page } = await open();
    await app.getByRole('tab', { name: 'Health' }).click();
    const scans = app.getByRole('table', { name: 'Last scan of each account' });
    await scans.getByRole('row', { name: /dev-sandbox.*hourly/ }).waitFor();
    const unread = app.getByRole('table', { name: 'What could not be read' });
    await unread
      .getByRole('row', { name: /dev-sandbox.*access denied/ })
      .first()
      .waitFor();
    await expectNoAccessibilityProblems(page, 'Health');
  });

  it('shows who changed what, and gives it as CSV', async () => {
    const { app, page } = await open();
    await app.getByRole('tab', { name: 'Audit log' }).click();
    const log = app.getByRole('table', { name: 'Audit log' });
    await log
      .getByRole('row', { name: /Filed an issue/ })
      .first()
      .waitFor();
    await expectNoAccessibilityProblems(page, 'Audit log');
    await app.getByLabel('Search the log').fill('AWS credentials');
    await expect.poll(() => log.getByRole('row', { name: /Filed an issue/ }).count()).toBe(0);
    await log.getByRole('row', { name: /Set the AWS credentials/ }).waitFor();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      app.getByRole('button', { name: 'Export CSV' }).click(),
    ]);
    const csv = await readFile(await download.path(), 'utf8');
    expect(csv).toMatch(/^time,who,.*\r\n.*Set the AWS credentials,AWS credentials/);
  });

  it('runs a scan, with progress to the end', async () => {
    const { app, page } = await open();
    await app.getByRole('button', { name: 'Run a scan now' }).click();
    await app.getByRole('progressbar', { name: 'Scan progress' }).waitFor();
    await page.getByText('The scan is done').first().waitFor({ timeout: 90_000 });
    await expect.poll(() => app.getByRole('button', { name: 'Run a scan now' }).isEnabled()).toBe(true);
  });

  it.each(['developer', 'securityEngineer'] as const)('is refused to the %s', async (person) => {
    const { page } = await site().visit(person, PAGES.admin);
    await page
      .getByText(/Only Jira administrators/)
      .first()
      .waitFor();
    expect(await page.locator('iframe').count()).toBe(0);
  });

  it.each(['light', 'dark'] as const)('has no serious accessibility problem in %s', async (theme) => {
    const { app, page } = await site().visit('admin', PAGES.admin, { theme });
    await app.getByRole('table', { name: 'Connected accounts' }).waitFor();
    await expectNoAccessibilityProblems(page, theme);
  });
});
