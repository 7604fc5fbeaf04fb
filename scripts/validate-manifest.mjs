/** `npm run manifest`: asks Forge's own validator (the one of `forge lint` and `forge deploy`) about manifest.yml. */
import { createRequire } from 'node:module';
import { ensureBuilt, ensureInstalled, orExit, ROOT } from './setup.mjs';

// The validator looks for the built pages that the manifest names.
await orExit(async () => {
  await ensureInstalled();
  await ensureBuilt();
});
process.chdir(ROOT);

const { validate } = createRequire(import.meta.url)('@forge/manifest');
const { success, errors = [] } = await validate();
for (const error of errors) {
  console.error(`manifest.yml:${error.line}:${error.column} ${error.level}: ${error.message}`);
}
if (!success || errors.length > 0) process.exit(1);
console.log('manifest.yml is valid');
