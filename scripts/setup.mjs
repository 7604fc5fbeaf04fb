/**
 * What has to be there before the product runs on a developer's machine: packages, built pages, a browser for the
 * browser tests. Plain Node without dependencies, for it runs before node_modules exists. Says what it does on stderr
 * only, so that a command's stdout stays its own.
 */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const CACHE = join(ROOT, '.cache');
const OLDEST_NODE = [20, 19];

const WORKSPACES = [
  {
    name: 'static/ui',
    sources: [
      'static/ui',
      'static/compiled-css.mts',
      'src/contract',
      'src/domain',
      'tsconfig.base.json',
      'package-lock.json',
    ],
  },
  {
    name: 'sandbox/shell',
    sources: ['sandbox/shell', 'static/compiled-css.mts', 'tsconfig.base.json', 'package-lock.json'],
  },
];

const CHROMIUM_CANDIDATES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** A step of the set-up that failed; the message is for the person at the terminal. */
export class SetupError extends Error {}

/** Runs `setup`, and ends the process with one clear message when it fails. */
export async function orExit(setup) {
  try {
    return await setup();
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    say(error.message);
    process.exit(1);
  }
}

/** Installs the packages of package-lock.json when node_modules is missing or does not hold them. */
export async function ensureInstalled() {
  checkNodeVersion();
  if (isInstalled()) return;
  const started = Date.now();
  const result = await run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
  if (result.code !== 0) throw new SetupError(`npm ci failed:\n${result.output.trim()}`);
  say(`Installed packages in ${secondsSince(started)} s`);
}

/** Builds the app's pages and the sandbox's shell where their sources differ from what was built last. */
export async function ensureBuilt() {
  const stale = WORKSPACES.map((workspace) => ({
    ...workspace,
    hash: hashOf(workspace.sources),
    stamp: join(CACHE, `built-${workspace.name.replace('/', '-')}`),
  })).filter(({ name, hash, stamp }) => !existsSync(join(ROOT, name, 'dist')) || readOrNull(stamp) !== hash);
  if (stale.length === 0) return;

  const started = Date.now();
  const results = await Promise.all(
    stale.map(({ name }) => run('npm', ['run', '--silent', 'build', '--workspace', name])),
  );
  const failed = results.findIndex((result) => result.code !== 0);
  if (failed >= 0) {
    throw new SetupError(`Building ${stale[failed].name} failed:\n${results[failed].output.trim()}`);
  }
  mkdirSync(CACHE, { recursive: true });
  for (const { hash, stamp } of stale) writeFileSync(stamp, hash);
  say(`Built ${stale.map(({ name }) => name).join(' and ')} in ${secondsSince(started)} s`);
}

/**
 * Finds Chromium, and installs it where it is missing and this process may (root on Debian or Ubuntu).
 * @returns the path of the browser, or null when there is none; one line on stderr then says what to do
 */
export async function ensureChromium() {
  const found = findChromium();
  if (found !== null) return found;
  if (process.getuid?.() === 0 && spawnSync('apt-get', ['--version']).status === 0) {
    const started = Date.now();
    const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    await run('apt-get', ['update', '-qq'], environment);
    const result = await run(
      'apt-get',
      ['install', '-y', '-qq', '--no-install-recommends', 'chromium'],
      environment,
    );
    const installed = findChromium();
    if (result.code === 0 && installed !== null) {
      say(`Installed Chromium in ${secondsSince(started)} s`);
      return installed;
    }
    const lastLine = result.output.trim().split('\n').at(-1);
    say(
      `No browser tests: apt-get could not install chromium (${lastLine}). Install it or set CHROMIUM_PATH.`,
    );
    return null;
  }
  say(
    'No browser tests: install Chromium (Debian: sudo apt-get install chromium) or set CHROMIUM_PATH to one.',
  );
  return null;
}

/** One line for the person at the terminal. */
export function say(line) {
  process.stderr.write(`${line}\n`);
}

/**
 * Starts Node on a TypeScript file with this terminal, hands it every signal, and resolves to the exit code.
 * @param {string} file relative to the repository
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} [environment]
 */
export function runTypeScript(file, args, environment = process.env) {
  return runNode(['--import', 'tsx', join(ROOT, file), ...args], environment);
}

/** Like runTypeScript, for a list of arguments to Node itself. */
export function runNode(args, environment = process.env) {
  const child = spawn(process.execPath, args, { stdio: 'inherit', env: environment });
  const forward = (signal) => child.kill(signal);
  process.on('SIGINT', forward);
  process.on('SIGTERM', forward);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : 143)));
  });
}

function checkNodeVersion() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const [oldestMajor, oldestMinor] = OLDEST_NODE;
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return;
  throw new SetupError(
    `Node ${OLDEST_NODE.join('.')} or newer is needed; this is ${process.versions.node}. Install a newer Node.`,
  );
}

/** Whether every package that the lock file asks for (on this platform) lies in node_modules in that version. */
function isInstalled() {
  const installedLock = readOrNull(join(ROOT, 'node_modules', '.package-lock.json'));
  if (installedLock === null) return false;
  const wanted = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')).packages;
  const installed = JSON.parse(installedLock).packages;
  return Object.entries(wanted).every(([path, entry]) => {
    if (!path.includes('node_modules') || entry.optional || entry.devOptional) return true;
    const there = installed[path];
    return there !== undefined && there.version === entry.version && there.integrity === entry.integrity;
  });
}

function findChromium() {
  const asked = process.env.CHROMIUM_PATH;
  if (asked) {
    if (existsSync(asked)) return asked;
    throw new SetupError(`CHROMIUM_PATH names ${asked}, where there is no file.`);
  }
  return CHROMIUM_CANDIDATES.find((candidate) => existsSync(candidate)) ?? null;
}

function hashOf(sources) {
  const hash = createHash('sha256');
  for (const source of sources) {
    for (const file of filesUnder(join(ROOT, source))) hash.update(file).update(readFileSync(file));
  }
  return hash.digest('hex');
}

function filesUnder(path) {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.name !== 'node_modules' && entry.name !== 'dist')
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => filesUnder(join(path, entry.name)));
}

function readOrNull(file) {
  return existsSync(file) ? readFileSync(file, 'utf8') : null;
}

/** Runs a command quietly and keeps what it said for the case that it fails. */
function run(command, args, environment = process.env) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: ROOT,
      env: environment,
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32',
    });
    let output = '';
    const keep = (chunk) => {
      output += chunk;
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, output }));
  });
}

function secondsSince(started) {
  return ((Date.now() - started) / 1000).toFixed(1);
}
