import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { type Account, type Estate, estateFileSchema, timelineSchema } from './estate';
import { expandRanges } from './expand-ranges';
import { parseAccount, parseOrExplain } from './parse';
import { applyTimeline } from './timeline';

const SHARED = 'estate.yaml';
const TIMELINE = 'timeline.yaml';

/**
 * Reads an estate: estate.yaml, one file per account, and timeline.yaml where there is one. Throws an Error that names the
 * file and the field for whatever is wrong, in a later step of the timeline too.
 */
export async function loadEstate(directory: string): Promise<Estate> {
  const files = (await readdir(directory)).filter((file) => file.endsWith('.yaml')).sort();
  if (!files.includes(SHARED)) throw new Error(`${directory} has no ${SHARED}: it is not an estate`);
  const shared = parseOrExplain(estateFileSchema, await readYaml(directory, SHARED), SHARED);
  const timeline = files.includes(TIMELINE)
    ? parseOrExplain(timelineSchema, await readYaml(directory, TIMELINE), TIMELINE)
    : [];
  const documents: Record<string, unknown> = {};
  const accounts: Account[] = [];
  for (const file of files.filter((name) => name !== SHARED && name !== TIMELINE)) {
    const document = expandRanges(await readYaml(directory, file));
    const account = parseAccount(document, file);
    if (account.name in documents) throw new Error(`${file}: there is another account named ${account.name}`);
    const twin = accounts.find((other) => other.id === account.id);
    if (twin) throw new Error(`${file}: ${twin.name} has the id ${account.id} already`);
    const foreign = Object.keys(account.regions).find((region) => !shared.regions.includes(region));
    if (foreign) throw new Error(`${file}: region ${foreign} is not among the regions of ${SHARED}`);
    documents[account.name] = document;
    accounts.push(account);
  }
  const estate: Estate = { ...shared, accounts, timeline, documents };
  for (const step of timeline) applyTimeline(estate, step.after);
  return estate;
}

async function readYaml(directory: string, file: string): Promise<unknown> {
  try {
    return parse(await readFile(join(directory, file), 'utf8'));
  } catch (error) {
    throw new Error(`${file} cannot be read as YAML: ${error instanceof Error ? error.message : error}`, {
      cause: error,
    });
  }
}
