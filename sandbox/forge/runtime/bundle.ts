import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const HERE = dirname(fileURLToPath(import.meta.url));
const FOLDER = resolve(HERE, '../../../.cache/forge');

export interface Bundles {
  /** The app's handlers. */
  app: string;
  /** What a worker thread runs. */
  worker: string;
  remove(): void;
}

async function bundle(entry: string, outfile: string): Promise<string> {
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    sourcemap: 'linked',
    // Every worker holds the source and its map in its heap: a third less so, of which the app's work needs the most.
    sourcesContent: false,
    minifyWhitespace: true,
    logLevel: 'error',
    define: { 'import.meta.url': '__import_meta_url' },
    banner: { js: 'const __import_meta_url = require("node:url").pathToFileURL(__filename).href;' },
  });
  return outfile;
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Bundles whose process was ended before it could remove them. */
function removeLeftBehind(): void {
  for (const name of readdirSync(FOLDER)) {
    const pid = /^(\d+)-/.exec(name)?.[1];
    if (pid !== undefined && !isRunning(Number(pid)))
      rmSync(join(FOLDER, name), { recursive: true, force: true });
  }
}

/**
 * Bundles the app's src/index.ts and our worker for Node.
 * @throws the bundler's error when the app does not compile
 */
export async function bundleApp(appDir: string): Promise<Bundles> {
  mkdirSync(FOLDER, { recursive: true });
  removeLeftBehind();
  const folder = mkdtempSync(join(FOLDER, `${process.pid}-`));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  try {
    const [app, worker] = await Promise.all([
      bundle(join(appDir, 'src', 'index.ts'), join(folder, 'index.cjs')),
      bundle(join(HERE, 'worker.ts'), join(folder, 'worker.cjs')),
    ]);
    return { app, worker, remove };
  } catch (error) {
    remove();
    throw error;
  }
}
