import { SqlRefused } from './engine';
import { closingBracket, is, type Token } from './tokens';

const word = (text: string): Token => ({ kind: 'word', text });
const sign = (text: string): Token => ({ kind: 'sign', text });

/** MySQL's names for what SQLite has under another. */
const FUNCTIONS: Record<string, string> = {
  IF: 'iif',
  GREATEST: 'max',
  LEAST: 'min',
  CHAR_LENGTH: 'length',
  CHARACTER_LENGTH: 'length',
  SUBSTRING: 'substr',
  LCASE: 'lower',
  UCASE: 'upper',
};

const OPERATORS: Record<string, Token[]> = {
  '<=>': [word('IS')],
  '&&': [word('AND')],
  // MySQL divides as decimals, SQLite whole numbers as whole numbers.
  '/': [sign('*'), { kind: 'number', text: '1.0' }, sign('/')],
};

/** Where the operand that starts at `at` ends: a value, a name, or a call with its brackets. */
function endOfOperand(tokens: Token[], at: number): number {
  if (is(tokens[at + 1], '(')) return closingBracket(tokens, at + 1) + 1;
  if (is(tokens[at], '(')) return closingBracket(tokens, at) + 1;
  return at + 1;
}

/**
 * Rewrites what MySQL says otherwise inside expressions: functions, operators, LIKE's escape character, VALUES(column).
 * @throws SqlRefused for what would mean something else in SQLite
 */
export function translateExpression(tokens: Token[]): Token[] {
  const out: Token[] = [];
  for (let at = 0; at < tokens.length; at += 1) {
    const token = tokens[at];
    if (token === undefined) break;
    const next = tokens[at + 1];
    const upper = token.kind === 'word' ? token.text.toUpperCase() : '';
    if (is(token, '||')) {
      throw new SqlRefused('INVALID_SQL_QUERY', '“||” means OR in MySQL; write OR, or CONCAT for text.');
    }
    if (
      upper === 'VALUES' &&
      is(next, '(') &&
      is(tokens[at + 3], ')') &&
      out.some((o) => is(o, 'CONFLICT'))
    ) {
      const column = tokens[at + 2];
      if (column !== undefined) out.push(word('excluded'), sign('.'), column);
      at += 3;
    } else if (upper === 'LIKE') {
      const end = endOfOperand(tokens, at + 1);
      out.push(token, ...translateExpression(tokens.slice(at + 1, end)));
      if (!is(tokens[end], 'ESCAPE')) out.push(word('ESCAPE'), { kind: 'string', text: '\\' });
      at = end - 1;
    } else if (upper === 'NOW' && is(next, '(')) {
      out.push(word('CURRENT_TIMESTAMP'));
      at += 2;
    } else if (upper === 'UNIX_TIMESTAMP' && is(next, '(') && is(tokens[at + 2], ')')) {
      out.push(word('unixepoch'), sign('('), sign(')'));
      at += 2;
    } else if (FUNCTIONS[upper] !== undefined && is(next, '(')) {
      out.push(word(FUNCTIONS[upper]));
    } else {
      out.push(...((token.kind === 'sign' ? OPERATORS[token.text] : undefined) ?? [token]));
    }
  }
  return out;
}
