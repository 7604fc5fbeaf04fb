import { expect, it } from 'vitest';
import { GROUPED_RULE, HOSTILE_QUEUES, hostileEstate } from '../fixtures/hostile-estate';
import { expectNoAccessibilityProblems } from './support/axe';
import { describeSite } from './support/describe-site';
import { PAGES } from './support/site';

/** A new policy groups what has no issue yet: findings below medium severity. */
describeSite('an issue for a rule and an account', (site) => {
  let key = '';

  it('is chosen in the policy, and previewed as one issue', async () => {
    const { app, page } = await site().visit('admin', `${PAGES.admin}?settings=rollout`);
    await app.getByRole('button', { name: 'Actions for Reviewed' }).click();
    await app.getByRole('menuitem', { name: 'Edit' }).click();
    const dialog = app.getByRole('dialog');
    for (const [field, text] of [
      ['Minimum severity', 'Any'],
      ['Issues', 'One for a rule and an account'],
    ] as const) {
      await dialog.getByLabel(field, { exact: true }).fill(text);
      await page.keyboard.press('Enter');
    }
    await dialog.getByRole('button', { name: 'Change the draft' }).click();
    await app.getByRole('button', { name: 'Preview and save' }).click();
    const summary = app.getByText(/^The next run files \d+ issues?/);
    await summary.waitFor();
    const promised = Number(/files (\d+)/.exec(await summary.innerText())?.[1]);
    await app.getByRole('button', { name: 'Save the rollout' }).click();
    await app.getByText('Version 2 is in force').first().waitFor();

    const { sandbox } = site();
    const before = [...sandbox.jira.store.issues()].length;
    sandbox.clock.advance(10 * 60 * 1000);
    await sandbox.runCycle();
    const issues = [...sandbox.jira.store.issues()];
    expect(issues.length - before).toBe(promised);
    const grouped = issues.find(
      ({ summary: words, custom }) =>
        words.startsWith('Not met in') && /"\d+: arn:/.test(JSON.stringify(custom)),
    );
    if (grouped === undefined) throw new Error('No issue lists more than one resource');
    key = sandbox.jira.store.keyOf(grouped);
  });

  it('lists its resources in the panel, each with its evidence and its way out', async () => {
    const { app, page } = await site().visit('admin', PAGES.issue(key));
    const resources = app.getByRole('table', { name: 'Resources of this issue' });
    await resources.waitFor();
    const names = await resources.locator('tbody tr td:first-child').allInnerTexts();
    expect(names.length).toBeGreaterThan(1);
    await app.getByText(/^\d+ of \d+ resources fail$/).waitFor();
    for (const name of names.slice(0, 2)) {
      await resources.getByRole('button', { name: name.trim(), exact: true }).first().click();
      await expect.poll(() => app.locator('dl').innerText()).toContain(name.trim());
    }
    await app.getByRole('region', { name: 'Evidence' }).waitFor();
    await expectNoAccessibilityProblems(page, 'a grouped issue');
  });
});

const PLAIN = 205;
const LISTED = 200;

describeSite(
  'an issue that more resources share than its panel lists',
  (site) => {
    it('counts them all, and says how many are not listed', async () => {
      const { rows } = await site().sandbox.pages.global('listFindings', { ruleIds: [GROUPED_RULE] });
      const { app, page } = await site().visit('developer', PAGES.issue(rows[0]?.issueKey ?? ''));
      // One queue more has a huge policy.
      const all = PLAIN + Object.keys(HOSTILE_QUEUES).length + 1;
      await app.getByRole('heading', { name: `${all} of ${all} resources fail` }).waitFor();
      await app.getByText(`And ${all - LISTED} more, `).waitFor();
      await app.getByRole('button', { name: `Page ${LISTED / 10}`, exact: true }).waitFor();
      await expectNoAccessibilityProblems(page, 'an issue of many resources');
    });
  },
  () => ({ estate: hostileEstate({ rules: 1, plainQueues: PLAIN }) }),
);
