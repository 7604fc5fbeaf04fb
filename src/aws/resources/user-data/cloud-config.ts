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
  const lines = text.split('\n').flatMap(lineOf);
  const contents = firstContents(lines);
  // Each content once, however many lines of its item speak of an encoding.
  const found = new Set<number>();
  const ends = new Map<number | undefined, number>();
  const items: number[] = [];
  for (const [at, { isItem, hasEncoding }] of lines.entries()) {
    if (isItem) enter(items, lines, at);
    if (!hasEncoding) continue;
    const item = isItem ? at : items.findLast((each) => indentAt(lines, each) < indentAt(lines, at));
    if (at < (ends.get(item) ?? 0)) continue;
    const to = item === undefined ? lines.length : endOf(lines, item, at);
    ends.set(item, to);
    const start = contents[item ?? 0];
    // Without one, it is fetched from elsewhere (`source`) or empty.
    if (start !== undefined && start < to) found.add(start);
  }
  return [...found].flatMap((start) => contentAt(lines, start));
}

/** What is asked of a line over and over; the patterns are tried once, as a hostile text has tens of thousands of lines. */
interface Line {
  /** In the text, from 1. */
  number: number;
  text: string;
  indent: number;
  isItem: boolean;
  hasEncoding: boolean;
  hasContent: boolean;
}

/** None for a blank line, which is part of whatever surrounds it. */
function lineOf(text: string, index: number): Line[] {
  const printed = text.trimStart();
  if (printed === '') return [];
  return [
    {
      number: index + 1,
      text,
      indent: text.length - printed.length,
      isItem: ITEM.test(text),
      hasEncoding: ENCODING.test(text),
      hasContent: CONTENT.test(text),
    },
  ];
}

/** A line that is not there is part of nothing. */
const indentAt = (lines: Line[], at: number) => lines[at]?.indent ?? -1;

/** For each line the first one with content from there on; past the last line where there is none. */
function firstContents(lines: Line[]): number[] {
  const first = new Array<number>(lines.length).fill(lines.length);
  for (let at = lines.length - 1; at >= 0; at -= 1)
    first[at] = lines[at]?.hasContent ? at : (first[at + 1] ?? lines.length);
  return first;
}

/** Adds to the items that later lines may be part of, each deeper than the one before. */
function enter(items: number[], lines: Line[], at: number): void {
  while (items.length > 0 && indentAt(lines, items.at(-1) ?? -1) >= indentAt(lines, at)) items.pop();
  items.push(at);
}

/** The first line after `at` that is no deeper than the item. */
function endOf(lines: Line[], item: number, at: number): number {
  let end = at + 1;
  while (indentAt(lines, end) > indentAt(lines, item)) end += 1;
  return end;
}

/** Behind the colon, or indented below it. */
function contentAt(lines: Line[], start: number): Embedded[] {
  const { text = '', number = 0 } = lines[start] ?? {};
  const key = CONTENT.exec(text);
  const inline = text
    .slice((key?.index ?? 0) + (key?.[0].length ?? 0))
    .replace(/^!!binary\s*/, '')
    .replace(/^[|>][-+\d]*\s*(?:#.*)?$/, '')
    .trim();
  if (/^(?:""|'')/.test(inline)) return [];
  if (inline !== '') {
    const [, run = ''] = /^["']?([\w+/=-]*)/.exec(inline) ?? [];
    return [{ line: number, bytes: fromBase64(run) }];
  }
  const column = text.indexOf('content');
  const block: string[] = [];
  for (let next = start + 1; indentAt(lines, next) > column; next += 1) block.push(lines[next]?.text ?? '');
  return block.length === 0 ? [] : [{ line: number + 1, bytes: fromBase64(block.join('')) }];
}
