import { type Connection, createConnection } from 'mysql2/promise';
import { z } from 'zod';

export interface TableSize {
  rows: number;
  /** Rows and index entries. */
  bytes: number;
}

/** What a database holds, as its server accounts for it. */
export interface StoredSize {
  findings: number;
  /** Of the table of findings. */
  findingsBytes: number;
  /** Of all tables. */
  bytes: number;
  tables: Record<string, TableSize>;
}

/**
 * Data and index pages by information_schema, after the tables were rebuilt: without that, half-empty pages of a load in
 * random order count as well. TiDB compresses what it stores, so this is more than it would take there.
 */
export function storedSize(url: string): Promise<StoredSize> {
  return connected(url, async (connection) => {
    const tables: Record<string, TableSize> = {};
    for (const table of await tablesOf(connection)) tables[table] = await sizeOf(connection, table);
    const { rows: findings, bytes: findingsBytes } = tables['findings'] ?? { rows: 0, bytes: 0 };
    const bytes = Object.values(tables).reduce((sum, each) => sum + each.bytes, 0);
    return { findings, findingsBytes, bytes, tables };
  });
}

/** Of fewer, what a server sets aside says more than what they take: a tenth more of 20,000. */
const ENOUGH_ROWS = 100_000;
const SAMPLE = 'sample_of_rows';
/** Which rows of a table there are most of in the end: in the audit log what the app did, not what an admin set up. */
const TYPICAL: Record<string, string> = { audit_log: 'actor IS NULL' };

/**
 * Bytes of a row of each of the tables that has any, of all when left out; index entries included. Where there are few, as many copies of them are measured, which
 * differ in the first column of the key.
 */
export function bytesOfRows(url: string, tables?: readonly string[]): Promise<Record<string, number>> {
  return connected(url, async (connection) => {
    const bytes: Record<string, number> = {};
    for (const table of tables ?? (await tablesOf(connection))) {
      const typical = `\`${table}\` WHERE ${TYPICAL[table] ?? '1 = 1'}`;
      const rows = await rowsOf(connection, typical);
      if (rows === 0) continue;
      const size =
        rows < ENOUGH_ROWS ? await sizeOfCopies(connection, table, typical) : await sizeOf(connection, table);
      bytes[table] = size.bytes / size.rows;
    }
    return bytes;
  });
}

/** @param typical the rows of the table to copy, as FROM names them */
async function sizeOfCopies(connection: Connection, table: string, typical: string): Promise<TableSize> {
  const columns = await columnsOf(connection, table);
  const names = columns.map(({ name }) => `\`${name}\``).join(', ');
  await connection.query(`DROP TABLE IF EXISTS ${SAMPLE}`);
  await connection.query(`CREATE TABLE ${SAMPLE} LIKE \`${table}\``);
  await connection.query(`INSERT INTO ${SAMPLE} (${names}) SELECT ${names} FROM ${typical}`);
  for (let copy = 0; (await rowsOf(connection, SAMPLE)) < ENOUGH_ROWS; copy += 1) {
    const values = columns.map((column) =>
      column.isFirstOfKey ? another(column, copy) : `\`${column.name}\``,
    );
    await connection.query(`INSERT INTO ${SAMPLE} (${names}) SELECT ${values.join(', ')} FROM ${SAMPLE}`);
  }
  const size = await sizeOf(connection, SAMPLE);
  await connection.query(`DROP TABLE ${SAMPLE}`);
  return size;
}

const columnSchema = z.object({
  name: z.string(),
  type: z.string(),
  isFirstOfKey: z.coerce.number().transform((is) => is === 1),
});
type Column = z.output<typeof columnSchema>;

/** A value of the same length that no other copy has. */
function another({ name, type }: Column, copy: number): string {
  return type === 'bigint'
    ? `\`${name}\` + ${2 ** copy * 864_000_000}`
    : `LEFT(SHA2(CONCAT(\`${name}\`, ':${copy}'), 256), CHAR_LENGTH(\`${name}\`))`;
}

/** Those that are not computed. */
async function columnsOf(connection: Connection, table: string): Promise<Column[]> {
  const [rows] = await connection.query(
    `SELECT c.COLUMN_NAME AS name, c.DATA_TYPE AS type, CASE WHEN k.COLUMN_NAME IS NULL THEN 0 ELSE 1 END AS isFirstOfKey
     FROM information_schema.COLUMNS c LEFT JOIN information_schema.STATISTICS k ON k.TABLE_SCHEMA = c.TABLE_SCHEMA
       AND k.TABLE_NAME = c.TABLE_NAME AND k.COLUMN_NAME = c.COLUMN_NAME AND k.INDEX_NAME = 'PRIMARY' AND k.SEQ_IN_INDEX = 1
     WHERE c.TABLE_SCHEMA = DATABASE() AND c.TABLE_NAME = ? AND COALESCE(c.GENERATION_EXPRESSION, '') = ''
     ORDER BY c.ORDINAL_POSITION`,
    [table],
  );
  return z.array(columnSchema).parse(rows);
}

async function tablesOf(connection: Connection): Promise<string[]> {
  const [rows] = await connection.query('SHOW TABLES');
  return z.array(z.record(z.string(), z.string())).parse(rows).flatMap(Object.values);
}

const numberSchema = z.array(z.object({ number: z.coerce.number() }));

async function rowsOf(connection: Connection, from: string): Promise<number> {
  const [rows] = await connection.query(`SELECT COUNT(*) AS number FROM ${from}`);
  return numberSchema.parse(rows)[0]?.number ?? 0;
}

async function sizeOf(connection: Connection, table: string): Promise<TableSize> {
  await connection.query(`OPTIMIZE TABLE \`${table}\``);
  await connection.query(`ANALYZE TABLE \`${table}\``);
  const [rows] = await connection.query(
    `SELECT DATA_LENGTH + INDEX_LENGTH AS number FROM information_schema.TABLES
     WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = ?`,
    [table],
  );
  return { rows: await rowsOf(connection, `\`${table}\``), bytes: numberSchema.parse(rows)[0]?.number ?? 0 };
}

async function connected<Result>(
  url: string,
  work: (connection: Connection) => Promise<Result>,
): Promise<Result> {
  const connection = await createConnection({ uri: url });
  try {
    return await work(connection);
  } finally {
    await connection.end();
  }
}
