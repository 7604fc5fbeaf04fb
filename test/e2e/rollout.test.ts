import type { FrameLocator } from 'playwright-core';
import { expect, it } from 'vitest';
import { expectNoAccessibilityProblems } from './support/axe';
import { describeSite } from './support/describe-site';
import { PAGES } from './support/site';

const POLICY = 'Reviewed: medium and above';

describeSite('rollout', (site) => {
  const open = async (options: { theme?: 'light' | 'dark' } = {}) => {
    const visit = await site().visit('admin', PAGES.admin, options);
    await visit.app.getByRole('tab', { name: 'Rollout' }).click();
    await visit.app.getByRole('table', { name: 'Rollout policies' }).waitFor();
    const choose = async (field: string, text: string) => {
      await visit.app.getByLabel(field, { exact: true }).fill(text);
      await visit.page.keyboard.press('Enter');
    };
    return { ...visit, choose };
  };
  const edit = async (app: FrameLocator, policy: string) => {
    await app.getByRole('button', { name: `Actions for ${policy}` }).click();
    await app.getByRole('menuitem', { name: 'Edit' }).click();
    return app.getByRole('dialog');
  };

  it('names what is wrong with a policy at its field, and keeps what was typed', async () => {
    const { app, page } = await open();
    await app.getByRole('button', { name: 'Add policy' }).click();
    const dialog = app.getByRole('dialog');
    await dialog.getByLabel('Issue type').fill('');
    await dialog.getByRole('button', { name: 'Add to the draft' }).click();
    await dialog.getByText('Name must not be empty').waitFor();
    await dialog.getByText('Issue type must name an issue type').waitFor();
    // The first field that is not right comes into sight.
    await expect
      .poll(() => dialog.getByLabel('Name').evaluate((field) => field === document.activeElement))
      .toBe(true);
    await expectNoAccessibilityProblems(page, 'a policy with errors');
    await dialog.getByLabel('Name').fill('Trial');
    await expect.poll(() => dialog.getByText('Name must not be empty').count()).toBe(0);
    await dialog.getByLabel('Issue type').fill('Task');
    await dialog.getByRole('button', { name: 'Add to the draft' }).click();
    await app.getByRole('row', { name: /Trial/ }).waitFor();
    await app.getByText('The draft is not saved.').waitFor();
    await app.getByRole('button', { name: 'Discard changes' }).click();
    await expect.poll(() => app.getByRole('row', { name: /Trial/ }).count()).toBe(0);
  });

  it('does not save two policies of one name', async () => {
    const { app } = await open();
    await app.getByRole('button', { name: 'Add policy' }).click();
    const dialog = app.getByRole('dialog');
    await dialog.getByLabel('Name').fill(POLICY);
    await dialog.getByRole('button', { name: 'Add to the draft' }).click();
    await app.getByRole('button', { name: 'Preview and save' }).click();
    await app.getByText(`${POLICY}: name is there already`).waitFor();
  });

  it('says which policy decides for an account and a rule, and why not the one before it', async () => {
    const { app, choose } = await open();
    await app.getByRole('button', { name: `Actions for ${POLICY}` }).click();
    await app.getByRole('menuitem', { name: 'Duplicate' }).click();
    const dialog = app.getByRole('dialog');
    await dialog.getByLabel('Name').fill('Sandboxes rest');
    await choose('Stage', 'off');
    await choose('Tiers', 'sandbox');
    await dialog.getByRole('button', { name: 'Add to the draft' }).click();
    await app.getByRole('button', { name: 'Move Sandboxes rest up' }).click();
    await expect
      .poll(() => app.getByRole('table', { name: 'Rollout policies' }).getByRole('row').nth(1).innerText())
      .toContain('Sandboxes rest');

    await choose('For the account', 'prod-payments');
    await choose('and the rule', 'EBS snapshots are not shared with everyone');
    await app.getByText(`“${POLICY}” decides: what fails becomes a Jira issue.`).waitFor();
    await app.getByText('Sandboxes rest: it is for sandbox accounts').waitFor();
    await choose('For the account', 'dev-sandbox');
    await app.getByText(/“Sandboxes rest” decides: not judged/).waitFor();
  });

  it('previews what a change closes and files before it is saved, and takes it back', async () => {
    const { app, page, choose } = await open();
    const dialog = await edit(app, POLICY);
    await dialog.getByLabel('Issue type').fill('Saga');
    await choose('Minimum severity', 'Any');
    await dialog.getByRole('button', { name: 'Change the draft' }).click();
    await app.getByRole('button', { name: 'Preview and save' }).click();
    await app.getByText('Some issues cannot be filed').waitFor();
    await app.getByText(/^Project PAY: .*Saga/).waitFor();
    await app.getByRole('button', { name: 'Back to the draft' }).click();

    const again = await edit(app, POLICY);
    await again.getByLabel('Issue type').fill('Task');
    await again.getByRole('button', { name: 'Change the draft' }).click();
    await app.getByRole('button', { name: 'Preview and save' }).click();
    await app.getByText(/^The next run files \d+ issues/).waitFor();
    await app.getByRole('table', { name: 'By project and rule' }).waitFor();
    await expectNoAccessibilityProblems(page, 'preview');
    await app.getByRole('button', { name: 'Save the rollout' }).click();
    await app.getByText('Version 2 is in force').first().waitFor();
    await app.getByRole('dialog').waitFor({ state: 'detached' });

    await app.getByRole('button', { name: 'Take the one before as the draft' }).click();
    await app.getByText('rules medium and above; all accounts').waitFor();
    await app.getByRole('button', { name: 'Preview and save' }).click();
    await app.getByText('Nothing changes in Jira.').waitFor();
    await app.getByRole('button', { name: 'Save the rollout' }).click();
    await app.getByText('Version 3 is in force').first().waitFor();
  });

  it('tunes a rule for one policy, and tells from AWS what that would resolve', async () => {
    const { app, page, choose } = await open();
    const dialog = await edit(app, POLICY);
    await choose('Tune a rule for this policy', 'ebs-volume-unattached');
    await dialog.getByLabel('min_age_days').fill('3000');
    await dialog.getByRole('button', { name: 'Change the draft' }).click();
    await app.getByRole('button', { name: 'Preview and save' }).click();
    await app.getByRole('button', { name: /^See what changes: / }).click();
    await app.getByText(/^0 findings would open, [1-9]\d* would be resolved/).waitFor();
    await expectNoAccessibilityProblems(page, 'a tuned rule');
  });

  it('checks the days to fix, and maps a tag to a team with its assignee', async () => {
    const { app, page, choose } = await open();
    const days = app.getByLabel('Days to fix critical findings in production accounts');
    await days.fill('soon');
    await app.getByRole('button', { name: 'Preview and save' }).click();
    await app.getByText(/^A number of days /).waitFor();
    await days.fill('2');
    await app.getByRole('button', { name: 'Add team' }).click();
    const dialog = app.getByRole('dialog');
    await dialog.getByLabel('Tag value').fill('payments');
    await dialog.getByLabel('Project').fill('Pay');
    await dialog
      .getByText(/\(PAY\)/)
      .first()
      .waitFor();
    await page.keyboard.press('Enter');
    await dialog.getByLabel('Assignee').fill('Maya');
    await dialog.getByRole('option', { name: 'Maya Okafor' }).click();
    await dialog.getByRole('button', { name: 'Add to the draft' }).click();
    await app
      .getByRole('table', { name: 'Teams' })
      .getByRole('row', { name: /payments.*PAY/ })
      .waitFor();
    await choose('Somebody closes an issue while its resource still fails', 'reopens');
    await app.getByText('The draft is not saved.').waitFor();
  });

  it.each(['light', 'dark'] as const)('has no serious accessibility problem in %s', async (theme) => {
    const { page } = await open({ theme });
    await expectNoAccessibilityProblems(page, theme);
  });
});
