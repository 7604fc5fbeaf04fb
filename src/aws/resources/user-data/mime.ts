import type { Embedded } from './embedded';
import { fromBase64 } from './text';

/**
 * The parts of a MIME message that are not in it as they are, those of messages within it too. A message without parts is
 * one itself.
 * Source: https://docs.cloud-init.io/en/latest/explanation/format.html
 */
export function encodedPartsIn(text: string): Embedded[] {
  // How cloud-init tells a message from a script.
  if (!/^mime-version:/im.test(text.slice(0, 4096))) return [];
  const lines = text.split('\n').map((line) => line.trimEnd());
  // Some tools write a line for an mbox before the headers.
  const start = lines.findIndex((line) => /^[\w-]+:/.test(line));
  return encodedParts(lines, start, lines.length);
}

function encodedParts(lines: string[], from: number, to: number): Embedded[] {
  // Headers end with an empty line; some messages have none.
  const end = lines.findIndex((line, at) => at >= from && !/^(?:[\w-]+:|[ \t]+\S)/.test(line));
  const body = end === -1 || end >= to ? to : lines[end] === '' ? end + 1 : end;
  const headers = headersIn(lines.slice(from, body));
  const [, quoted, plain] =
    /;\s*boundary\s*=\s*(?:"([^"]+)"|([^\s;]+))/i.exec(headers['content-type'] ?? '') ?? [];
  const boundary = quoted ?? plain;
  if (boundary === undefined) {
    const encoding = (headers['content-transfer-encoding'] ?? '7bit').trim().toLowerCase();
    if (['7bit', '8bit', 'binary'].includes(encoding)) return [];
    return [{ line: body + 1, bytes: undo(encoding, lines.slice(body, to).join('\n').trim()) }];
  }
  const marks = lines.flatMap((line, at) =>
    at >= body && at < to && (line === `--${boundary}` || line === `--${boundary}--`) ? [at] : [],
  );
  // Nothing is known to be in no part.
  if (marks.length === 0) return [{ line: body + 1, bytes: null }];
  return marks.flatMap((mark, index) =>
    lines[mark] === `--${boundary}--` ? [] : encodedParts(lines, mark + 1, marks[index + 1] ?? to),
  );
}

function headersIn(lines: string[]): Record<string, string> {
  const unfolded = lines.join('\n').replace(/\n[ \t]+/g, ' ');
  return Object.fromEntries(
    [...unfolded.matchAll(/^([\w-]+):\s*(.*)$/gm)].map(([, name = '', value = '']) => [
      name.toLowerCase(),
      value,
    ]),
  );
}

function undo(encoding: string, body: string): Buffer | null {
  if (body === '') return Buffer.alloc(0);
  if (encoding === 'base64') return fromBase64(body);
  if (encoding !== 'quoted-printable') return null;
  const bytes = Buffer.from(body.replace(/[ \t]*=\n/g, ''), 'utf8').toString('latin1');
  return Buffer.from(
    bytes.replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  );
}
