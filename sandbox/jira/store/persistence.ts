import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { type JiraState, jiraStateSchema } from './model';

const FILE = 'jira.json';

/**
 * Reads the kept state of the site.
 * @returns null when the directory holds none yet
 * @throws Error naming the file and what is wrong in it, when it cannot be used
 */
export async function loadState(stateDir: string): Promise<JiraState | null> {
  const path = join(stateDir, FILE);
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
  try {
    return jiraStateSchema.parse(JSON.parse(text));
  } catch (error) {
    const reason = error instanceof z.ZodError ? z.prettifyError(error) : String(error);
    throw new Error(
      `${path} is not a state of this sandbox (${reason}); delete the file to start from the demo data`,
    );
  }
}

/** Writes the state so that a reader, or the next start after a crash, sees the old file or the new one whole. */
export async function saveState(stateDir: string, state: JiraState): Promise<void> {
  await mkdir(stateDir, { recursive: true });
  const path = join(stateDir, FILE);
  const draft = `${path}.${process.pid}.tmp`;
  await writeFile(draft, JSON.stringify(state));
  await rename(draft, path);
}
