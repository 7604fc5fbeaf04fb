import type { SqlEngine } from './engine';
import { openMysql } from './mysql-engine';
import { openSqlite } from './sqlite-engine';

export type { SqlEngine, SqlResult, SqlValue } from './engine';
export { SqlRefused } from './engine';

/**
 * The engine behind Forge SQL: the server of `url` when there is one, else SQLite in `file` (null: in memory).
 * @param fresh empties the server's database first
 */
export function openSqlEngine(options: {
  url?: string | undefined;
  file: string | null;
  fresh?: boolean;
}): Promise<SqlEngine> {
  if (options.url !== undefined) return openMysql(options.url, options.fresh ?? false);
  return Promise.resolve(openSqlite(options.file));
}
