/** `npm run bench:queries`: every page's queries with a million findings. Its stdout is the table and nothing else. */
import { ensureInstalled, orExit, runTypeScript } from './setup.mjs';

await orExit(ensureInstalled);
process.exitCode = await runTypeScript('test/bench/queries/main.ts', process.argv.slice(2));
