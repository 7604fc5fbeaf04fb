import type { SqlEngine } from '../../../../sandbox/forge/sql/engine';
import { openMysql } from '../../../../sandbox/forge/sql/mysql-engine';
import { openSqlite } from '../../../../sandbox/forge/sql/sqlite-engine';
import { MIGRATIONS } from '../../../../src/storage/migrate';

/**
 * The app's tables, empty: in the sandbox's embedded engine, or on the MySQL-compatible server that SANDBOX_SQL_URL
 * names, in a database of these tests' own, since test files run side by side.
 */
export async function startSql(): Promise<SqlEngine> {
  const url = process.env['SANDBOX_SQL_URL'];
  const engine = url ? await openMysql(ownDatabase(url), true) : openSqlite(null);
  for (const { statement } of MIGRATIONS) await engine.execute(statement, []);
  return engine;
}

function ownDatabase(url: string): string {
  const address = new URL(url);
  const worker = process.env['VITEST_POOL_ID'] ?? '0';
  address.pathname = `${address.pathname === '/' ? '/cloud_findings' : address.pathname}_tickets_${worker}`;
  return address.toString();
}
