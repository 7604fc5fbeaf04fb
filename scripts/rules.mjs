/** `npm run rules`: the catalogue of rules. Its stdout is the catalogue and nothing else. */
import { ensureInstalled, orExit, runTypeScript } from './setup.mjs';

await orExit(ensureInstalled);
process.exitCode = await runTypeScript('src/cli/rules.ts', process.argv.slice(2));
