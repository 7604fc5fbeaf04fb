import { SqlRefused } from './engine';

type Said = (found: string) => string;

/** What SQLite says, and what a server of the MySQL dialect says of the same. */
const REFUSALS: [RegExp, SqlRefused['code'], Said][] = [
  [
    /UNIQUE constraint failed: (.+)/,
    'SQL_EXECUTION_ERROR',
    (key) => `ER_DUP_ENTRY: Duplicate entry for ${key}`,
  ],
  [
    /NOT NULL constraint failed: .*?([^.]+)$/,
    'SQL_EXECUTION_ERROR',
    (column) => `ER_BAD_NULL_ERROR: Column '${column}' cannot be null`,
  ],
  [
    /CHECK constraint failed: (Data too long.+)/s,
    'SQL_EXECUTION_ERROR',
    (text) => `ER_DATA_TOO_LONG: ${text}`,
  ],
  [
    /CHECK constraint failed: (Out of range.+)/s,
    'SQL_EXECUTION_ERROR',
    (text) => `ER_WARN_DATA_OUT_OF_RANGE: ${text}`,
  ],
  [/CHECK constraint failed: (.+)/s, 'SQL_EXECUTION_ERROR', (text) => `ER_CONSTRAINT_FAILED: ${text}`],
  [
    /cannot store \w+ value in \w+ column .*?([^.]+)$/,
    'SQL_EXECUTION_ERROR',
    (column) => `ER_TRUNCATED_WRONG_VALUE_FOR_FIELD: Incorrect value for column '${column}'`,
  ],
  [
    /duplicate column name: (.+)/,
    'SQL_EXECUTION_ERROR',
    (name) => `ER_DUP_FIELDNAME: Duplicate column '${name}'`,
  ],
  [
    /index (.+) already exists/,
    'SQL_EXECUTION_ERROR',
    (name) => `ER_DUP_KEYNAME: Duplicate key name ${name}`,
  ],
  [
    /table (.+) already exists/,
    'SQL_EXECUTION_ERROR',
    (name) => `ER_TABLE_EXISTS_ERROR: Table ${name} already exists`,
  ],
  [/no such table: (.+)/, 'SQL_EXECUTION_ERROR', (name) => `ER_NO_SUCH_TABLE: Table '${name}' doesn't exist`],
  [
    /(?:no such column: |has no column named )(.+)/,
    'SQL_EXECUTION_ERROR',
    (name) => `ER_BAD_FIELD_ERROR: Unknown column '${name}'`,
  ],
  [
    /(.*(?:syntax error|incomplete input|unrecognized token).*)/is,
    'INVALID_SQL_QUERY',
    (text) => `ER_PARSE_ERROR: ${text}`,
  ],
];

/** SQLite's error in the words of the platform. */
export function explained(error: unknown): Error {
  if (!(error instanceof Error)) return new Error(String(error));
  if (error instanceof SqlRefused) return error;
  for (const [pattern, code, say] of REFUSALS) {
    const found = pattern.exec(error.message)?.[1];
    if (found !== undefined) return new SqlRefused(code, say(found));
  }
  return new SqlRefused('SQL_EXECUTION_ERROR', error.message);
}
