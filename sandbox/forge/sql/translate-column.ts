import { SqlRefused } from './engine';
import { closingBracket, is, startsWith, type Token, write } from './tokens';

/** The bits that MySQL's whole numbers have. */
const INTEGER_BITS: Record<string, number> = {
  TINYINT: 8,
  BOOLEAN: 8,
  BOOL: 8,
  SMALLINT: 16,
  MEDIUMINT: 24,
  INT: 32,
  INTEGER: 32,
  BIGINT: 64,
};
/** What MySQL's text types hold, in bytes; null where the definition says it in characters or 4 GiB fit. */
const TEXT_BYTES: Record<string, number | null> = {
  CHAR: null,
  VARCHAR: null,
  TINYTEXT: 255,
  TEXT: 65_535,
  MEDIUMTEXT: 16_777_215,
  LONGTEXT: null,
};
const TIMES = ['TIMESTAMP', 'DATETIME'];
const ATTRIBUTES = [
  'NOT',
  'NULL',
  'DEFAULT',
  'CURRENT_TIMESTAMP',
  'TRUE',
  'FALSE',
  'PRIMARY',
  'KEY',
  'UNIQUE',
  '-',
];

/** A constraint whose name is what MySQL says when a value does not fit: SQLite names it in its refusal. */
function check(refusal: string, condition: string): string {
  return ` CONSTRAINT "${refusal.replaceAll('"', '""')}" CHECK (${condition})`;
}

/** The column's type in SQLite, with what MySQL in strict mode refuses and SQLite would take. */
function typeOf(column: string, name: string, type: string, length: string | undefined): string {
  const bits = INTEGER_BITS[type];
  if (bits !== undefined) {
    const largest = bits === 64 ? null : 2 ** (bits - 1);
    const range = largest === null ? '' : ` AND ${column} BETWEEN ${-largest} AND ${largest - 1}`;
    const whole = `typeof(${column}) = 'integer'${range}`;
    // INT has the affinity of INTEGER, but INTEGER PRIMARY KEY would number rows by itself.
    return `INT${check(`Incorrect or out of range integer value for column '${name}'`, `${column} IS NULL OR ${whole}`)}`;
  }
  if (TIMES.includes(type)) return 'TEXT';
  const bytes = TEXT_BYTES[type];
  if (bytes === undefined) {
    throw new SqlRefused('INVALID_SQL_QUERY', `The sandbox's SQL engine plays no column of type ${type}.`);
  }
  const tooLong = `Data too long for column '${name}'`;
  if (bytes !== null) return `TEXT${check(tooLong, `octet_length(${column}) <= ${bytes}`)}`;
  return length === undefined ? 'TEXT' : `TEXT${check(tooLong, `length(${column}) <= ${length}`)}`;
}

/**
 * A column's definition: name, type, and what may follow.
 * @throws SqlRefused naming a type or an attribute that the engine does not play
 */
export function translateColumn(tokens: Token[]): string {
  const [name, typeToken, ...others] = tokens;
  if (name === undefined || typeToken === undefined) {
    throw new SqlRefused('INVALID_SQL_QUERY', `A column needs a name and a type: ${write(tokens)}`);
  }
  const close = is(others[0], '(') ? closingBracket(others, 0) : -1;
  const length = close < 0 ? undefined : others[1]?.text;
  const attributes = others.slice(close + 1);
  const column = write([name]);
  if (attributes.some((token) => is(token, 'AUTO_INCREMENT'))) {
    return `${column} INTEGER PRIMARY KEY AUTOINCREMENT`;
  }
  const unknown = attributes.find(
    (token) =>
      (token.kind === 'word' || token.kind === 'sign') && !ATTRIBUTES.some((known) => is(token, known)),
  );
  if (unknown !== undefined) {
    const what = unknown.text.toUpperCase();
    throw new SqlRefused('INVALID_SQL_QUERY', `The sandbox's SQL engine plays no ${what} on a column.`);
  }
  const type = typeOf(column, name.text, typeToken.text.toUpperCase(), length);
  const isKey = attributes.some((_, at) => startsWith(attributes, at, 'PRIMARY KEY'));
  return [column, type, write(attributes), isKey ? 'NOT NULL' : ''].filter((part) => part !== '').join(' ');
}
