import { type Connection, createConnection } from 'mysql2/promise';
import { z } from 'zod';

/** One table of a statement's plan, as EXPLAIN gives it. */
export interface PlanStep {
  table: string;
  /** `ALL` reads every row, `index` every entry of an index. */
  access: string;
  index: string | null;
  rows: number;
}

const rowSchema = z.object({
  table: z.string().nullable(),
  type: z.string().nullable(),
  key: z.string().nullable(),
  rows: z.coerce.number().nullable().catch(null),
});

/** How the server would execute the statement. */
export async function planOf(
  connection: Connection,
  query: string,
  parameters: unknown[],
): Promise<PlanStep[]> {
  const [rows] = await connection.query(`EXPLAIN ${query}`, parameters);
  return z
    .array(rowSchema)
    .parse(rows)
    .map((row) => ({
      table: row.table ?? '-',
      access: row.type ?? '-',
      index: row.key,
      rows: row.rows ?? 0,
    }));
}

const memorySchema = z.array(z.object({ bytes: z.coerce.number() }));

/**
 * The most memory that the server holds for a SELECT at once, its sorting and its temporary tables included; bytes. MariaDB takes
 * buffers for each part of a UNION by the size that is set, however little there is in it: by its defaults of 2 and 16 MiB
 * those would be all that is measured.
 */
export async function memoryOf(url: string, query: string, parameters: unknown[]): Promise<number> {
  const connection = await createConnection({ uri: url });
  try {
    await connection.query(
      'SET SESSION sort_buffer_size = 262144, max_heap_table_size = 1048576, tmp_memory_table_size = 1048576',
    );
    await connection.query(query, parameters);
    const [rows] = await connection.query(
      'SELECT MAX_MEMORY_USED AS bytes FROM information_schema.PROCESSLIST WHERE ID = CONNECTION_ID()',
    );
    return memorySchema.parse(rows)[0]?.bytes ?? 0;
  } finally {
    await connection.end();
  }
}

/** Reads all findings, or a whole index of them, on its own: what no page may do. An index in order under a LIMIT ends early. */
export function scansFindings(query: string, plan: PlanStep[]): boolean {
  const ofFindings = plan.filter(({ table }) => table === 'f' || table === 'findings');
  return ofFindings.some(
    ({ access, rows }) =>
      access === 'ALL' || (access === 'index' && (rows > 50_000 || !/LIMIT/i.test(query))),
  );
}
