/** `npm start`: what is missing is installed and built, then the sandbox runs with the given arguments. */
import { ensureBuilt, ensureInstalled, orExit, runTypeScript } from './setup.mjs';

const args = process.argv.slice(2);
const headless = args.includes('--once') || args.includes('--help');

await orExit(async () => {
  await ensureInstalled();
  if (!headless) await ensureBuilt();
});
process.exitCode = await runTypeScript('sandbox/main.ts', args);
