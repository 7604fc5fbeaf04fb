import { createConnection } from 'mysql2/promise';
import { z } from 'zod';

/** What a database holds, as its server accounts for it. */
export interface StoredSize {
  findings: number;
  /** Of the table of findings: rows and index entries. */
  findingsBytes: number;
  /** Of all tables. */
  bytes: number;
}

const tableSchema = z.object({ name: z.string(), bytes: z.coerce.number() });

/**
 * Data and index pages by information_schema, after the tables were rebuilt: without that, half-empty pages of a load in
 * random order count as well. TiDB compresses what it stores, so this is more than it would take there.
 */
export async function storedSize(url: string): Promise<StoredSize> {
  const connection = await createConnection({ uri: url });
  try {
    const names = await connection.query('SHOW TABLES');
    const tables = z.array(z.record(z.string(), z.string())).parse(names[0]).flatMap(Object.values);
    for (const table of tables) await connection.query(`OPTIMIZE TABLE \`${table}\``);
    for (const table of tables) await connection.query(`ANALYZE TABLE \`${table}\``);
    const [rows] = await connection.query(
      `SELECT TABLE_NAME AS name, DATA_LENGTH + INDEX_LENGTH AS bytes FROM information_schema.TABLES
       WHERE TABLE_SCHEMA = DATABASE()`,
    );
    const sizes = z.array(tableSchema).parse(rows);
    const [counted] = await connection.query('SELECT COUNT(*) AS findings FROM findings');
    const [{ findings } = { findings: 0 }] = z.array(z.object({ findings: z.number() })).parse(counted);
    return {
      findings,
      findingsBytes: sizes.find(({ name }) => name === 'findings')?.bytes ?? 0,
      bytes: sizes.reduce((sum, each) => sum + each.bytes, 0),
    };
  } finally {
    await connection.end();
  }
}
