import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

const stateSchema = z.object({
  version: z.literal(1),
  /** When the sandbox's time began, milliseconds since 1970; the estate's timeline counts from here. */
  startedAt: z.number(),
  /** What the sandbox's clock last showed. */
  now: z.number(),
  /** Whether the app was set up. */
  isSetUp: z.boolean(),
});
export type SandboxState = z.infer<typeof stateSchema>;

const FILE = 'sandbox.json';

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
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
  try {
    return stateSchema.parse(JSON.parse(text));
  } catch {
    throw new StateError(
      `--state: ${file} is not the state of this sandbox; start with --reset to forget it`,
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

/** Forgets everything in a state folder. @throws StateError for a folder that holds something else */
export async function forgetState(stateDir: string): Promise<void> {
  const kept = await isStateFolder(stateDir);
  if (!kept) return;
  await rm(stateDir, { recursive: true, force: true });
}

async function isStateFolder(stateDir: string): Promise<boolean> {
  let names: string[];
  try {
    names = await readdir(stateDir);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false;
    throw error;
  }
  if (names.length === 0) return false;
  // Whoever mistypes --state does not lose a folder of something else.
  if (!names.includes(FILE)) {
    throw new StateError(
      `--state: ${stateDir} holds files but no state of this sandbox; --reset leaves it alone`,
    );
  }
  return true;
}
