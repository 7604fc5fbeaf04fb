import { SqlRefused } from './engine';

export type Token =
  | { kind: 'word'; text: string }
  | { kind: 'name'; text: string }
  | { kind: 'string'; text: string }
  | { kind: 'number'; text: string }
  | { kind: 'parameter'; text: '?' }
  | { kind: 'sign'; text: string };

const ESCAPES: Record<string, string> = { n: '\n', t: '\t', r: '\r', '0': '\0', b: '\b', Z: '\x1a' };
const SIGNS = ['<=>', '<=', '>=', '<>', '!=', ':=', '||', '&&'];

/** Reads a quoted piece that starts at `start`; a doubled quote and, in strings, a backslash keep it open. */
function readQuoted(sql: string, start: number, backslashes: boolean): { text: string; end: number } {
  const quote = sql[start];
  let text = '';
  for (let at = start + 1; at < sql.length; at += 1) {
    const character = sql[at] ?? '';
    if (character === '\\' && backslashes) {
      at += 1;
      const escaped = sql[at] ?? '';
      // LIKE's own wildcards stay escaped: MySQL reads '\%' as backslash and percent.
      text += escaped === '%' || escaped === '_' ? `\\${escaped}` : (ESCAPES[escaped] ?? escaped);
    } else if (character !== quote) {
      text += character;
    } else if (sql[at + 1] === quote) {
      text += character;
      at += 1;
    } else {
      return { text, end: at + 1 };
    }
  }
  throw new SqlRefused('INVALID_SQL_QUERY', `A quote that opens at character ${start + 1} is never closed.`);
}

function skipComment(sql: string, at: number): number | null {
  if (sql.startsWith('-- ', at) || sql[at] === '#') {
    const end = sql.indexOf('\n', at);
    return end < 0 ? sql.length : end + 1;
  }
  if (sql.startsWith('/*', at)) {
    const end = sql.indexOf('*/', at);
    return end < 0 ? sql.length : end + 2;
  }
  return null;
}

/**
 * Cuts a statement of the MySQL dialect into tokens; white space and comments are dropped.
 * @throws SqlRefused for a quote that is not closed
 */
export function tokenize(sql: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < sql.length) {
    const rest = sql.slice(at);
    const space = /^\s+/.exec(rest);
    const comment = skipComment(sql, at);
    if (space !== null) {
      at += space[0].length;
      continue;
    }
    if (comment !== null) {
      at = comment;
      continue;
    }
    const first = rest[0] ?? '';
    if (first === "'" || first === '"') {
      const { text, end } = readQuoted(sql, at, true);
      tokens.push({ kind: 'string', text });
      at = end;
    } else if (first === '`') {
      const { text, end } = readQuoted(sql, at, false);
      tokens.push({ kind: 'name', text });
      at = end;
    } else if (first === '?') {
      tokens.push({ kind: 'parameter', text: '?' });
      at += 1;
    } else {
      const word = /^[A-Za-z_$][\w$]*/.exec(rest);
      const number = /^\d+(\.\d+)?([eE][+-]?\d+)?/.exec(rest);
      const sign = SIGNS.find((candidate) => rest.startsWith(candidate)) ?? first;
      if (word !== null) tokens.push({ kind: 'word', text: word[0] });
      else if (number !== null) tokens.push({ kind: 'number', text: number[0] });
      else tokens.push({ kind: 'sign', text: sign });
      at += (word ?? number)?.[0].length ?? sign.length;
    }
  }
  while (tokens.at(-1)?.text === ';' && tokens.at(-1)?.kind === 'sign') tokens.pop();
  return tokens;
}

/** Whether the token is this keyword or sign, whatever its case. */
export function is(token: Token | undefined, text: string): boolean {
  return (
    token !== undefined &&
    (token.kind === 'word' || token.kind === 'sign') &&
    token.text.toUpperCase() === text.toUpperCase()
  );
}

/** Whether the tokens from `at` on are these keywords. */
export function startsWith(tokens: Token[], at: number, words: string): boolean {
  return words.split(' ').every((word, index) => is(tokens[at + index], word));
}

/** The index of the bracket that closes the one at `open`. */
export function closingBracket(tokens: Token[], open: number): number {
  let depth = 0;
  for (let at = open; at < tokens.length; at += 1) {
    if (is(tokens[at], '(')) depth += 1;
    if (is(tokens[at], ')')) depth -= 1;
    if (depth === 0) return at;
  }
  throw new SqlRefused('INVALID_SQL_QUERY', 'A bracket is never closed.');
}

/** Cuts at the commas that are in no bracket. */
export function splitAtCommas(tokens: Token[]): Token[][] {
  const parts: Token[][] = [[]];
  let depth = 0;
  for (const token of tokens) {
    if (is(token, '(')) depth += 1;
    if (is(token, ')')) depth -= 1;
    if (depth === 0 && is(token, ',')) parts.push([]);
    else parts.at(-1)?.push(token);
  }
  return parts;
}

/** Writes tokens for SQLite. */
export function write(tokens: Token[]): string {
  return tokens
    .map((token) => {
      if (token.kind === 'string') return `'${token.text.replaceAll("'", "''")}'`;
      if (token.kind === 'name') return `"${token.text.replaceAll('"', '""')}"`;
      return token.text;
    })
    .join(' ')
    .replaceAll(' . ', '.');
}
