import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

const stateSchema = z.object({
  version: z.literal(2),
  /** When the sandbox's time began, milliseconds since 1970; the estate's timeline counts from here. */
  startedAt: z.number(),
  /** What the sandbox's clock last showed. */
  now: z.number(),
  /** Whether the app was set up. */
  isSetUp: z.boolean(),
});
export type SandboxState = z.infer<typeof stateSchema>;

const FILE = 'sandbox.json';
const LOCK = 'sandbox.lock';

/** A state folder that this sandbox cannot read; the message says what to do. */
export class StateError extends Error {
  override readonly name = 'StateError';
}

/** @returns null when nothing is kept there yet. @throws StateError for a file that is not ours */
export async function readState(stateDir: string): Promise<SandboxState | null> {
  const file = join(stateDir, FILE);
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
  try {
    return stateSchema.parse(JSON.parse(text));
  } catch {
    throw new StateError(
      `--state: ${file} is not the state of this version of the sandbox; start with --reset to forget it`,
    );
  }
}

/** Written beside and moved in place, so that a crash leaves the old state or the new one. */
export async function writeState(stateDir: string, state: SandboxState): Promise<void> {
  await mkdir(stateDir, { recursive: true });
  const file = join(stateDir, FILE);
  await writeFile(`${file}.new`, JSON.stringify(state));
  await rename(`${file}.new`, file);
}

/**
 * Keeps a state folder for this process alone: two sandboxes would write over each other.
 * @returns the way to let go of it
 * @throws StateError when another sandbox runs on it
 */
export async function lockState(stateDir: string): Promise<() => Promise<void>> {
  await mkdir(stateDir, { recursive: true });
  const lock = join(stateDir, LOCK);
  const holder = await holderOf(lock);
  if (holder !== null && isRunning(holder)) {
    throw new StateError(`--state: ${stateDir} is in use by another sandbox (process ${holder})`);
  }
  // Left behind by a process that was killed.
  if (holder !== null) await rm(lock, { force: true });
  try {
    await writeFile(lock, String(process.pid), { flag: 'wx' });
  } catch {
    throw new StateError(`--state: ${stateDir} was just taken by another sandbox`);
  }
  return () => rm(lock, { force: true });
}

async function holderOf(lock: string): Promise<number | null> {
  try {
    return Number(await readFile(lock, 'utf8'));
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

function isRunning(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

/**
 * Forgets everything in a state folder that this process holds.
 * @throws StateError for a folder that holds something else
 */
export async function forgetState(stateDir: string): Promise<void> {
  const names = (await readdir(stateDir)).filter((name) => name !== LOCK);
  if (names.length === 0) return;
  // Whoever mistypes --state does not lose a folder of something else.
  if (!names.includes(FILE)) {
    throw new StateError(
      `--state: ${stateDir} holds files but no state of this sandbox; --reset leaves it alone`,
    );
  }
  await Promise.all(names.map((name) => rm(join(stateDir, name), { recursive: true, force: true })));
}
