import { mkdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { FrameLocator, Page } from 'playwright-core';
import { NO_BROWSER, openSite, PAGES, type Person, type Site } from './support/site';

/**
 * `npx tsx test/e2e/screenshots.ts`: the pictures of README.md, taken from the demo after its first scan; with the beginning of a
 * file's name only those.
 */

const IMAGES = resolve(__dirname, '../../docs/images');
const MAX_BYTES = 150_000;

interface Shot {
  file: string;
  person: Person;
  path: string;
  theme?: 'dark';
  /** Brings what the picture is about into view and waits until it is there. */
  ready: (app: FrameLocator, page: Page) => Promise<void>;
  /** Whether the picture is of the app's frame only. */
  onlyApp?: boolean;
  /** Of the window, in pixels. What lies below is not painted in a frame of another origin. */
  height?: number;
}

const SHOTS: Shot[] = [
  {
    file: 'issue.png',
    person: 'developer',
    path: PAGES.issue('PAY-4'),
    height: 720,
    ready: (app) => app.getByText('Why it matters').waitFor(),
  },
  {
    file: 'issue-panel.png',
    person: 'developer',
    path: PAGES.issue('PAY-4'),
    onlyApp: true,
    height: 3000,
    ready: (app) => app.getByText('Why it matters').waitFor(),
  },
  {
    file: 'project-page.png',
    person: 'developer',
    path: PAGES.project('PAY'),
    ready: (app) => app.getByRole('table', { name: 'Findings' }).waitFor(),
  },
  {
    file: 'global-page.png',
    person: 'securityEngineer',
    path: PAGES.global,
    ready: (app) => app.getByRole('table', { name: 'Findings' }).waitFor(),
  },
  {
    file: 'global-page-dark.png',
    person: 'securityEngineer',
    path: PAGES.global,
    theme: 'dark',
    ready: (app) => app.getByRole('table', { name: 'Findings' }).waitFor(),
  },
  {
    file: 'admin-accounts.png',
    person: 'admin',
    path: PAGES.admin,
    ready: (app) => app.getByRole('table', { name: 'Connected accounts' }).waitFor(),
  },
  {
    file: 'rollout.png',
    person: 'admin',
    path: `${PAGES.admin}?settings=rollout`,
    ready: (app) => app.getByRole('table', { name: 'Rollout policies' }).waitFor(),
  },
];

async function take(
  site: Site,
  { file, person, path, theme, ready, onlyApp, height = 800 }: Shot,
): Promise<void> {
  const { app, page } = await site.visit(person, path, theme === undefined ? {} : { theme });
  await page.setViewportSize({ width: 1200, height });
  await ready(app, page);
  // Images and fonts settle, and the frame takes the height of what it shows.
  await page.waitForTimeout(800);
  const target = join(IMAGES, file);
  if (onlyApp === true) await page.locator('iframe').screenshot({ path: target });
  else await page.screenshot({ path: target });
  const { size } = statSync(target);
  console.log(`${target}: ${Math.round(size / 1000)} kB`);
  if (size > MAX_BYTES) console.warn(`${file} has more than ${MAX_BYTES / 1000} kB`);
  await page.close();
}

async function main(): Promise<void> {
  if (NO_BROWSER) return;
  mkdirSync(IMAGES, { recursive: true });
  const site = await openSite();
  try {
    for (const shot of SHOTS.filter(({ file }) => file.startsWith(process.argv[2] ?? '')))
      await take(site, shot);
  } finally {
    await site.close();
  }
}

void main();
