import { SqlRefused } from './engine';
import { closingBracket, is, sign, splitAtCommas, type Token, word } from './tokens';

const number = (text: string): Token => ({ kind: 'number', text });

/** MySQL's names for what SQLite has under another. */
const RENAMED: Record<string, string> = {
  IF: 'iif',
  GREATEST: 'max',
  LEAST: 'min',
  CHAR_LENGTH: 'length',
  CHARACTER_LENGTH: 'length',
  SUBSTRING: 'substr',
  LCASE: 'lower',
  UCASE: 'upper',
  // MySQL counts bytes here.
  LENGTH: 'octet_length',
};

const CAST_TYPES: Record<string, string> = { CHAR: 'TEXT', SIGNED: 'INTEGER' };

const joined = (parts: Token[][], by: Token): Token[] =>
  parts.flatMap((part, index) => (index === 0 ? part : [by, ...part]));
const inBrackets = (tokens: Token[]): Token[] => [sign('('), ...tokens, sign(')')];

/** Calls that have to be written another way, by their translated arguments. */
const CALLS: Record<string, (args: Token[][]) => Token[]> = {
  // NULL when any argument is NULL, which SQLite's own concat() is not.
  CONCAT: (args) => inBrackets(joined(args.map(inBrackets), sign('||'))),
  LEFT: ([text = [], length = []]) => [
    word('substr'),
    ...inBrackets(joined([text, [number('1')], length], sign(','))),
  ],
  NOW: () => [word('CURRENT_TIMESTAMP')],
  CURRENT_TIMESTAMP: () => [word('CURRENT_TIMESTAMP')],
  UNIX_TIMESTAMP: (args) => {
    if (args.flat().length > 0) throw refused('UNIX_TIMESTAMP with an argument');
    return [word('unixepoch'), ...inBrackets([])];
  },
  CAST: ([arg = []]) => {
    const as = arg.findLastIndex((token) => is(token, 'AS'));
    const type = CAST_TYPES[arg[as + 1]?.text.toUpperCase() ?? ''];
    if (as < 0 || type === undefined || arg.length !== as + 2) throw refused('CAST but to CHAR and SIGNED');
    return [word('CAST'), ...inBrackets([...arg.slice(0, as + 1), word(type)])];
  },
};

const OPERATORS: Record<string, Token[]> = {
  '<=>': [word('IS')],
  '&&': [word('AND')],
  // MySQL divides as decimals, SQLite whole numbers as whole numbers.
  '/': [sign('*'), number('1.0'), sign('/')],
};

function refused(what: string): SqlRefused {
  return new SqlRefused('INVALID_SQL_QUERY', `The sandbox's SQL engine plays no ${what}.`);
}

/** Where LIKE's pattern ends: a value, a name with its table, or a call with its brackets. */
function endOfOperand(tokens: Token[], at: number): number {
  if (is(tokens[at + 1], '(')) return closingBracket(tokens, at + 1) + 1;
  if (is(tokens[at], '(')) return closingBracket(tokens, at) + 1;
  return is(tokens[at + 1], '.') ? endOfOperand(tokens, at + 2) : at + 1;
}

function translateCall(name: string, args: Token[][]): Token[] {
  const upper = name.toUpperCase();
  const call = CALLS[upper];
  if (call !== undefined) return call(args);
  return [word(RENAMED[upper] ?? name), ...inBrackets(joined(args, sign(',')))];
}

function isCalled(tokens: Token[], at: number): boolean {
  const upper = tokens[at]?.kind === 'word' ? (tokens[at]?.text.toUpperCase() ?? '') : '';
  return is(tokens[at + 1], '(') && (upper in CALLS || upper in RENAMED);
}

/**
 * Rewrites what MySQL says otherwise inside expressions: functions, operators, LIKE's escape character, and VALUES(column)
 * in the assignments of an upsert. What it leaves alone has passed refuseUnknown.
 * @throws SqlRefused for arguments that SQLite does not play
 */
export function translateExpression(tokens: Token[], inUpsert = false): Token[] {
  const out: Token[] = [];
  for (let at = 0; at < tokens.length; at += 1) {
    const token = tokens[at];
    if (token === undefined) break;
    const column = tokens[at + 2];
    if (inUpsert && is(token, 'VALUES') && is(tokens[at + 1], '(') && column !== undefined) {
      out.push(word('excluded'), sign('.'), column);
      at += 3;
    } else if (is(token, 'LIKE')) {
      const end = endOfOperand(tokens, at + 1);
      out.push(token, ...translateExpression(tokens.slice(at + 1, end), inUpsert));
      if (!is(tokens[end], 'ESCAPE')) out.push(word('ESCAPE'), { kind: 'string', text: '\\' });
      at = end - 1;
    } else if (isCalled(tokens, at)) {
      const close = closingBracket(tokens, at + 1);
      const inside = tokens.slice(at + 2, close);
      const args = inside.length === 0 ? [] : splitAtCommas(translateExpression(inside, inUpsert));
      out.push(...translateCall(token.text, args));
      at = close;
    } else {
      out.push(...((token.kind === 'sign' ? OPERATORS[token.text] : undefined) ?? [token]));
    }
  }
  return out;
}
