/**
 * Bundles src/index.ts as `forge deploy` does: the same webpack configuration, the same TypeScript check with the
 * app's tsconfig.json. Then loads the bundle and checks that it exports every handler of manifest.yml.
 *
 * What `forge deploy` adds besides is Atlassian's runtime wrapper from its CDN; it does not touch the app's code, so an
 * empty one stands in and the check works offline. CommonJS, because Forge's bundler insists on a `require.main`.
 */
const { mkdtempSync, readFileSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join, resolve } = require('node:path');
const { getNodeBundler } = require('@forge/bundler');
const { parse } = require('yaml');

const appDirectory = resolve(__dirname, '../..');

const logger = {
  info: (text) => console.error(text),
  warn: (text) => console.error(text),
  error: (error) => console.error(error),
  debug: () => {},
  trace: () => {},
};

const noWrapper = async () => ({ script: '', source: 'none', version: 'offline' });

async function main() {
  process.chdir(appDirectory);
  process.env.TMPDIR = mkdtempSync(join(tmpdir(), 'forge-bundle-'));
  const manifest = parse(readFileSync('manifest.yml', 'utf8'));
  const bundler = getNodeBundler(
    logger,
    { getNodeRuntimeWrapper: noWrapper, getNodeRuntimeLoader: noWrapper },
    { readConfig: async () => manifest },
  );
  const started = Date.now();
  const { outputDir } = await bundler.bundle({
    appDirectory,
    entryPoints: [{ name: 'index', path: './src/index.ts' }],
  });
  const seconds = ((Date.now() - started) / 1000).toFixed(1);

  const bundle = resolve(outputDir, 'index.cjs');
  const exported = Object.keys(require(bundle));
  const handlers = manifest.modules.function.map((entry) => entry.handler.replace('index.', ''));
  const missing = handlers.filter((handler) => !exported.includes(handler));
  if (missing.length > 0) {
    throw new Error(`manifest.yml names handlers that src/index.ts does not export: ${missing.join(', ')}`);
  }
  const megabytes = (readFileSync(bundle).length / 1024 / 1024).toFixed(1);
  console.log(
    `Forge's bundler made index.cjs (${megabytes} MB, ${handlers.length} handlers) in ${seconds} s`,
  );
}

main().catch((error) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
