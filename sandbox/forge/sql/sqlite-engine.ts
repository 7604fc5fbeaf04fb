import { rmSync } from 'node:fs';
import sqlite from 'node-sqlite3-wasm';
import { type SqlEngine, SqlRefused, type SqlResult, type SqlValue } from './engine';
import { translate } from './translate';

const REFUSALS: [RegExp, SqlRefused['code']][] = [
  [
    /syntax error|no such (table|column|function)|has no column|wrong number|misuse|ambiguous/i,
    'INVALID_SQL_QUERY',
  ],
  [/./s, 'SQL_EXECUTION_ERROR'],
];

function explained(error: unknown): Error {
  if (error instanceof SqlRefused || !(error instanceof Error))
    return error instanceof Error ? error : new Error(String(error));
  const code = REFUSALS.find(([pattern]) => pattern.test(error.message))?.[1] ?? 'SQL_EXECUTION_ERROR';
  return new SqlRefused(code, error.message);
}

/** Large integers leave SQLite as bigint; what JSON can hold leaves as a number, as it does from MySQL. */
function plain(value: unknown): unknown {
  return typeof value === 'bigint' && Number.isSafeInteger(Number(value)) ? Number(value) : value;
}

/**
 * SQLite in WebAssembly, speaking enough of the MySQL dialect. Text compares case-sensitively, as in TiDB's default
 * collation utf8mb4_bin.
 * @param file null keeps the database in memory
 */
export function openSqlite(file: string | null): SqlEngine {
  // A process that was cut off leaves its lock behind; the sandbox is the file's only user.
  if (file !== null) rmSync(`${file}.lock`, { recursive: true, force: true });
  const database = new sqlite.Database(file ?? ':memory:');
  database.exec('PRAGMA case_sensitive_like = ON');
  database.exec('PRAGMA synchronous = OFF');

  const run = (query: string, params: SqlValue[]): SqlResult => {
    const { statements, reads } = translate(query);
    if (reads) {
      const rows = database.all(statements[0] ?? '', params);
      return {
        kind: 'rows',
        rows: rows.map((row) =>
          Object.fromEntries(Object.entries(row).map(([key, value]) => [key, plain(value)])),
        ),
      };
    }
    let affectedRows = 0;
    let insertId = 0;
    for (const statement of statements) {
      const result = database.run(statement, params);
      affectedRows = result.changes;
      insertId = Number(result.lastInsertRowid);
    }
    return { kind: 'written', affectedRows, insertId };
  };

  return {
    async execute(query, params) {
      try {
        return run(query, params);
      } catch (error) {
        throw explained(error);
      }
    },
    async close() {
      database.close();
    },
  };
}
