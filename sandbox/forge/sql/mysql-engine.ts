import mysql from 'mysql2/promise';
import { type SqlEngine, SqlRefused, type SqlResult, type SqlValue } from './engine';

/** TiDB's defaults, where they decide whether a statement is taken. */
const SESSION = "SET SESSION sql_mode = 'STRICT_TRANS_TABLES,ERROR_FOR_DIVISION_BY_ZERO,ONLY_FULL_GROUP_BY'";

function explained(error: unknown): Error {
  if (!(error instanceof Error)) return new Error(String(error));
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (!code.startsWith('ER_') || code === 'ER_ACCESS_DENIED_ERROR') return error;
  return new SqlRefused(
    code === 'ER_PARSE_ERROR' ? 'INVALID_SQL_QUERY' : 'SQL_EXECUTION_ERROR',
    `${code}: ${error.message}`,
  );
}

/**
 * A MySQL-compatible server, set up as TiDB is by default: strict, binary collation. The URL's database is made when it
 * is missing, and emptied first when `fresh` is asked for.
 * @param url mysql://user:password@host:port/database
 * @throws the driver's error when the server cannot be reached
 */
export async function openMysql(url: string, fresh = false): Promise<SqlEngine> {
  const address = new URL(url);
  const database = decodeURIComponent(address.pathname.slice(1)) || 'cloud_findings';
  address.pathname = '/';
  const name = mysql.escapeId(database);
  const setup = await mysql.createConnection({ uri: address.toString() });
  if (fresh) await setup.query(`DROP DATABASE IF EXISTS ${name}`);
  await setup.query(`CREATE DATABASE IF NOT EXISTS ${name} CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`);
  await setup.end();

  const pool = mysql.createPool({
    uri: address.toString(),
    database,
    connectionLimit: 4,
    supportBigNumbers: true,
    charset: 'utf8mb4_bin',
    dateStrings: true,
  });
  pool.pool.on('connection', (connection) => connection.query(SESSION));
  return {
    async execute(query: string, params: SqlValue[]): Promise<SqlResult> {
      try {
        const [result] = await pool.query(query, params);
        if (Array.isArray(result)) return { kind: 'rows', rows: result.map((row) => ({ ...row })) };
        return { kind: 'written', affectedRows: result.affectedRows, insertId: result.insertId };
      } catch (error) {
        throw explained(error);
      }
    },
    close: () => pool.end(),
  };
}
