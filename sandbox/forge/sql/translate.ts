import { SqlRefused } from './engine';
import { closingBracket, is, startsWith, type Token, tokenize, write } from './tokens';
import { translateExpression } from './translate-expression';
import { createIndex, translateAlterTable, translateCreateTable } from './translate-table';

export interface Translated {
  /** One or more statements of SQLite that together do what the one of MySQL does. */
  statements: string[];
  reads: boolean;
}

const word = (text: string): Token => ({ kind: 'word', text });

/** INSERT IGNORE and ON DUPLICATE KEY UPDATE are SQLite's OR IGNORE and ON CONFLICT. */
function translateInsert(tokens: Token[]): Token[] {
  const ignore = is(tokens[1], 'IGNORE');
  const head = ignore ? [word('INSERT'), word('OR'), word('IGNORE'), ...tokens.slice(2)] : tokens;
  const at = head.findIndex((_, index) => startsWith(head, index, 'ON DUPLICATE KEY UPDATE'));
  if (at < 0) return head;
  const selects = head.slice(0, at).some((token) => is(token, 'SELECT'));
  return [
    ...head.slice(0, at),
    // Without a WHERE, SQLite takes the ON of ON CONFLICT for a join's.
    ...(selects ? [word('WHERE'), word('TRUE')] : []),
    ...['ON', 'CONFLICT', 'DO', 'UPDATE', 'SET'].map(word),
    ...head.slice(at + 4),
  ];
}

function refuseLimit(tokens: Token[], verb: string): void {
  if (tokens.some((token) => is(token, 'LIMIT'))) {
    throw new SqlRefused('INVALID_SQL_QUERY', `The sandbox's SQL engine plays no ${verb} with a LIMIT.`);
  }
}

function translateCreateIndex(tokens: Token[]): string[] {
  const unique = is(tokens[1], 'UNIQUE');
  const rest = tokens.slice(unique ? 3 : 2);
  const named = startsWith(rest, 0, 'IF NOT EXISTS') ? rest.slice(3) : rest;
  const [name, on, table, open] = named;
  if (name === undefined || table === undefined || !is(on, 'ON') || !is(open, '(')) {
    throw new SqlRefused('INVALID_SQL_QUERY', 'CREATE INDEX needs a name, a table and columns.');
  }
  return [createIndex(table, name, named.slice(4, closingBracket(named, 3)), unique)];
}

/**
 * A statement of the MySQL dialect as SQLite has to hear it. Small on purpose: what it does not know is refused, never
 * guessed, and the same statements run on a real MySQL-compatible server in CI.
 * @throws SqlRefused naming the construct
 */
export function translate(sql: string): Translated {
  const tokens = tokenize(sql);
  if (tokens.some((token) => is(token, ';'))) {
    throw new SqlRefused('INVALID_SQL_QUERY', 'Forge SQL takes one statement a request.');
  }
  const verb = tokens[0]?.text.toUpperCase() ?? '';
  const one = (translated: Token[], reads = false): Translated => ({
    statements: [write(translateExpression(translated))],
    reads,
  });
  switch (verb) {
    case 'SELECT':
    case 'WITH':
    case '(':
      return one(tokens, true);
    case 'INSERT':
      return one(translateInsert(tokens));
    case 'REPLACE':
      return one(tokens);
    case 'UPDATE':
    case 'DELETE':
      refuseLimit(tokens, verb);
      return one(tokens);
    case 'CREATE':
      if (is(tokens[1], 'TABLE')) return { statements: translateCreateTable(tokens), reads: false };
      return { statements: translateCreateIndex(tokens), reads: false };
    case 'ALTER':
      return { statements: translateAlterTable(tokens), reads: false };
    case 'DROP':
      if (is(tokens[1], 'TABLE')) return { statements: [write(tokens)], reads: false };
      throw new SqlRefused('INVALID_SQL_QUERY', "The sandbox's SQL engine drops tables only.");
    default:
      throw new SqlRefused(
        'INVALID_SQL_QUERY',
        `The sandbox's SQL engine plays no ${verb || 'empty'} statement.`,
      );
  }
}
