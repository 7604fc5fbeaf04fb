import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { catalogueAsMarkdown } from '../../../src/cli/catalogue-markdown';
import { catalogue } from '../../../src/rules';

const ROOT = join(import.meta.dirname, '../../..');
const DOCUMENT = 'docs/rules.md';
const COMMAND = `npm run --silent rules -- --format markdown > ${DOCUMENT}`;

const text = catalogueAsMarkdown(catalogue);
const outsideOfCode = text.replaceAll(/```[\s\S]*?```|`[^`\n]*`|<!--.*-->/g, '');

describe(DOCUMENT, () => {
  it('is what the catalogue says', () => {
    const written = readFileSync(join(ROOT, DOCUMENT), 'utf8').split('\n');
    // One line of the difference: the whole of it is as long as the document.
    const at = text.split('\n').findIndex((line, index) => line !== written[index]);
    const [says, should] = [written[at], text.split('\n')[at]];
    expect(
      written.join('\n') === text,
      `${DOCUMENT}:${at + 1} says "${says}" in place of "${should}". Write it again: ${COMMAND}`,
    ).toBe(true);
    expect(text).toContain(COMMAND);
  });

  it('has a section for each link within it, and each section once', () => {
    const headings = [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading]) => heading?.toLowerCase());
    const ids = headings.filter((heading) => /^[a-z0-9-]+$/.test(heading ?? ''));
    expect(new Set(ids).size).toBe(ids.length);
    const links = [...text.matchAll(/\]\(#([^)]+)\)/g)].map(([, id]) => id);
    expect(links.filter((id) => !ids.includes(id))).toEqual([]);
    expect(ids).toEqual(expect.arrayContaining(catalogue.map(({ id }) => id)));
  });

  it('shows what it says: no placeholder taken for HTML, no cell cut in two, all that is folded closed', () => {
    expect(outsideOfCode.match(/(?<!\\)<(?!\/?(details|summary)>)/g)).toBeNull();
    expect(text.match(/^<details>/gm)).toHaveLength(catalogue.length);
    expect(text.match(/^<\/details>/gm)).toHaveLength(catalogue.length);
    const columns = (row: string) => row.match(/(?<!\\)\|/g)?.length;
    const rows = outsideOfCode.split('\n').filter((line) => line.startsWith('| '));
    expect(rows.filter((row) => ![4, 6].includes(columns(row) ?? 0))).toEqual([]);
  });
});
