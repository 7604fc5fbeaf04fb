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
  const lines = text.split('\n');
  return lines.flatMap((line, at) => {
    if (!ENCODING.test(line)) return [];
    const { from, to } = itemAround(lines, at);
    const start = lines.findIndex((other, index) => index >= from && index < to && CONTENT.test(other));
    // Without one, it is fetched from elsewhere (`source`) or empty.
    return start === -1 ? [] : contentAt(lines, start, to);
  });
}

const indentOf = (line: string) => line.length - line.trimStart().length;
const isBlank = (line: string) => line.trim() === '';

/** The lines of the list's item that a line is part of. */
function itemAround(lines: string[], at: number): { from: number; to: number } {
  const indent = indentOf(lines[at] ?? '');
  const above = lines.findLastIndex(
    (line, index) => ITEM.test(line) && (index === at || (index < at && indentOf(line) < indent)),
  );
  const from = Math.max(above, 0);
  const depth = above === -1 ? -1 : indentOf(lines[above] ?? '');
  const after = lines.findIndex((line, index) => index > at && !isBlank(line) && indentOf(line) <= depth);
  return { from, to: after === -1 ? lines.length : after };
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
