import { JqlError } from './error';

export interface Token {
  kind: 'word' | 'quoted' | 'operator' | 'punctuation' | 'end';
  /** The text without quotes and escapes. */
  text: string;
  /** Where it starts; both count from 1, as Jira's messages do. */
  line: number;
  character: number;
}

const PUNCTUATION = '(),[]';
const BREAKS = new Set([...PUNCTUATION, '=', '!', '<', '>', '~', '&', '|', '"', "'"]);
const ESCAPES: Record<string, string> = { n: '\n', t: '\t', r: '\r' };

/**
 * Cuts a query into tokens; the last one is always `end`.
 * @throws JqlError for a quote that is never closed
 */
export function tokenize(query: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  let line = 1;
  let lineStart = 0;
  while (at < query.length) {
    const sign = query.charAt(at);
    if (/\s/.test(sign)) {
      at += 1;
      if (sign === '\n') {
        line += 1;
        lineStart = at;
      }
      continue;
    }
    const place = { line, character: at - lineStart + 1 };
    const pair = query.slice(at, at + 2);
    if (sign === '"' || sign === "'") {
      const { text, next } = quoted(query, at, place);
      tokens.push({ kind: 'quoted', text, ...place });
      at = next;
    } else if (['!=', '!~', '<=', '>=', '&&', '||'].includes(pair)) {
      tokens.push({ kind: 'operator', text: pair, ...place });
      at += 2;
    } else if ('=~<>!&|'.includes(sign)) {
      tokens.push({ kind: 'operator', text: sign, ...place });
      at += 1;
    } else if (PUNCTUATION.includes(sign)) {
      tokens.push({ kind: 'punctuation', text: sign, ...place });
      at += 1;
    } else {
      const { text, next } = word(query, at);
      tokens.push({ kind: 'word', text, ...place });
      at = next;
    }
  }
  tokens.push({ kind: 'end', text: '', line, character: at - lineStart + 1 });
  return tokens;
}

function quoted(query: string, start: number, place: { line: number; character: number }) {
  const mark = query.charAt(start);
  let text = '';
  for (let at = start + 1; at < query.length; at += 1) {
    const sign = query.charAt(at);
    if (sign === mark) return { text, next: at + 1 };
    if (sign === '\\') {
      at += 1;
      const escaped = query.charAt(at);
      text += ESCAPES[escaped] ?? escaped;
    } else text += sign;
  }
  throw new JqlError([
    `Error in the JQL Query: The quoted string '${text}' has not been completed. (line ${place.line}, character ${place.character})`,
  ]);
}

function word(query: string, start: number) {
  let text = '';
  let at = start;
  while (at < query.length) {
    const sign = query.charAt(at);
    if (/\s/.test(sign) || BREAKS.has(sign)) break;
    if (sign === '\\') {
      at += 1;
      text += query.charAt(at);
    } else text += sign;
    at += 1;
  }
  return { text, next: at };
}
