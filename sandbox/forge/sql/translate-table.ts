import { SqlRefused } from './engine';
import { closingBracket, is, splitAtCommas, startsWith, type Token, write } from './tokens';

/** Whole numbers with the range that MySQL holds to; BIGINT is SQLite's own. */
const INTEGERS: Record<string, [number, number] | null> = {
  TINYINT: [-128, 127],
  BOOLEAN: [-128, 127],
  BOOL: [-128, 127],
  SMALLINT: [-32_768, 32_767],
  MEDIUMINT: [-8_388_608, 8_388_607],
  INT: [-2_147_483_648, 2_147_483_647],
  INTEGER: [-2_147_483_648, 2_147_483_647],
  BIGINT: null,
};
const TEXTS = new Set(['CHAR', 'VARCHAR', 'TEXT', 'TINYTEXT', 'MEDIUMTEXT', 'LONGTEXT', 'JSON']);
const TIMES = new Set(['TIMESTAMP', 'DATETIME', 'DATE', 'TIME']);
const REALS = new Set(['DOUBLE', 'FLOAT', 'REAL']);

/** Lengths in bytes that MySQL's text types hold. */
const TEXT_BYTES: Record<string, number> = { TINYTEXT: 255, TEXT: 65_535, MEDIUMTEXT: 16_777_215 };

function refused(what: string): SqlRefused {
  return new SqlRefused('INVALID_SQL_QUERY', `The sandbox's SQL engine plays no ${what}.`);
}

function typeOf(type: string): string {
  if (type in INTEGERS) return 'INTEGER';
  if (TEXTS.has(type) || TIMES.has(type)) return 'TEXT';
  if (REALS.has(type)) return 'REAL';
  throw refused(`column type ${type}`);
}

/** A constraint whose name is what MySQL says when it is broken. */
function check(message: string, condition: string): string {
  return ` CONSTRAINT ${write([{ kind: 'name', text: message }])} CHECK (${condition})`;
}

/** MySQL in strict mode refuses what does not fit; SQLite has to be told to. */
function fits(column: Token, type: string, length: string | undefined, unsigned: boolean): string {
  const name = write([column]);
  const tooLong = `Data too long for column '${column.text}'`;
  if ((type === 'CHAR' || type === 'VARCHAR') && length !== undefined) {
    return check(tooLong, `length(${name}) <= ${length}`);
  }
  const bytes = TEXT_BYTES[type];
  if (bytes !== undefined) return check(tooLong, `length(CAST(${name} AS BLOB)) <= ${bytes}`);
  if (type === 'JSON') return check(`Invalid JSON text in column '${column.text}'`, `json_valid(${name})`);
  const outOfRange = `Out of range value for column '${column.text}'`;
  const range = INTEGERS[type];
  if (unsigned) {
    const most = range === null || range === undefined ? '' : ` AND ${name} <= ${range[1] * 2 + 1}`;
    return check(outOfRange, `${name} >= 0${most}`);
  }
  return range === null || range === undefined
    ? ''
    : check(outOfRange, `${name} BETWEEN ${range[0]} AND ${range[1]}`);
}

/** Takes `COMMENT 'text'` and a collation that is the default anyway out of a definition. */
function withoutNoise(tokens: Token[]): Token[] {
  const out: Token[] = [];
  for (let at = 0; at < tokens.length; at += 1) {
    const token = tokens[at];
    const binary = /^(utf8mb4_bin|binary)$/i.test(tokens[at + 1]?.text ?? '');
    if (is(token, 'COMMENT') || (is(token, 'COLLATE') && binary)) at += 1;
    else if (startsWith(tokens, at, 'CHARACTER SET utf8mb4')) at += 2;
    else if (token !== undefined) out.push(token);
  }
  return out;
}

/** A column definition: name, type, and what may follow. */
export function translateColumn(definition: Token[]): string {
  const [column, typeToken, ...others] = withoutNoise(definition);
  if (column === undefined || typeToken === undefined) {
    throw new SqlRefused('INVALID_SQL_QUERY', `A column needs a name and a type: ${write(definition)}`);
  }
  const type = typeToken.text.toUpperCase();
  let rest = others;
  let length: string | undefined;
  if (is(rest[0], '(')) {
    const close = closingBracket(rest, 0);
    length = rest[1]?.text;
    rest = rest.slice(close + 1);
  }
  if (rest.some((token) => is(token, 'AUTO_INCREMENT'))) {
    return `${write([column])} INTEGER PRIMARY KEY AUTOINCREMENT`;
  }
  const unsigned = is(rest[0], 'UNSIGNED');
  if (unsigned) rest = rest.slice(1);
  const unsupported = ['UNSIGNED', 'COLLATE', 'CHARACTER', 'GENERATED', 'REFERENCES', 'ON', 'CHECK'].find(
    (keyword) => rest.some((token) => is(token, keyword)),
  );
  if (unsupported !== undefined) throw refused(`${unsupported} on a column`);
  return `${write([column])} ${typeOf(type)} ${write(rest)}${fits(column, type, length, unsigned)}`;
}

export interface IndexDefinition {
  name: Token;
  columns: Token[];
  unique: boolean;
}

/** MySQL's index names belong to their table, SQLite's to the database. */
function indexName(table: Token, name: Token): string {
  return write([{ kind: 'name', text: `${table.text}__${name.text}` }]);
}

/** An index of its own. */
export function createIndex(
  table: Token,
  { name, columns, unique }: IndexDefinition,
  ifNotExists: boolean,
): string {
  const plain = splitAtCommas(columns).map((column) => {
    // A prefix length (column(191)) has no meaning where any length can be indexed.
    const direction = column.slice(1).filter((token) => is(token, 'ASC') || is(token, 'DESC'));
    return write([...column.slice(0, 1), ...direction]);
  });
  const kind = unique ? 'UNIQUE INDEX' : 'INDEX';
  const guard = ifNotExists ? 'IF NOT EXISTS ' : '';
  return `CREATE ${kind} ${guard}${indexName(table, name)} ON ${write([table])} (${plain.join(', ')})`;
}

export function dropIndex(table: Token, name: Token): string {
  return `DROP INDEX ${indexName(table, name)}`;
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

/** What may follow the columns; anything that would change how values compare is refused. */
function refuseTableOptions(tokens: Token[]): void {
  const text = write(tokens);
  const collation = /COLLATE\s*=?\s*(\w+)/i.exec(text)?.[1];
  if (collation !== undefined && !/_bin$|^binary$/i.test(collation)) {
    throw refused(`collation ${collation}: Forge SQL's default is utf8mb4_bin`);
  }
  if (/\b(SELECT|LIKE|PARTITION)\b/i.test(text)) throw refused(`CREATE TABLE ... ${text}`);
}

/** CREATE TABLE of MySQL as a table and its indexes of SQLite, with types that are held to. */
export function translateCreateTable(tokens: Token[]): string[] {
  const ifNotExists = startsWith(tokens, 2, 'IF NOT EXISTS');
  const table = tokens[ifNotExists ? 5 : 2];
  const open = ifNotExists ? 6 : 3;
  if (table === undefined || !is(tokens[open], '(')) {
    throw new SqlRefused('INVALID_SQL_QUERY', 'CREATE TABLE needs a name and columns in brackets.');
  }
  const close = closingBracket(tokens, open);
  refuseTableOptions(tokens.slice(close + 1));
  const lines: string[] = [];
  const indexes: string[] = [];
  for (const part of splitAtCommas(tokens.slice(open + 1, close))) {
    const index = indexDefinition(part);
    if (index !== null) indexes.push(createIndex(table, index, ifNotExists));
    else if (startsWith(part, 0, 'PRIMARY KEY')) lines.push(write(part));
    else if (is(part[0], 'FOREIGN') || is(part[0], 'CONSTRAINT'))
      throw refused(`${part[0]?.text} in a table`);
    else lines.push(translateColumn(part));
  }
  const guard = ifNotExists ? 'IF NOT EXISTS ' : '';
  return [`CREATE TABLE ${guard}${write([table])} (${lines.join(', ')}) STRICT`, ...indexes];
}

/** ALTER TABLE: columns added, dropped and renamed, indexes added and dropped. */
export function translateAlterTable(tokens: Token[]): string[] {
  const table = tokens[2];
  if (table === undefined) throw new SqlRefused('INVALID_SQL_QUERY', 'ALTER TABLE needs a table.');
  return splitAtCommas(tokens.slice(3)).map((change) => {
    const dropped = change[2];
    if (startsWith(change, 0, 'DROP INDEX') && dropped !== undefined) return dropIndex(table, dropped);
    if (startsWith(change, 0, 'DROP COLUMN') || startsWith(change, 0, 'RENAME COLUMN')) {
      return `ALTER TABLE ${write([table])} ${write(change)}`;
    }
    if (!is(change[0], 'ADD')) throw refused(`ALTER TABLE ... ${write(change)}`);
    const added = change.slice(1);
    const index = indexDefinition(added);
    if (index !== null) return createIndex(table, index, false);
    const column = is(added[0], 'COLUMN') ? added.slice(1) : added;
    return `ALTER TABLE ${write([table])} ADD COLUMN ${translateColumn(column)}`;
  });
}
