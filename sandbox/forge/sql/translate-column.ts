import { SqlRefused } from './engine';
import { closingBracket, is, startsWith, type Token, write } from './tokens';
import { translateExpression } from './translate-expression';

/** Whole numbers with the range that MySQL holds to; BIGINT's is SQLite's own. */
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
const ATTRIBUTES = `NOT NULL DEFAULT CURRENT_TIMESTAMP TRUE FALSE PRIMARY KEY UNIQUE -`.split(' ');

function refused(what: string): SqlRefused {
  return new SqlRefused('INVALID_SQL_QUERY', `The sandbox's SQL engine plays no ${what}.`);
}

/** A constraint whose name is what MySQL says when it is broken: SQLite names it in its refusal. */
function check(message: string, condition: string): string {
  return ` CONSTRAINT ${write([{ kind: 'name', text: message }])} CHECK (${condition})`;
}

/** The column's type in a STRICT table, with what MySQL in strict mode refuses and SQLite would take. */
function typeOf(column: Token, type: string, length: string | undefined): string {
  const name = write([column]);
  const range = INTEGERS[type];
  // INTEGER PRIMARY KEY would number rows by itself; INT holds the same.
  if (range === null) return 'INT';
  if (range !== undefined) {
    const [least, most] = range;
    return `INT${check(`Out of range value for column '${column.text}'`, `${name} BETWEEN ${least} AND ${most}`)}`;
  }
  if (TIMES.includes(type)) return 'TEXT';
  if (type === 'DOUBLE') return 'REAL';
  const bytes = TEXT_BYTES[type];
  if (bytes === undefined) throw refused(`column of type ${type}`);
  const tooLong = `Data too long for column '${column.text}'`;
  if (bytes !== null) return `TEXT${check(tooLong, `octet_length(${name}) <= ${bytes}`)}`;
  return length === undefined ? 'TEXT' : `TEXT${check(tooLong, `length(${name}) <= ${length}`)}`;
}

/** Takes `COMMENT 'text'` and a collation that is the default anyway out of a definition. */
function withoutNoise(tokens: Token[]): Token[] {
  const out: Token[] = [];
  for (let at = 0; at < tokens.length; at += 1) {
    const token = tokens[at];
    if (is(token, 'COMMENT') || startsWith(tokens, at, 'COLLATE utf8mb4_bin')) at += 1;
    else if (startsWith(tokens, at, 'CHARACTER SET utf8mb4')) at += 2;
    else if (token !== undefined) out.push(token);
  }
  return out;
}

/**
 * A column that is computed. SQLite adds virtual ones to a table that is there, as TiDB does. What they are computed from is
 * held to its length.
 */
function generated(column: Token, type: Token, definition: Token[]): string {
  const typeName = type.text.toUpperCase();
  if (!(typeName in INTEGERS || typeName in TEXT_BYTES))
    throw refused(`generated column of type ${type.text}`);
  const close = closingBracket(definition, 0);
  const [kind, ...others] = definition.slice(close + 1);
  if (!is(kind, 'VIRTUAL') || others.length > 0)
    throw refused(`column ${column.text} that is GENERATED and not VIRTUAL`);
  const value = write(translateExpression(definition.slice(0, close + 1)));
  return `${write([column])} ${typeName in INTEGERS ? 'INT' : 'TEXT'} GENERATED ALWAYS AS ${value} VIRTUAL`;
}

/**
 * A column's definition: name, type, and what may follow.
 * @throws SqlRefused naming a type or an attribute that the engine does not play
 */
export function translateColumn(definition: Token[]): string {
  const [column, typeToken, ...others] = withoutNoise(definition);
  if (column === undefined || typeToken === undefined) {
    throw new SqlRefused('INVALID_SQL_QUERY', `A column needs a name and a type: ${write(definition)}`);
  }
  const close = is(others[0], '(') ? closingBracket(others, 0) : -1;
  const attributes = others.slice(close + 1);
  if (startsWith(attributes, 0, 'GENERATED ALWAYS AS')) {
    return generated(column, typeToken, attributes.slice(3));
  }
  if (attributes.some((token) => is(token, 'AUTO_INCREMENT'))) {
    return `${write([column])} INTEGER PRIMARY KEY AUTOINCREMENT`;
  }
  const unknown = attributes.find(
    (token) => ['word', 'sign'].includes(token.kind) && !ATTRIBUTES.some((known) => is(token, known)),
  );
  if (unknown !== undefined) throw refused(`${unknown.text.toUpperCase()} on a column`);
  const type = typeOf(column, typeToken.text.toUpperCase(), close < 0 ? undefined : others[1]?.text);
  return `${write([column])} ${type} ${write(attributes)}`.trimEnd();
}
