import type { Embedded } from './embedded';
import { fromBase64 } from './text';

/** Messages within messages, and parts of one: more than any tool writes, and few enough to be read in no time. */
const DEEPEST = 8;
const MOST_PARTS = 1_000;

const HEADER = /^(?:[\w-]+:|[ \t]+\S)/;

/**
 * The parts of a MIME message that are not in it as they are, those of messages within it too. A message without parts is
 * one itself. What is nested too deep or in too many parts is told of as one that cannot be decoded.
 * Source: https://docs.cloud-init.io/en/latest/explanation/format.html
 */
export function encodedPartsIn(text: string): Embedded[] {
  // How cloud-init tells a message from a script.
  if (!/^mime-version:/im.test(text.slice(0, 4096))) return [];
  const lines = text.split('\n').map((line) => line.trimEnd());
  // Some tools write a line for an mbox before the headers.
  const start = lines.findIndex((line) => /^[\w-]+:/.test(line));
  return start === -1 ? [] : encodedParts(lines, start, lines.length, 0);
}

/** Looks at no line outside of `from` and `to`: a hostile message has as many parts as lines. */
function encodedParts(lines: string[], from: number, to: number, depth: number): Embedded[] {
  if (depth > DEEPEST) return [{ line: from + 1, bytes: null }];
  const body = bodyOf(lines, from, to);
  const headers = headersIn(lines.slice(from, body));
  const [, quoted, plain] =
    /;\s*boundary\s*=\s*(?:"([^"]+)"|([^\s;]+))/i.exec(headers['content-type'] ?? '') ?? [];
  const boundary = quoted ?? plain;
  if (boundary === undefined) {
    const encoding = (headers['content-transfer-encoding'] ?? '7bit').trim().toLowerCase();
    if (['7bit', '8bit', 'binary'].includes(encoding)) return [];
    return [{ line: body + 1, bytes: undo(encoding, lines.slice(body, to).join('\n').trim()) }];
  }
  const marks: number[] = [];
  for (let at = body; at < to; at += 1)
    if (lines[at] === `--${boundary}` || lines[at] === `--${boundary}--`) marks.push(at);
  // Nothing is known to be in no part.
  if (marks.length === 0 || marks.length > MOST_PARTS) return [{ line: body + 1, bytes: null }];
  return marks.flatMap((mark, index) =>
    lines[mark] === `--${boundary}--` ? [] : encodedParts(lines, mark + 1, marks[index + 1] ?? to, depth + 1),
  );
}

/** Headers end with an empty line; some messages have none. */
function bodyOf(lines: string[], from: number, to: number): number {
  let end = from;
  while (end < to && HEADER.test(lines[end] ?? '')) end += 1;
  return end < to && lines[end] === '' ? end + 1 : end;
}

function headersIn(lines: string[]): Record<string, string> {
  const unfolded = lines.join('\n').replace(/\n[ \t]+/g, ' ');
  return Object.fromEntries(
    [...unfolded.matchAll(/^([\w-]+):[ \t]*(.*)$/gm)].map(([, name = '', value = '']) => [
      name.toLowerCase(),
      value,
    ]),
  );
}

/** The lines of `body` end without white space, as those of an encoded text do. */
function undo(encoding: string, body: string): Buffer | null {
  if (body === '') return Buffer.alloc(0);
  if (encoding === 'base64') return fromBase64(body);
  if (encoding !== 'quoted-printable') return null;
  const bytes = Buffer.from(body.replaceAll('=\n', ''), 'utf8').toString('latin1');
  return Buffer.from(
    bytes.replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  );
}
