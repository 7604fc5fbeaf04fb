import { expect, it } from 'vitest';
import { expectNoAccessibilityProblems } from './support/axe';
import { describeSite } from './support/describe-site';
import { PAGES } from './support/site';

const HOUR = 60 * 60 * 1000;

/** PAY-4 is the open SSH port of the bastion, which the payments team closes after 40 minutes. */
describeSite('issue panel', (site) => {
  it('shows a developer what is wrong, where, since when and how long there is', async () => {
    const { app } = await site().visit('developer', PAGES.issue('PAY-4'));
    await app.getByText('Port 22 is open to 0.0.0.0/0').first().waitFor();
    await app.getByText('high', { exact: true }).waitFor();
    await app.getByText('open', { exact: true }).waitFor();
    // High findings have seven days, and the scan was a moment ago.
    await app.getByText('Due in 7 days', { exact: true }).waitFor();
    const facts = await app.locator('dl').innerText();
    expect(facts).toMatch(/First seen\s+\w+ \d+, \d{4}/);
    expect(facts).toMatch(/Last seen\s+\w+ \d+, \d{4}/);
    expect(facts).toContain('arn:aws:ec2:us-east-1:204611873905:security-group/sg-');
    expect(await app.getByRole('region', { name: 'Evidence' }).innerText()).toContain('0.0.0.0/0');
  });

  it('leads to the resource in the console of AWS, in its region', async () => {
    const { app, page } = await site().visit('developer', PAGES.issue('PAY-4'));
    const link = app.getByRole('link', { name: /in the AWS console/ });
    const href = await link.getAttribute('href');
    expect(href).toMatch(/^https:\/\/us-east-1\.console\.aws\.amazon\.com\/ec2\/.*sg-[0-9a-f]+/);
    await page.context().route('https://*.console.aws.amazon.com/**', (route) => route.abort());
    const [popup] = await Promise.all([page.waitForEvent('popup'), link.click()]);
    await popup.close();
  });

  it('has the fix for the console, the command line and Terraform, and copies it', async () => {
    const { app, page } = await site().visit('developer', PAGES.issue('PAY-4'));
    await app.getByRole('tab', { name: 'Console' }).waitFor();
    expect(await app.getByRole('tabpanel').getByRole('listitem').count()).toBeGreaterThan(1);
    await app.getByRole('tab', { name: 'CLI' }).click();
    await app.getByRole('button', { name: 'Copy AWS CLI' }).click();
    await app.getByRole('button', { name: 'Copied' }).waitFor();
    expect(await page.evaluate('navigator.clipboard.readText()')).toMatch(/^aws ec2 .*sg-[0-9a-f]+/s);
    await app.getByRole('tab', { name: 'Terraform' }).click();
    expect(await app.getByRole('region', { name: 'Terraform' }).innerText()).toContain('resource "aws_');
  });

  it('is as high as what it shows, whichever tab is open', async () => {
    const { app, page } = await site().visit('developer', PAGES.issue('PAY-4'));
    for (const tab of ['CLI', 'Terraform', 'Console']) {
      await app.getByRole('tab', { name: tab }).click();
      await expect
        .poll(async () => {
          const frame = await page.locator('iframe').evaluate((element) => element.clientHeight);
          return frame - (await app.locator('html').evaluate((element) => element.scrollHeight));
        })
        .toBeGreaterThanOrEqual(0);
    }
  });

  it('has nothing to show on an issue that the app did not file', async () => {
    const { app } = await site().visit('developer', PAGES.issue('PAY-2'));
    await app.getByText('No cloud finding belongs to this issue').waitFor();
    expect(await app.getByRole('button', { name: 'Check again now' }).count()).toBe(0);
  });

  it('is not there for somebody who may not see the issue', async () => {
    const { page } = await site().visit('outsider', PAGES.issue('PAY-4'));
    await page.getByRole('heading', { name: "You can't see this" }).waitFor();
    expect(await page.locator('iframe').count()).toBe(0);
    expect(await page.locator('body').innerText()).not.toContain('Port 22');
  });

  it.each(['light', 'dark'] as const)('has no serious accessibility problem in %s', async (theme) => {
    const { app, page } = await site().visit('developer', PAGES.issue('PAY-4'), { theme });
    await app.getByText('Why it matters').waitFor();
    await app.getByRole('tab', { name: 'CLI' }).click();
    await app.getByRole('button', { name: 'Copy AWS CLI' }).waitFor();
    await expectNoAccessibilityProblems(page, theme);
  });

  it('says that it still fails, and leaves the issue as it is', async () => {
    const { app, page } = await site().visit('developer', PAGES.issue('PAY-4'));
    await app.getByRole('button', { name: 'Check again now' }).click();
    await app.getByText(/^It still fails\./).waitFor();
    await app.getByText('open', { exact: true }).waitFor();
    await page.getByText('To Do', { exact: true }).first().waitFor();
  });

  it('says that it is fixed and closes the issue once AWS shows it, before the next scan', async () => {
    site().sandbox.clock.advance(HOUR);
    const { app, page } = await site().visit('developer', PAGES.issue('PAY-4'));
    await app.getByRole('button', { name: 'Check again now' }).click();
    await app.getByText('resolved', { exact: true }).waitFor();
    await app.getByText(/: a scan saw it fixed/).waitFor();
    await page.getByText('Done', { exact: true }).first().waitFor();
    expect(await app.getByText(/^Due in/).count()).toBe(0);
  });
});
