import type { Embedded } from './embedded';
import { fromBase64 } from './text';

const ENCODING =
  /\bencoding["']?\s*:\s*["']?(?:(?:gz(?:ip)?\+)?(?:b64|base64)|gz(?:ip)?)\b|\bcontent["']?\s*:\s*!!binary\b/;
const CONTENT = /(?:^|[\s,{"'])content["']?\s*:\s*/;
const ITEM = /^\s*-\s/;

/**
 * What cloud-config says is encoded: the `content` beside each `encoding` of `write_files`. Read line by line, as it is
 * often a template and no YAML yet.
 * Source: https://docs.cloud-init.io/en/latest/reference/modules.html#write-files
 */
export function encodedFilesIn(text: string): Embedded[] {
  if (!/^#cloud-config\b/m.test(text)) return [];
  const texts = text.split('\n');
  const lines = texts.map(lineOf);
  const items = lines.flatMap(({ isItem }, at) => (isItem ? [at] : []));
  const contents = lines.flatMap(({ hasContent }, at) => (hasContent ? [at] : []));
  // Each content once, however many lines of its item speak of an encoding.
  const found = new Map<number, number>();
  let before = { from: -1, to: -1 };
  for (const [at, { hasEncoding }] of lines.entries()) {
    if (!hasEncoding) continue;
    const item = itemOf(lines, items, at);
    const from = item ?? 0;
    if (from === before.from && at < before.to) continue;
    const to = item === null ? lines.length : endOf(lines, item, at);
    before = { from, to };
    const start = contents.find((content) => content >= from && content < to);
    // Without one, it is fetched from elsewhere (`source`) or empty.
    if (start !== undefined) found.set(start, to);
  }
  return [...found].flatMap(([start, to]) => contentAt(texts, start, to));
}

/** What is asked of a line over and over; the patterns are tried once, as a hostile text has tens of thousands of lines. */
interface Line {
  /** Infinite for a blank line, which ends nothing. */
  indent: number;
  isItem: boolean;
  hasEncoding: boolean;
  hasContent: boolean;
}

function lineOf(text: string): Line {
  return {
    indent: isBlank(text) ? Number.POSITIVE_INFINITY : indentOf(text),
    isItem: ITEM.test(text),
    hasEncoding: ENCODING.test(text),
    hasContent: CONTENT.test(text),
  };
}

const indentOf = (line: string) => line.length - line.trimStart().length;
const isBlank = (line: string) => line.trim() === '';

/** Where the item of a list starts that a line is part of; null where it is part of none. */
function itemOf(lines: Line[], items: number[], at: number): number | null {
  const indentAt = (index: number) => lines[index]?.indent ?? 0;
  return items.findLast((item) => item === at || (item < at && indentAt(item) < indentAt(at))) ?? null;
}

/** The first line after `at` that is no deeper than the item. */
function endOf(lines: Line[], item: number, at: number): number {
  const depth = lines[item]?.indent ?? 0;
  const end = lines.findIndex(({ indent }, index) => index > at && indent <= depth);
  return end === -1 ? lines.length : end;
}

/** Behind the colon, or indented below it. */
function contentAt(lines: string[], start: number, to: number): Embedded[] {
  const line = lines[start] ?? '';
  const key = CONTENT.exec(line);
  const inline = line
    .slice((key?.index ?? 0) + (key?.[0].length ?? 0))
    .replace(/^!!binary\s*/, '')
    .replace(/^[|>][-+\d]*\s*(?:#.*)?$/, '')
    .trim();
  if (/^(?:""|'')/.test(inline)) return [];
  if (inline !== '') {
    const [, run = ''] = /^["']?([\w+/=-]*)/.exec(inline) ?? [];
    return [{ line: start + 1, bytes: fromBase64(run) }];
  }
  const column = line.indexOf('content');
  const below = lines.slice(start + 1, to);
  const end = below.findIndex((next) => !isBlank(next) && indentOf(next) <= column);
  const block = end === -1 ? below : below.slice(0, end);
  return block.every(isBlank) ? [] : [{ line: start + 2, bytes: fromBase64(block.join('')) }];
}
