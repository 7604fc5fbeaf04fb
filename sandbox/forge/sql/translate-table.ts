import { SqlRefused } from './engine';
import { closingBracket, is, splitAtCommas, startsWith, type Token, write } from './tokens';

const INTEGERS = new Set(['BIGINT', 'INT', 'INTEGER', 'SMALLINT', 'MEDIUMINT', 'TINYINT', 'BOOLEAN', 'BOOL']);
const TEXTS = new Set(['CHAR', 'VARCHAR', 'TEXT', 'TINYTEXT', 'MEDIUMTEXT', 'LONGTEXT', 'JSON', 'ENUM']);
const TIMES = new Set(['TIMESTAMP', 'DATETIME', 'DATE', 'TIME']);
const REALS = new Set(['DOUBLE', 'FLOAT', 'REAL', 'DECIMAL', 'NUMERIC']);

/** Lengths in bytes that MySQL's text types hold. */
const TEXT_BYTES: Record<string, number> = { TINYTEXT: 255, TEXT: 65_535, MEDIUMTEXT: 16_777_215 };

function affinityOf(type: string): string {
  if (INTEGERS.has(type)) return 'INTEGER';
  if (TEXTS.has(type) || TIMES.has(type)) return 'TEXT';
  if (REALS.has(type)) return 'REAL';
  throw new SqlRefused('INVALID_SQL_QUERY', `The sandbox's SQL engine knows no column type ${type}.`);
}

/** MySQL in strict mode refuses what is too long; SQLite has to be told to. */
function lengthCheck(column: string, type: string, length: string | undefined): string {
  if ((type === 'CHAR' || type === 'VARCHAR') && length !== undefined) {
    return ` CHECK (length(${column}) <= ${length})`;
  }
  const bytes = TEXT_BYTES[type];
  return bytes === undefined ? '' : ` CHECK (length(CAST(${column} AS BLOB)) <= ${bytes})`;
}

/** A column definition: name, type, and what may follow. */
export function translateColumn(tokens: Token[]): string {
  const [name, typeToken, ...others] = tokens;
  if (name === undefined || typeToken === undefined) {
    throw new SqlRefused('INVALID_SQL_QUERY', `A column needs a name and a type: ${write(tokens)}`);
  }
  const column = write([name]);
  const type = typeToken.text.toUpperCase();
  let rest = others;
  let length: string | undefined;
  if (is(rest[0], '(')) {
    const close = closingBracket(rest, 0);
    length = rest[1]?.text;
    rest = rest.slice(close + 1);
  }
  if (rest.some((token) => is(token, 'AUTO_INCREMENT'))) return `${column} INTEGER PRIMARY KEY AUTOINCREMENT`;
  const unsupported = ['UNSIGNED', 'COLLATE', 'CHARACTER', 'GENERATED', 'REFERENCES', 'ON'].find((keyword) =>
    rest.some((token) => is(token, keyword)),
  );
  if (unsupported !== undefined) {
    throw new SqlRefused(
      'INVALID_SQL_QUERY',
      `The sandbox's SQL engine plays no ${unsupported} on a column.`,
    );
  }
  return `${column} ${affinityOf(type)} ${write(rest)}${lengthCheck(column, type, length)}`;
}

/** An index of its own: MySQL's index names belong to their table, SQLite's to the database. */
export function createIndex(table: Token, name: Token, columns: Token[], unique: boolean): string {
  const plain = splitAtCommas(columns).map((column) => {
    // A prefix length (column(191)) has no meaning where any length can be indexed.
    const direction = column.slice(1).filter((token) => is(token, 'ASC') || is(token, 'DESC'));
    return write([...column.slice(0, 1), ...direction]);
  });
  const index: Token = { kind: 'name', text: `${table.text}__${name.text}` };
  return `CREATE ${unique ? 'UNIQUE ' : ''}INDEX IF NOT EXISTS ${write([index])} ON ${write([table])} (${plain.join(', ')})`;
}

interface IndexDefinition {
  name: Token;
  columns: Token[];
  unique: boolean;
}

function indexDefinition(tokens: Token[]): IndexDefinition | null {
  const unique = is(tokens[0], 'UNIQUE');
  const rest = unique ? tokens.slice(1) : tokens;
  const named = is(rest[0], 'INDEX') || is(rest[0], 'KEY') ? rest.slice(1) : unique ? rest : null;
  if (named === null) return null;
  const open = named.findIndex((token) => is(token, '('));
  const name = named[0];
  if (open !== 1 || name === undefined) {
    throw new SqlRefused('INVALID_SQL_QUERY', `An index needs a name and its columns: ${write(tokens)}`);
  }
  return { name, columns: named.slice(open + 1, closingBracket(named, open)), unique };
}

/** CREATE TABLE of MySQL as a table and its indexes of SQLite. */
export function translateCreateTable(tokens: Token[]): string[] {
  const ifNotExists = startsWith(tokens, 2, 'IF NOT EXISTS');
  const table = tokens[ifNotExists ? 5 : 2];
  const open = ifNotExists ? 6 : 3;
  if (table === undefined || !is(tokens[open], '(')) {
    throw new SqlRefused('INVALID_SQL_QUERY', 'CREATE TABLE needs a name and columns in brackets.');
  }
  const parts = splitAtCommas(tokens.slice(open + 1, closingBracket(tokens, open)));
  const lines: string[] = [];
  const indexes: string[] = [];
  for (const part of parts) {
    const index = indexDefinition(part);
    if (index !== null) indexes.push(createIndex(table, index.name, index.columns, index.unique));
    else if (startsWith(part, 0, 'PRIMARY KEY')) lines.push(write(part));
    else lines.push(translateColumn(part));
  }
  const guard = ifNotExists ? 'IF NOT EXISTS ' : '';
  return [`CREATE TABLE ${guard}${write([table])} (${lines.join(', ')})`, ...indexes];
}

/** ALTER TABLE with its additions: columns and indexes. */
export function translateAlterTable(tokens: Token[]): string[] {
  const table = tokens[2];
  if (table === undefined) throw new SqlRefused('INVALID_SQL_QUERY', 'ALTER TABLE needs a table.');
  return splitAtCommas(tokens.slice(3)).map((change) => {
    if (startsWith(change, 0, 'DROP COLUMN')) return `ALTER TABLE ${write([table])} ${write(change)}`;
    if (!is(change[0], 'ADD')) {
      throw new SqlRefused(
        'INVALID_SQL_QUERY',
        `The sandbox's SQL engine plays no ALTER TABLE ... ${write(change)}.`,
      );
    }
    const added = change.slice(1);
    const index = indexDefinition(added);
    if (index !== null) return createIndex(table, index.name, index.columns, index.unique);
    return `ALTER TABLE ${write([table])} ADD COLUMN ${translateColumn(is(added[0], 'COLUMN') ? added.slice(1) : added)}`;
  });
}
