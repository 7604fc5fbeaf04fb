import { SqlRefused } from './engine';

export type Token = (
  | { kind: 'word'; text: string }
  | { kind: 'name'; text: string }
  | { kind: 'string'; text: string }
  | { kind: 'number'; text: string }
  /** Numbered, so that translation may repeat and move it. */
  | { kind: 'parameter'; text: string }
  | { kind: 'sign'; text: string }
) & {
  /** Where the statement says it, for tokens that come from one. */
  source?: { from: number; to: number };
};

const ESCAPES: Record<string, string> = { n: '\n', t: '\t', r: '\r', '0': '\0', b: '\b', Z: '\x1a' };
const SIGNS = ['<=>', '<=', '>=', '<>', '!=', '==', ':=', '||', '&&', '<<', '>>', '->>', '->'];
const WORD = /[A-Za-z_$][\w$]*/y;
const NUMBER = /(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?(?![\w$])/y;
const SPACE = /\s+/y;

/** A token that stands in no statement. */
export const word = (text: string): Token => ({ kind: 'word', text });
export const sign = (text: string): Token => ({ kind: 'sign', text });

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

/** Where the comment that starts here ends; null when none does. */
function skipComment(sql: string, at: number): number | null {
  if (/^--(\s|$)/.test(sql.slice(at, at + 3)) || sql[at] === '#') {
    const end = sql.indexOf('\n', at);
    return end < 0 ? sql.length : end + 1;
  }
  if (!sql.startsWith('/*', at)) return null;
  if (sql[at + 2] === '!' || sql[at + 2] === '+') {
    throw new SqlRefused('INVALID_SQL_QUERY', "The sandbox's SQL engine plays no hints in comments.");
  }
  const end = sql.indexOf('*/', at);
  return end < 0 ? sql.length : end + 2;
}

function match(pattern: RegExp, sql: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(sql)?.[0];
}

function readToken(sql: string, at: number, parameters: number): { token: Token; end: number } {
  const first = sql[at] ?? '';
  if (first === "'" || first === '"') {
    const { text, end } = readQuoted(sql, at, true);
    return { token: { kind: 'string', text }, end };
  }
  if (first === '`') {
    const { text, end } = readQuoted(sql, at, false);
    return { token: { kind: 'name', text }, end };
  }
  if (first === '?') return { token: { kind: 'parameter', text: `?${parameters + 1}` }, end: at + 1 };
  const named = match(WORD, sql, at);
  if (named !== undefined) return { token: word(named), end: at + named.length };
  const number = match(NUMBER, sql, at);
  if (number !== undefined) return { token: { kind: 'number', text: number }, end: at + number.length };
  if (/\d/.test(first)) {
    throw new SqlRefused(
      'INVALID_SQL_QUERY',
      `The sandbox's SQL engine reads no number ${sql.slice(at, at + 12)}.`,
    );
  }
  const text = SIGNS.find((candidate) => sql.startsWith(candidate, at)) ?? first;
  return { token: sign(text), end: at + text.length };
}

/**
 * Cuts a statement of the MySQL dialect into tokens; white space, comments and a semicolon at the end are dropped.
 * @throws SqlRefused for a quote that is not closed and a number that is none
 */
export function tokenize(sql: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  let parameters = 0;
  while (at < sql.length) {
    const skipped = skipComment(sql, at) ?? at + (match(SPACE, sql, at)?.length ?? 0);
    if (skipped > at) {
      at = skipped;
      continue;
    }
    const { token, end } = readToken(sql, at, parameters);
    if (token.kind === 'parameter') parameters += 1;
    const before = tokens.at(-1);
    if (token.kind === 'string' && before?.kind === 'string') {
      // 'a' 'b' is one string.
      tokens[tokens.length - 1] = { kind: 'string', text: before.text + token.text };
    } else {
      tokens.push({ ...token, source: { from: at, to: end } });
    }
    at = end;
  }
  while (is(tokens.at(-1), ';')) tokens.pop();
  return tokens;
}

/** Whether the token is this keyword or sign, whatever its case. */
export function is(token: Token | undefined, text: string): boolean {
  if (token === undefined || (token.kind !== 'word' && token.kind !== 'sign')) return false;
  if (token.text === text) return true;
  return token.text.length === text.length && token.text.toUpperCase() === text.toUpperCase();
}

/** Whether the tokens from `at` on are these keywords. */
export function startsWith(tokens: Token[], at: number, words: string): boolean {
  const space = words.indexOf(' ');
  if (space < 0) return is(tokens[at], words);
  return is(tokens[at], words.slice(0, space)) && startsWith(tokens, at + 1, words.slice(space + 1));
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

/** The index of the first token from `from` on that is in no bracket and that `wanted` takes; the end when none is. */
export function findOutside(tokens: Token[], from: number, wanted: (token: Token) => boolean): number {
  let depth = 0;
  for (let at = from; at < tokens.length; at += 1) {
    const token = tokens[at];
    if (token === undefined) break;
    if (is(token, ')')) depth -= 1;
    if (depth === 0 && wanted(token)) return at;
    if (is(token, '(')) depth += 1;
  }
  return tokens.length;
}

/** Where this keyword stands outside of every bracket, from `from` on; -1 when nowhere. */
export function topLevelIndex(tokens: Token[], text: string, from = 0): number {
  const at = findOutside(tokens, from, (token) => is(token, text));
  return at < tokens.length ? at : -1;
}

/** Cuts at the commas that are in no bracket. */
export function splitAtCommas(tokens: Token[]): Token[][] {
  const parts: Token[][] = [];
  let from = 0;
  while (from <= tokens.length) {
    const comma = findOutside(tokens, from, (token) => is(token, ','));
    parts.push(tokens.slice(from, comma));
    from = comma + 1;
  }
  return parts;
}

function written(token: Token): string {
  if (token.kind === 'name') return `"${token.text.replaceAll('"', '""')}"`;
  if (token.kind !== 'string') return token.text;
  if (token.text.includes('\0')) {
    throw new SqlRefused('INVALID_SQL_QUERY', "The sandbox's SQL engine plays no zero byte in a literal.");
  }
  return `'${token.text.replaceAll("'", "''")}'`;
}

/** Writes tokens for SQLite. */
export function write(tokens: Token[]): string {
  let text = '';
  for (const [index, token] of tokens.entries()) {
    const together = is(token, '.') || is(tokens[index - 1], '.');
    text += index === 0 || together ? written(token) : ` ${written(token)}`;
  }
  return text;
}
