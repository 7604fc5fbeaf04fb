/** `npm run bench:api-calls`: the AWS API calls of one scan. Its stdout is the table and nothing else. */
import { ensureInstalled, orExit, runTypeScript } from './setup.mjs';

await orExit(ensureInstalled);
process.exitCode = await runTypeScript('test/bench/api-calls/main.ts', process.argv.slice(2));
