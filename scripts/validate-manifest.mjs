/** `npm run manifest`: asks Forge's own validator (the one of `forge lint` and `forge deploy`) about manifest.yml. */
import { createRequire } from 'node:module';
import { ensureInstalled, orExit, ROOT } from './setup.mjs';

await orExit(ensureInstalled);
process.chdir(ROOT);

const { validate } = createRequire(import.meta.url)('@forge/manifest');
const { success, errors = [] } = await validate();
for (const error of errors) {
  console.error(`manifest.yml:${error.line}:${error.column} ${error.level}: ${error.message}`);
}
if (!success || errors.length > 0) process.exit(1);
console.log('manifest.yml is valid');
