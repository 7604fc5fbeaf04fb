/** `npm run scan`: the scanner without Jira. Its stdout is the result and nothing else. */
import { ensureInstalled, orExit, runTypeScript } from './setup.mjs';

await orExit(ensureInstalled);
process.exitCode = await runTypeScript('src/cli/scan.ts', process.argv.slice(2));
