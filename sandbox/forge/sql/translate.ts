import { SqlRefused } from './engine';
import { refuseUnknown } from './refuse-unknown';
import { resultColumns } from './result-columns';
import { closingBracket, is, startsWith, type Token, tokenize, write } from './tokens';
import { translateExpression } from './translate-expression';
import { createIndex, dropIndex, translateAlterTable, translateCreateTable } from './translate-table';
import { type InsertFacts, translateDelete, translateInsert, translateUpdate } from './translate-write';

export interface Translated {
  /** One or more statements of SQLite that together do what the one of MySQL does. */
  statements: string[];
  reads: boolean;
  changesSchema: boolean;
  /** ADD COLUMN IF NOT EXISTS: the statement of the same place is left out where the column is there. */
  unlessColumn: ({ table: string; column: string } | null)[];
  /** Digits after the point of the columns that MySQL returns as DECIMAL. */
  decimals: Map<string, number>;
  /** For INSERT and REPLACE. */
  insert: InsertFacts | null;
}

const SCHEMA_CHANGES = ['CREATE', 'ALTER', 'DROP'];
const WRITES = ['INSERT', 'UPDATE', 'DELETE', 'REPLACE'];

function refused(what: string): SqlRefused {
  return new SqlRefused('INVALID_SQL_QUERY', `The sandbox's SQL engine plays no ${what}.`);
}

const written = (tokens: Token[], insert: InsertFacts | null = null): Translated => ({
  statements: [write(tokens)],
  reads: false,
  changesSchema: false,
  unlessColumn: [],
  decimals: new Map(),
  insert,
});

const schemaChange = (...statements: string[]): Translated => ({
  statements,
  reads: false,
  changesSchema: true,
  unlessColumn: [],
  decimals: new Map(),
  insert: null,
});

function translateRead(given: Token[], sql: string): Translated {
  if (is(given[0], 'WITH') && given.some((token) => WRITES.some((verb) => is(token, verb)))) {
    throw refused('WITH before a write');
  }
  const { tokens, decimals } = resultColumns(given, sql);
  return { ...written(translateExpression(tokens)), reads: true, decimals };
}

function translateCreateIndex(tokens: Token[]): string {
  const unique = is(tokens[1], 'UNIQUE');
  const rest = tokens.slice(unique ? 3 : 2);
  const ifNotExists = startsWith(rest, 0, 'IF NOT EXISTS');
  const named = ifNotExists ? rest.slice(3) : rest;
  const [name, on, table, open] = named;
  if (name === undefined || table === undefined || !is(on, 'ON') || !is(open, '(')) {
    throw new SqlRefused('INVALID_SQL_QUERY', 'CREATE INDEX needs a name, a table and columns.');
  }
  const columns = named.slice(4, closingBracket(named, 3));
  return createIndex(table, { name, columns, unique }, ifNotExists);
}

function translateCreate(tokens: Token[]): Translated {
  if (is(tokens[1], 'TABLE')) return schemaChange(...translateCreateTable(tokens));
  if (is(tokens[1], 'INDEX') || startsWith(tokens, 1, 'UNIQUE INDEX')) {
    return schemaChange(translateCreateIndex(tokens));
  }
  throw refused(`CREATE ${tokens[1]?.text ?? ''}`);
}

function translateAlter(tokens: Token[]): Translated {
  const [, , table] = tokens;
  const changes = changesOf(tokens.slice(3));
  if (table === undefined || !changes.some((change) => change.column !== null))
    return schemaChange(...translateAlterTable(tokens));
  const translated = changes.flatMap(({ change, column }) =>
    translateAlterTable([...tokens.slice(0, 3), ...change]).map((statement) => ({
      statement,
      unless: column === null ? null : { table: table.text, column },
    })),
  );
  return {
    ...schemaChange(...translated.map(({ statement }) => statement)),
    unlessColumn: translated.map(({ unless }) => unless),
  };
}

/** Each change of an ALTER TABLE, without its IF NOT EXISTS, and the column that this was about. */
function changesOf(tokens: Token[]): { change: Token[]; column: string | null }[] {
  const changes: Token[][] = [[]];
  let depth = 0;
  for (const token of tokens) {
    if (is(token, '(')) depth += 1;
    if (is(token, ')')) depth -= 1;
    if (depth === 0 && is(token, ',')) changes.push([]);
    else changes.at(-1)?.push(token);
  }
  return changes.map((change) => {
    if (startsWith(change, 0, 'ADD INDEX') || startsWith(change, 0, 'DROP INDEX'))
      return { change, column: null };
    const verb = startsWith(change, 0, 'ADD COLUMN') ? 2 : 1;
    if (!startsWith(change, verb, 'IF NOT EXISTS')) return { change, column: null };
    return {
      change: [...change.slice(0, verb), ...change.slice(verb + 3)],
      column: change[verb + 3]?.text ?? null,
    };
  });
}

function translateDrop(tokens: Token[]): Translated {
  if (is(tokens[1], 'TABLE')) return schemaChange(write(tokens));
  const [, , name, on, table] = tokens;
  if (is(tokens[1], 'INDEX') && name !== undefined && is(on, 'ON') && table !== undefined) {
    return schemaChange(dropIndex(table, name));
  }
  throw refused(`DROP ${tokens[1]?.text ?? ''}`);
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
  if (!SCHEMA_CHANGES.includes(verb)) refuseUnknown(tokens);
  switch (verb) {
    case 'SELECT':
    case 'WITH':
      return translateRead(tokens, sql);
    case '(':
      throw refused('SELECT in brackets');
    case 'INSERT':
    case 'REPLACE': {
      const { tokens: translated, insert } = translateInsert(tokens);
      return written(translated, insert);
    }
    case 'UPDATE':
      return written(translateUpdate(tokens));
    case 'DELETE':
      return written(translateDelete(tokens));
    case 'CREATE':
      return translateCreate(tokens);
    case 'ALTER':
      return translateAlter(tokens);
    case 'DROP':
      return translateDrop(tokens);
    default:
      throw refused(`${verb || 'empty'} statement`);
  }
}
