import type { FrameLocator } from 'playwright-core';
import { expect, it } from 'vitest';
import { expectNoAccessibilityProblems } from './support/axe';
import { describeSite } from './support/describe-site';
import { countOn } from './support/findings';
import { PAGES } from './support/site';

const REASON = 'The bastion moves behind a VPN in January, the vendor needs it until then.';

/** PAY-4 is the open SSH port of the bastion. */
describeSite('exceptions', (site) => {
  const openTab = async (person: 'securityEngineer' | 'admin') => {
    const visit = await site().visit(person, PAGES.global);
    await visit.app.getByRole('tab', { name: 'Exceptions' }).click();
    await visit.app.getByLabel('Show').waitFor();
    return visit;
  };
  const askInPanel = async (app: FrameLocator) => {
    await app.getByRole('button', { name: 'Ask for an exception' }).click();
    return app.getByRole('dialog');
  };

  it('are asked for on the issue, with a reason and an end that are checked as one types', async () => {
    const { app, page } = await site().visit('developer', PAGES.issue('PAY-4'));
    const dialog = await askInPanel(app);
    await dialog.getByLabel('Reason').fill('because');
    await dialog.getByLabel('Until').fill('2020-01-01');
    await dialog.getByRole('button', { name: 'Ask', exact: true }).click();
    await dialog.getByText('Reason must say in a sentence why this is acceptable').waitFor();
    await dialog.getByText('Until must be in the future').waitFor();
    await expectNoAccessibilityProblems(page, 'asking for an exception');
    await dialog.getByLabel('Reason').fill(REASON);
    await expect.poll(() => dialog.getByText(/must say in a sentence/).count()).toBe(0);
    await dialog.getByLabel('Until').fill(inDays(60));
    await dialog.getByRole('button', { name: 'Ask', exact: true }).click();
    await app.getByText(/^An exception until .* waits for the security team$/).waitFor();
    await app.getByText('Paused', { exact: true }).waitFor();
    await page.reload();
    await app.getByText(/“The bastion moves behind a VPN/).waitFor();
    expect(await app.getByRole('button', { name: 'Ask for an exception' }).count()).toBe(0);
    await expectNoAccessibilityProblems(page, 'a pending exception');
  });

  it('are granted by the security team, and the issue closes', async () => {
    const { app, page } = await openTab('admin');
    await app.getByLabel('Show').fill('Waiting for');
    await page.keyboard.press('Enter');
    const row = app.getByRole('row', { name: /The bastion moves behind a VPN/ });
    await row.getByRole('link', { name: 'PAY-4' }).waitFor();
    expect(page.url()).toContain('tab=exceptions');
    expect(page.url()).toContain('exceptions=waiting');
    await expectNoAccessibilityProblems(page, 'exceptions that wait');
    await row.getByRole('button', { name: 'Grant' }).click();
    const dialog = app.getByRole('dialog');
    await dialog.getByLabel('Note for whoever asked').fill('Until the VPN is there.');
    await dialog.getByRole('button', { name: 'Grant the exception' }).click();
    await app.getByText('Nothing waits for a decision.').waitFor();

    await page.reload();
    await app.getByText('Nothing waits for a decision.').waitFor();
    await app.getByRole('tab', { name: 'Findings' }).click();
    await expect.poll(() => countOn(app, 'excepted')).toBe(1);
  });

  it('stand on the issue with who granted them, and can be ended there by whoever asked', async () => {
    const { app, page } = await site().visit('developer', PAGES.issue('PAY-4'));
    await page.getByText('Done', { exact: true }).first().waitFor();
    await app.getByText(/^Excepted until/).waitFor();
    await app.getByText(/Maya Okafor granted it: “Until the VPN is there.”/).waitFor();
    await page.getByText(/the exception was granted until/).waitFor();
    await app.getByRole('button', { name: 'End the exception' }).click();
    await app.getByRole('button', { name: 'Ask for an exception' }).waitFor();
    await app.getByText('open', { exact: true }).waitFor();
  });

  it('are declined with a reason', async () => {
    const developer = await site().visit('developer', PAGES.issue('PAY-4'));
    const asking = await askInPanel(developer.app);
    await asking.getByLabel('Reason').fill(REASON);
    await asking.getByRole('button', { name: 'Ask', exact: true }).click();
    await developer.app.getByText(/waits for the security team$/).waitFor();

    const { app } = await openTab('admin');
    await app
      .getByRole('row', { name: /The bastion moves/ })
      .getByRole('button', { name: 'Decline' })
      .click();
    const dialog = app.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Decline the exception' }).click();
    await dialog.getByText('Why not must say why').waitFor();
    await dialog.getByLabel('Why not').fill('Close it today, use the session manager.');
    await dialog.getByRole('button', { name: 'Decline the exception' }).click();
    await app.getByText('Nobody has asked for one, and none is in force.').waitFor();
    await developer.page.reload();
    await developer.page.getByText(/the exception was declined/).waitFor();
    await developer.app.getByRole('button', { name: 'Ask for an exception' }).waitFor();
  });

  it('stand for a pattern too, with what they cover as one types', async () => {
    const { app, page } = await openTab('securityEngineer');
    await app.getByRole('button', { name: 'Ask for a standing exception' }).click();
    const dialog = app.getByRole('dialog');
    await dialog.getByLabel('Rules').fill('ebs-volume-unattached');
    await dialog.getByRole('option').first().click();
    await dialog.getByLabel('Name').fill('*');
    await dialog.getByText(/^It covers [1-9]\d* open findings? now/).waitFor();
    await dialog.getByLabel('Name').fill('no-such-*');
    await dialog.getByText(/^It covers no open finding now/).waitFor();
    await dialog.getByLabel('Name').fill('*');
    await dialog.getByText(/^It covers [1-9]\d* open findings? now/).waitFor();
    await expectNoAccessibilityProblems(page, 'a standing exception');
    await dialog.getByLabel('Reason').fill('The platform team deletes them every Friday.');
    await dialog.getByRole('button', { name: 'Ask', exact: true }).click();
    const row = app.getByRole('row', { name: /Standing: ebs-volume-unattached/ });
    await row.getByText('requested', { exact: true }).waitFor();
    // Who may not decide sees no buttons for it.
    expect(await row.getByRole('button').count()).toBe(0);
  });

  it.each(['light', 'dark'] as const)('have no serious accessibility problem in %s', async (theme) => {
    const { app, page } = await site().visit('admin', `${PAGES.global}?tab=exceptions`, { theme });
    await app.getByRole('table', { name: 'Exceptions' }).waitFor();
    await expectNoAccessibilityProblems(page, theme);
  });
});

function inDays(days: number): string {
  return new Date(Date.now() + days * 24 * 60 * 60 * 1000).toISOString().slice(0, 10);
}
