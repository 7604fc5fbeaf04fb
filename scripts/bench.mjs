/** `npm run bench`: what scanning a whole company costs. Its stdout is the report and nothing else. */
import { ensureInstalled, orExit, runTypeScript } from './setup.mjs';

await orExit(ensureInstalled);
process.exitCode = await runTypeScript('test/bench/scale/main.ts', process.argv.slice(2));
