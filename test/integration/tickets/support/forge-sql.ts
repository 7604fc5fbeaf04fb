import { createPool, type Pool } from 'mysql2/promise';
import sqlite from 'node-sqlite3-wasm';
import { V1_TABLES } from '../../../../src/storage/migrations/v1';

type Value = string | number | null;
export interface SqlEngine {
  /** Rows of a query, or how many rows a change touched. */
  execute(query: string, params: Value[]): Promise<Record<string, unknown>[] | { affectedRows: number }>;
  close(): Promise<void>;
}

/** The tables of the app, empty, in memory or on the MySQL-compatible server that SANDBOX_SQL_URL names. */
export async function startSql(): Promise<SqlEngine> {
  const url = process.env['SANDBOX_SQL_URL'];
  const engine = url ? mysql(createPool({ uri: url, multipleStatements: false })) : memory();
  for (const [table, statement] of Object.entries(V1_TABLES)) {
    if (url) await engine.execute(`DROP TABLE IF EXISTS ${table}`, []);
    await engine.execute(statement, []);
  }
  return engine;
}

function mysql(pool: Pool): SqlEngine {
  return {
    async execute(query, params) {
      const [result] = await pool.query(query, params);
      if (!Array.isArray(result)) return { affectedRows: result.affectedRows };
      return result.map((row) => ({ ...row }));
    },
    close: () => pool.end(),
  };
}

function memory(): SqlEngine {
  const database = new sqlite.Database();
  return {
    async execute(query, params) {
      const translated = query
        .replace(/^\s*INSERT IGNORE/, 'INSERT OR IGNORE')
        .replace(/,\s*INDEX \w+ \([^)]*\)/g, '');
      if (/^\s*SELECT/i.test(translated)) return database.all(translated, params);
      const { changes } = database.run(translated, params);
      return { affectedRows: changes };
    },
    async close() {
      database.close();
    },
  };
}
