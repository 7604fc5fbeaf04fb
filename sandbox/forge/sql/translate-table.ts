import { SqlRefused } from './engine';
import { closingBracket, is, splitAtCommas, startsWith, type Token, write } from './tokens';
import { translateColumn } from './translate-column';

function refused(what: string): SqlRefused {
  return new SqlRefused('INVALID_SQL_QUERY', `The sandbox's SQL engine plays no ${what}.`);
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

export function dropIndex(table: Token, name: Token, ifExists = false): string {
  return `DROP INDEX ${ifExists ? 'IF EXISTS ' : ''}${indexName(table, name)}`;
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
    const ifExists = startsWith(change, 2, 'IF EXISTS');
    const dropped = change[ifExists ? 4 : 2];
    if (startsWith(change, 0, 'DROP INDEX') && dropped !== undefined)
      return dropIndex(table, dropped, ifExists);
    if (startsWith(change, 0, 'DROP COLUMN') || startsWith(change, 0, 'RENAME COLUMN')) {
      return `ALTER TABLE ${write([table])} ${write(change)}`;
    }
    if (!is(change[0], 'ADD')) throw refused(`ALTER TABLE ... ${write(change)}`);
    const ifNotExists = startsWith(change, 1, 'INDEX IF NOT EXISTS');
    const added = ifNotExists ? [...change.slice(1, 2), ...change.slice(5)] : change.slice(1);
    const index = indexDefinition(added);
    if (index !== null) return createIndex(table, index, ifNotExists);
    const column = is(added[0], 'COLUMN') ? added.slice(1) : added;
    return `ALTER TABLE ${write([table])} ADD COLUMN ${translateColumn(column)}`;
  });
}
