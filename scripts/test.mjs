/**
 * `npm test`: every test there is, with what it needs installed first. Arguments go to vitest
 * (`npm test -- --project unit`). Ends with the counts on a line of their own.
 */
import { join } from 'node:path';
import { ensureBuilt, ensureChromium, ensureInstalled, orExit, ROOT, runNode } from './setup.mjs';

const args = process.argv.slice(2);

const chromium = await orExit(async () => {
  await ensureInstalled();
  await ensureBuilt();
  return ensureChromium();
});

const vitest = join(ROOT, 'node_modules', 'vitest', 'vitest.mjs');
const reporters = ['--reporter=default', `--reporter=${join(ROOT, 'scripts', 'count-reporter.mjs')}`];
process.exitCode = await runNode([vitest, 'run', '--root', ROOT, ...reporters, ...args], {
  ...process.env,
  ...(chromium === null ? {} : { CHROMIUM_PATH: chromium }),
});
