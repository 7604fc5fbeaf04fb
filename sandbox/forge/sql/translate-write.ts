import { assignmentsOf, refuseReadsOfAssigned } from './assignments';
import { SqlRefused } from './engine';
import { closingBracket, is, sign, startsWith, type Token, topLevelIndex, word } from './tokens';
import { translateExpression } from './translate-expression';

/** What has to be known of an INSERT to count rows as MySQL does. */
export interface InsertFacts {
  table: string;
  /** Rows of the VALUES list; null for an INSERT ... SELECT. */
  rows: number | null;
  /** What becomes of a row that is there already: `update` counts it twice, `replace` as deleted and inserted. */
  onDuplicate: 'refuse' | 'ignore' | 'update' | 'replace';
}

/** Rows of the VALUES list; null for an INSERT ... SELECT. */
export function rowsOfValues(tokens: Token[]): number | null {
  const values = topLevelIndex(tokens, 'VALUES');
  if (values < 0) return null;
  let rows = 0;
  for (let at = values + 1; is(tokens[at], '('); rows += 1) {
    const next = closingBracket(tokens, at) + 1;
    at = is(tokens[next], ',') ? next + 1 : next;
  }
  return rows;
}

function factsOf(tokens: Token[], onDuplicate: InsertFacts['onDuplicate']): InsertFacts {
  const into = tokens.findIndex((token) => is(token, 'INTO'));
  const table = tokens[into + 1];
  if (into < 0 || table === undefined)
    throw new SqlRefused('INVALID_SQL_QUERY', 'INSERT needs INTO and a table.');
  if (topLevelIndex(tokens, 'SET') >= 0) {
    throw new SqlRefused('INVALID_SQL_QUERY', "The sandbox's SQL engine plays no INSERT ... SET.");
  }
  return { table: table.text, rows: rowsOfValues(tokens), onDuplicate };
}

/** `DO UPDATE SET ...` for rows that it would change: MySQL counts those twice and the others once. */
function upsertOf(table: Token, tokens: Token[]): Token[] {
  const assignments = assignmentsOf(tokens);
  refuseReadsOfAssigned(assignments);
  const translated = assignments.map(({ column, value }) => ({
    column,
    value: translateExpression(value, true),
  }));
  const set = translated.flatMap(({ column, value }, index) => [
    ...(index === 0 ? [] : [sign(',')]),
    column,
    sign('='),
    ...value,
  ]);
  const differs = translated.flatMap(({ column, value }, index) => [
    ...(index === 0 ? [] : [word('OR')]),
    table,
    sign('.'),
    column,
    ...['IS', 'NOT'].map(word),
    sign('('),
    ...value,
    sign(')'),
  ]);
  return [...['ON', 'CONFLICT', 'DO', 'UPDATE', 'SET'].map(word), ...set, word('WHERE'), ...differs];
}

/** INSERT IGNORE and ON DUPLICATE KEY UPDATE are SQLite's OR IGNORE and ON CONFLICT. */
export function translateInsert(tokens: Token[]): { tokens: Token[]; insert: InsertFacts } {
  const ignore = is(tokens[1], 'IGNORE');
  const whole = ignore ? [word('INSERT'), word('OR'), word('IGNORE'), ...tokens.slice(2)] : tokens;
  const at = whole.findIndex((_, index) => startsWith(whole, index, 'ON DUPLICATE KEY UPDATE'));
  const replaces = is(tokens[0], 'REPLACE');
  if (at < 0) {
    const insert = factsOf(whole, replaces ? 'replace' : ignore ? 'ignore' : 'refuse');
    return { tokens: translateExpression(whole), insert };
  }
  const insert = factsOf(whole.slice(0, at), 'update');
  const head = translateExpression(whole.slice(0, at));
  const table = head[head.findIndex((token) => is(token, 'INTO')) + 1];
  if (table === undefined) throw new SqlRefused('INVALID_SQL_QUERY', 'INSERT needs a table.');
  // Without a WHERE, SQLite takes the ON of ON CONFLICT for a join's.
  const where = insert.rows === null && topLevelIndex(head, 'WHERE') < 0 ? [word('WHERE'), word('TRUE')] : [];
  return { tokens: [...head, ...where, ...upsertOf(table, whole.slice(at + 4))], insert };
}

/** MySQL's ORDER BY and LIMIT of a write, as a subquery of the rows to write. */
function limited(table: Token, tokens: Token[], from: number): Token[] {
  const places = ['WHERE', 'ORDER', 'LIMIT'].map((keyword) => topLevelIndex(tokens, keyword, from));
  const [where = -1, ...others] = places;
  const first = Math.min(...places.filter((place) => place >= 0));
  if (others.every((place) => place < 0) || !Number.isFinite(first)) return tokens;
  const tail = tokens.slice(where >= 0 ? where : first);
  return [
    ...tokens.slice(0, first),
    ...['WHERE', 'rowid', 'IN'].map(word),
    sign('('),
    ...['SELECT', 'rowid', 'FROM'].map(word),
    table,
    ...tail,
    sign(')'),
  ];
}

/** UPDATE of one table. */
export function translateUpdate(tokens: Token[]): Token[] {
  const [, table, set] = tokens;
  if (table === undefined || !is(set, 'SET')) {
    throw new SqlRefused(
      'INVALID_SQL_QUERY',
      "The sandbox's SQL engine plays UPDATE of one table without alias, no joined tables.",
    );
  }
  const ends = ['WHERE', 'ORDER', 'LIMIT'].map((keyword) => topLevelIndex(tokens, keyword, 3));
  const end = Math.min(tokens.length, ...ends.filter((place) => place >= 0));
  refuseReadsOfAssigned(assignmentsOf(tokens.slice(3, end)));
  return translateExpression(limited(table, tokens, 3));
}

/** DELETE from one table. */
export function translateDelete(tokens: Token[]): Token[] {
  const [, from, table] = tokens;
  if (!is(from, 'FROM') || table === undefined) {
    throw new SqlRefused(
      'INVALID_SQL_QUERY',
      "The sandbox's SQL engine plays DELETE FROM one table, no joined tables.",
    );
  }
  return translateExpression(limited(table, tokens, 3));
}
