import mysql from 'mysql2/promise';
import { type SqlEngine, SqlRefused, type SqlResult, type SqlValue } from './engine';

/** TiDB's defaults, where they decide whether a statement is taken. */
const SESSION = "SET SESSION sql_mode = 'STRICT_TRANS_TABLES,ERROR_FOR_DIVISION_BY_ZERO,ONLY_FULL_GROUP_BY'";

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

function explained(error: unknown): Error {
  if (!(error instanceof Error)) return new Error(String(error));
  const code = codeOf(error);
  if (!code.startsWith('ER_') || code === 'ER_ACCESS_DENIED_ERROR') return error;
  return new SqlRefused(
    code === 'ER_PARSE_ERROR' || code === 'ER_EMPTY_QUERY' ? 'INVALID_SQL_QUERY' : 'SQL_EXECUTION_ERROR',
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
    async execute(query: string, values: SqlValue[], timeoutSeconds?: number): Promise<SqlResult> {
      const connection = await pool.getConnection();
      try {
        const timeout = timeoutSeconds === undefined ? {} : { timeout: timeoutSeconds * 1000 };
        const [result] = await connection.query({ sql: query, values, ...timeout });
        connection.release();
        if (Array.isArray(result)) return { kind: 'rows', rows: result.map((row) => ({ ...row })) };
        const { affectedRows, insertId } = result;
        const info = 'info' in result ? result.info : '';
        return { kind: 'written', affectedRows, rowsWritten: rowsWritten(affectedRows, info), insertId };
      } catch (error) {
        if (codeOf(error) !== 'PROTOCOL_SEQUENCE_TIMEOUT') {
          connection.release();
          throw explained(error);
        }
        // The server may still be at it; nobody else should wait for that.
        connection.destroy();
        throw new SqlRefused('QUERY_TIMED_OUT', `The query took longer than ${timeoutSeconds} seconds.`);
      }
    },
    close: () => pool.end(),
  };
}

/** MySQL says of an INSERT of several rows how many those were: "Records: 3  Duplicates: 1  Warnings: 0". */
function rowsWritten(affectedRows: number, info: string): number {
  const records = /^Records: (\d+)/.exec(info)?.[1];
  return records === undefined ? affectedRows : Math.min(affectedRows, Number(records));
}
