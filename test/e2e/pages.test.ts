import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessibilityProblems } from './support/axe';
import { NO_BROWSER, openSite, PAGES, type Site } from './support/site';

const FORBIDDEN = 'You do not have access to this';

describe.skipIf(NO_BROWSER)('the pages, in a browser', () => {
  let site: Site;

  beforeAll(async () => {
    site = await openSite();
  });
  afterAll(async () => {
    await site?.close();
  });

  describe('issue panel', () => {
    it('shows a developer what is wrong, how to fix it and how long there is', async () => {
      const { app, page } = await site.visit('developer', PAGES.issue('PAY-4'));
      await app.getByText('Port 22 is open to 0.0.0.0/0').first().waitFor();
      await app.getByText('high', { exact: true }).waitFor();
      await app.getByText('open', { exact: true }).waitFor();
      await app.getByText(/^Due in \d+ days$/).waitFor();
      expect(await app.getByRole('region', { name: 'Evidence' }).innerText()).toContain('0.0.0.0/0');
      const console = app.getByRole('link', { name: /in the AWS console/ });
      expect(await console.getAttribute('href')).toMatch(
        /^https:\/\/us-east-1\.console\.aws\.amazon\.com\/ec2\//,
      );
      await app.getByRole('tab', { name: 'CLI' }).click();
      await app.getByRole('button', { name: 'Copy AWS CLI' }).click();
      await app.getByRole('button', { name: 'Copied' }).waitFor();
      const frame = page.frames().find((candidate) => candidate.url().includes('/app/'));
      expect(await frame?.evaluate('navigator.clipboard.readText()')).toContain('aws ec2');
      await app.getByRole('tab', { name: 'Terraform' }).click();
      await app.getByRole('region', { name: 'Terraform' }).waitFor();
    });

    it('looks again when asked, and says that it still fails', async () => {
      const { app } = await site.visit('developer', PAGES.issue('PAY-4'));
      await app.getByRole('button', { name: 'Check again now' }).click();
      await app.getByText(/^It still fails\./).waitFor();
    });

    it('has nothing to show on an issue that it did not file', async () => {
      const { app } = await site.visit('developer', PAGES.issue('PAY-2'));
      await app.getByText('No cloud finding belongs to this issue').waitFor();
    });

    it('is not there for who may not see the issue', async () => {
      const { page } = await site.visit('outsider', PAGES.issue('PAY-4'));
      await page
        .getByText(/does not exist|may not see|permission/i)
        .first()
        .waitFor();
      expect(await page.locator('iframe').count()).toBe(0);
    });
  });

  describe('project page', () => {
    it('shows a developer the findings of the own project, with filter, search and detail', async () => {
      const { app, page } = await site.visit('developer', PAGES.project('WEB'));
      await app.getByRole('table', { name: 'Findings' }).waitFor();
      const all = await app.getByRole('row').count();
      expect(all).toBeGreaterThan(5);

      await app.getByLabel('Search').fill('no such resource anywhere');
      await app.getByText('No findings match').waitFor();
      await app.getByLabel('Search').fill('');
      await app.getByRole('table', { name: 'Findings' }).waitFor();

      await app.getByLabel('Severity').click();
      await app.getByRole('option', { name: 'critical' }).click();
      await expect.poll(() => app.getByRole('row').count()).toBeLessThan(all);

      const title = await app.getByRole('row').nth(1).getByRole('button').innerText();
      await app.getByRole('row').nth(1).getByRole('button').click();
      const dialog = app.getByRole('dialog');
      await dialog.getByText('Why it matters').waitFor();
      expect(await dialog.getByRole('heading', { level: 1 }).innerText()).toBe(title);
      await page.keyboard.press('Escape');
      await expect.poll(() => app.getByRole('dialog').count()).toBe(0);

      await app
        .getByRole('link', { name: /^WEB-\d+$/ })
        .first()
        .click();
      await page.waitForURL(/\/browse\/WEB-\d+$/);
    });

    it('is refused for a project that the developer may not browse', async () => {
      const { page } = await site.visit('developer', PAGES.project('DATA'));
      await page
        .getByText(/no project DATA|may not see|does not exist/i)
        .first()
        .waitFor();
      expect(await page.locator('iframe').count()).toBe(0);
    });
  });

  describe('global page', () => {
    it('answers the security engineer: which EBS snapshots are public, in any account', async () => {
      const { app } = await site.visit('securityEngineer', PAGES.global);
      await app.getByRole('table', { name: 'Findings' }).waitFor();
      await app.getByLabel('Search').fill('ebs-snapshot-public');
      await expect
        .poll(async () =>
          (await app.getByRole('row').allInnerTexts()).slice(1).every((row) => row.includes('EBS snapshots')),
        )
        .toBe(true);
      await app.getByText('warehouse-seed-2024').waitFor();
    });

    it('says what could not be read, where and why', async () => {
      const { app } = await site.visit('securityEngineer', PAGES.global);
      await app.getByRole('tab', { name: 'Could not be read' }).click();
      const row = app.getByRole('row', { name: /data-platform.*ec2:GetEbsEncryptionByDefault/ }).first();
      await row.getByText('access denied').waitFor();
      await app.getByRole('tab', { name: 'Scans' }).click();
      await app.getByText(/50 created/).waitFor();
    });

    it('is refused to a developer, in words', async () => {
      const { app } = await site.visit('developer', PAGES.global);
      await app.getByText(FORBIDDEN).waitFor();
      await app.getByText('View all cloud findings').waitFor();
    });
  });

  describe('admin page', () => {
    it('connects an account: bad input is named at its field, good input is kept', async () => {
      const { app } = await site.visit('admin', PAGES.admin);
      await app.getByRole('button', { name: 'Connect account' }).click();
      await app.getByLabel('Account id').fill('12345');
      await app.getByLabel('Regions').fill('us-east-1, narnia');
      await app.getByRole('button', { name: 'Save' }).click();
      await app.getByText('Account id must be the 12 digits of an AWS account id').waitFor();
      await app.getByText('Name must not be empty').waitFor();
      await app.getByText(/Regions must be a region code/).waitFor();

      await app.getByLabel('Account id').fill('999988887777');
      await app.getByLabel('Name', { exact: false }).first().fill('new-team');
      await app.getByLabel('Regions').fill('us-east-1');
      await app.getByRole('button', { name: 'Save' }).click();
      await app.getByRole('row', { name: /new-team/ }).waitFor();
    });

    it('gives the role template with an ExternalId, and tests the connection per permission', async () => {
      const { app, page } = await site.visit('admin', PAGES.admin);
      await app.getByRole('button', { name: 'Actions for data-platform' }).click();
      await app.getByRole('menuitem', { name: 'Role template' }).click();
      await app.getByText(/sts:ExternalId/).waitFor();
      await app.getByRole('dialog').getByRole('button', { name: 'Close', exact: true }).last().click();

      await app.getByRole('button', { name: 'Actions for data-platform' }).click();
      await app.getByRole('menuitem', { name: 'Test connection' }).click();
      await app.getByText('Something cannot be read').waitFor();
      const denied = app.getByRole('row', { name: /ec2:GetEbsEncryptionByDefault/ });
      await denied.getByText('failed').waitFor();
      await app
        .getByRole('row', { name: /ec2:DescribeVolumes/ })
        .getByText('ok')
        .waitFor();
      await page.keyboard.press('Escape');
    });

    it('takes hub credentials and never shows the secret', async () => {
      const { app } = await site.visit('admin', PAGES.admin);
      await app.getByRole('tab', { name: 'AWS credentials' }).click();
      await app.getByText(/^ends in/).waitFor();
      await app.getByLabel('Access key id').fill('AKIAIOSFODNN7EXAMPLE');
      await app.getByLabel('Secret access key').fill('wrong-wrong-wrong-wrong-wrong');
      await app.getByRole('button', { name: 'Replace the credentials' }).click();
      await app.getByText(/AWS does not accept these credentials/).waitFor();
      expect(await app.locator('body').innerText()).not.toContain('wJalrXUtnFEMI');
    });

    it('switches rules and names what is wrong with a parameter', async () => {
      const { app } = await site.visit('admin', PAGES.admin);
      await app.getByRole('tab', { name: 'Rules' }).click();
      await app.getByLabel('Search rules').fill('iam-access-key-rotation');
      await app.getByRole('button', { name: /^Settings of/ }).click();
      await app.getByLabel('max_age_days').fill('soon');
      await app.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
      await app
        .getByText(/^max_age_days /)
        .last()
        .waitFor();
      await app.getByLabel('max_age_days').fill('120');
      await app.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
      await app.getByText('max_age_days = 120').waitFor();
    });

    it('tries the policy without filing', async () => {
      const { app } = await site.visit('admin', PAGES.admin);
      await app.getByRole('tab', { name: 'Issues' }).click();
      await app.getByLabel('New issues per run, at most').fill('0');
      await app.getByRole('button', { name: 'Save' }).click();
      await app.getByText(/New issues per run, at most .*1/).waitFor();
      await app.getByLabel('New issues per run, at most').fill('10');
      await app.getByRole('button', { name: 'Try it without filing' }).click();
      await app.getByText(/The next run would file \d+ new issues?/).waitFor();
    });

    it.each(['developer', 'securityEngineer'] as const)('is refused to a %s', async (person) => {
      const { page } = await site.visit(person, PAGES.admin);
      await page
        .getByText(/Only Jira administrators/)
        .first()
        .waitFor();
    });
  });

  describe('accessibility', () => {
    it.each([
      ['issue panel', 'developer', PAGES.issue('PAY-5'), 'Why it matters'],
      ['project page', 'developer', PAGES.project('PAY'), 'Last scan'],
      ['global page', 'securityEngineer', PAGES.global, 'Last scan'],
      ['admin page', 'admin', PAGES.admin, 'Connect account'],
    ] as const)('%s has no serious problem, in light and in dark', async (_, person, path, text) => {
      for (const theme of ['light', 'dark'] as const) {
        const { app, page } = await site.visit(person, path, { theme });
        await app.getByText(text).first().waitFor();
        expect(await accessibilityProblems(page), theme).toEqual([]);
      }
    });
  });
});
