import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const HERE = dirname(fileURLToPath(import.meta.url));
const ROOT = resolve(HERE, '../../..');

async function bundle(entry: string, outfile: string): Promise<string> {
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    sourcemap: 'linked',
    logLevel: 'error',
    define: { 'import.meta.url': '__import_meta_url' },
    banner: { js: 'const __import_meta_url = require("node:url").pathToFileURL(__filename).href;' },
  });
  return outfile;
}

/**
 * Bundles the app's src/index.ts and our worker for Node.
 * @throws the bundler's error when the app does not compile
 */
export async function bundleApp(appDir: string): Promise<{ app: string; worker: string }> {
  const name = createHash('sha256').update(resolve(appDir)).digest('hex').slice(0, 12);
  const folder = join(ROOT, '.cache', 'forge', `${name}-${process.pid}`);
  mkdirSync(folder, { recursive: true });
  const [app, worker] = await Promise.all([
    bundle(join(appDir, 'src', 'index.ts'), join(folder, 'index.cjs')),
    bundle(join(HERE, 'worker.ts'), join(folder, 'worker.cjs')),
  ]);
  return { app, worker };
}
