import { existsSync } from 'node:fs';
import { type Browser, type BrowserContext, chromium, type FrameLocator, type Page } from 'playwright-core';
import { DEMO_ACCOUNTS } from '../../../sandbox/jira/index';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../../sandbox/sandbox';

const CHROMIUM = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';

/** Without a browser these tests cannot run; the set-up of `npm test` says how to get one. */
export const NO_BROWSER = !existsSync(CHROMIUM);
if (NO_BROWSER)
  console.warn(`Skipped: there is no Chromium at ${CHROMIUM}; install it or set CHROMIUM_PATH.`);

export type Person = 'admin' | 'securityEngineer' | 'developer' | 'outsider';

export const PAGES = {
  admin: '/jira/settings/apps/findings-admin-page',
  global: '/jira/apps/findings-global-page',
  project: (key: string) => `/jira/projects/${key}/apps/findings-project-page`,
  issue: (key: string) => `/browse/${key}`,
};

/** A site with its first scan done, and a browser to look at it as one person or another. */
export interface Site {
  sandbox: Sandbox;
  /** Opens a page of the site as that person; what the app shows is in the returned frame. */
  visit(
    person: Person,
    path: string,
    options?: { theme?: 'light' | 'dark' },
  ): Promise<{ page: Page; app: FrameLocator }>;
  /** Closes every page that was opened, so that none keeps asking the sandbox. */
  leave(): Promise<void>;
  close(): Promise<void>;
}

/** Starts a sandbox, with the demo estate when no other is given, and scans it once. */
export async function openSite(options: SandboxOptions = {}): Promise<Site> {
  const sandbox = await startSandbox(options);
  await sandbox.runCycle();
  const browser: Browser = await chromium.launch({
    executablePath: CHROMIUM,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      // Nobody looks at these windows, and they are to be painted all the same.
      '--disable-backgrounding-occluded-windows',
      '--disable-renderer-backgrounding',
      '--disable-background-timer-throttling',
    ],
  });
  const contexts: BrowserContext[] = [];
  const leave = async () => {
    for (const context of contexts.splice(0)) await context.close();
  };
  return {
    sandbox,
    async visit(person, path, { theme = 'light' } = {}) {
      const context = await browser.newContext({
        viewport: { width: 1400, height: 900 },
        colorScheme: theme,
      });
      contexts.push(context);
      await context.grantPermissions(['clipboard-read', 'clipboard-write']);
      const cookie = { name: 'sandbox-account', value: encodeURIComponent(DEMO_ACCOUNTS[person]) };
      const { hostname } = new URL(sandbox.url);
      await context.addCookies([{ ...cookie, domain: hostname, path: '/' }]);
      const page = await context.newPage();
      await page.goto(`${sandbox.url}${path}`);
      return { page, app: page.frameLocator('iframe') };
    },
    leave,
    async close() {
      await leave();
      await browser.close();
      await sandbox.stop();
    },
  };
}
