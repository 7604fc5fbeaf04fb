import type { Embedded } from './embedded';
import { fromBase64, mayBeText, type Unpacking } from './text';

const SHORTEST = 20;
const RUN = new RegExp(`[A-Za-z0-9+/]{${SHORTEST},}={0,2}`, 'g');
const WHOLE = /^[A-Za-z0-9+/]+={0,2}$/;

/**
 * The runs of base64 in a text, over lines where they go on, that turn out to be text: `echo ... | base64 -d`. Others are
 * hashes, certificates and the like. What is not unpacked any more may be text.
 */
export function base64RunsIn(text: string, unpacking: Unpacking): Embedded[] {
  const lines = text.split('\n').map((line) => line.trim());
  const found: Embedded[] = [];
  for (let at = 0; at < lines.length; at += 1) {
    const first = lines[at] ?? '';
    const rest = WHOLE.test(first) && first.length >= SHORTEST ? continuationOf(lines, at) : [];
    const block = first + rest.join('');
    // What comes last may be the end of a here-document and no base64 any more.
    const runs = rest.length > 0 ? [block, first + rest.slice(0, -1).join('')] : (first.match(RUN) ?? []);
    for (const run of runs) {
      const bytes = fromBase64(run);
      if (bytes === null || !mayBeText(bytes, unpacking)) continue;
      found.push({ line: at + 1, bytes });
      if (rest.length > 0) break;
    }
    at += Math.max(0, rest.length - 1);
  }
  return found;
}

/** Encoders break lines at the same column, so that only the last one is shorter. */
function continuationOf(lines: string[], at: number): string[] {
  const { length } = lines[at] ?? '';
  const rest: string[] = [];
  for (let next = at + 1; next < lines.length; next += 1) {
    const line = lines[next] ?? '';
    if (!WHOLE.test(line) || line.length > length) break;
    rest.push(line);
    if (line.length < length) break;
  }
  return rest;
}
