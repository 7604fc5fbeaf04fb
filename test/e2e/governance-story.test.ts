import { expect, it } from 'vitest';
import { describeSite } from './support/describe-site';
import { countOn } from './support/findings';
import { PAGES } from './support/site';

const DAY = 24 * 60 * 60 * 1000;
const REASON = 'The vendor needs the port until its migration is over in spring.';

/** One finding that a developer fixes, and one that gets an exception: from observing to the end of the exception. */
describeSite('the story of a rollout', (site) => {
  let excepted = '';

  const scan = async (after: number) => {
    const { sandbox } = site();
    sandbox.clock.advance(after);
    await sandbox.runCycle();
  };

  it('begins in observe: the account is scanned, the security team sees it, and nothing is filed', async () => {
    const { app, page } = await site().visit('admin', `${PAGES.admin}?settings=rollout`);
    await app.getByRole('button', { name: 'Actions for Reviewed' }).click();
    await app.getByRole('menuitem', { name: 'Edit' }).click();
    const dialog = app.getByRole('dialog');
    await dialog.getByLabel('Stage').fill('observe');
    await page.keyboard.press('Enter');
    await dialog.getByRole('button', { name: 'Change the draft' }).click();
    await app.getByRole('button', { name: 'Preview and save' }).click();
    await app.getByText('Nothing changes in Jira.').waitFor();
    await app.getByRole('button', { name: 'Save the rollout' }).click();
    await app.getByText('Version 2 is in force').first().waitFor();

    const connect = await site().visit('admin', PAGES.admin);
    await connect.app.getByRole('button', { name: 'Actions for dev-sandbox' }).click();
    await connect.app.getByRole('menuitem', { name: 'Edit' }).click();
    const account = connect.app.getByRole('dialog');
    await account.getByLabel('Tags').fill('team=platform');
    await connect.page.keyboard.press('Enter');
    await account.getByRole('button', { name: 'Save' }).click();
    await account.waitFor({ state: 'detached' });
  });

  it('goes on to tickets for what was reviewed, as the preview says', async () => {
    await scan(60 * 60 * 1000);
    const before = [...site().sandbox.jira.store.issues()].length;
    const { app, page } = await site().visit('admin', `${PAGES.admin}?settings=rollout`);
    await app.getByRole('button', { name: 'Actions for Reviewed' }).click();
    await app.getByRole('menuitem', { name: 'Edit' }).click();
    const dialog = app.getByRole('dialog');
    for (const [field, text] of [
      ['Stage', 'ticket'],
      ['Minimum severity', 'Any'],
      ['Accounts', 'prod-payments'],
    ] as const) {
      await dialog.getByLabel(field, { exact: true }).fill(text);
      await page.keyboard.press('Enter');
    }
    await dialog.getByRole('button', { name: 'Check in Jira' }).click();
    await dialog.getByText('Issues can be filed in PAY.').waitFor();
    await dialog.getByRole('button', { name: 'Change the draft' }).click();
    await app.getByRole('button', { name: 'Preview and save' }).click();
    const summary = app.getByText(/^The next run files \d+ issues?/);
    await summary.waitFor();
    const promised = Number(/files (\d+)/.exec(await summary.innerText())?.[1]);
    expect(promised).toBeGreaterThan(0);
    await app.getByRole('button', { name: 'Save the rollout' }).click();
    await app.getByText('Version 3 is in force').first().waitFor();

    await scan(10 * 60 * 1000);
    expect([...site().sandbox.jira.store.issues()].length - before).toBe(promised);
  });

  it('the developer’s fix closes its issue', async () => {
    await scan(60 * 60 * 1000);
    const { app, page } = await site().visit('developer', PAGES.issue('PAY-4'));
    await page.getByText('Done', { exact: true }).first().waitFor();
    await app.getByText(/: a scan saw it fixed/).waitFor();
  });

  it('for another finding the developer asks for an exception, and security grants it', async () => {
    const project = await site().visit('developer', PAGES.project('PAY'));
    const link = project.app.getByRole('link', { name: /^PAY-\d+$/ }).first();
    excepted = await link.innerText();
    const { app } = await site().visit('developer', PAGES.issue(excepted));
    await app.getByRole('button', { name: 'Ask for an exception' }).click();
    const dialog = app.getByRole('dialog');
    await dialog.getByLabel('Reason').fill(REASON);
    await dialog.getByLabel('Until').fill(dayOf(site().sandbox.clock.now() + 30 * DAY));
    await dialog.getByRole('button', { name: 'Ask', exact: true }).click();
    await app.getByText(/waits for the security team$/).waitFor();

    const security = await site().visit('admin', `${PAGES.global}?tab=exceptions`);
    await security.app
      .getByRole('row', { name: new RegExp(excepted) })
      .getByRole('button', { name: 'Grant' })
      .click();
    await security.app.getByRole('button', { name: 'Grant the exception' }).click();
    await security.app.getByText('granted', { exact: true }).waitFor();
    await security.app.getByRole('tab', { name: 'Findings' }).click();
    await expect.poll(() => countOn(security.app, 'excepted')).toBe(1);
  });

  it('which ends by itself: its owner was told a week before, and the issue is open again', async () => {
    await scan(25 * DAY);
    await scan(7 * DAY);
    const { app, page } = await site().visit('developer', PAGES.issue(excepted));
    await page
      .getByText(/ends on/)
      .first()
      .waitFor();
    await page.getByText('To Do', { exact: true }).first().waitFor();
    await app.getByText('open', { exact: true }).waitFor();
    const log = await site().visit('admin', `${PAGES.admin}?settings=audit`);
    for (const deed of [
      'Asked for an exception',
      'Granted an exception',
      'Ended an exception',
      'Changed the rollout',
    ])
      await log.app
        .getByRole('row', { name: new RegExp(deed) })
        .first()
        .waitFor();
  });
});

function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}
