import { type Connection, createConnection } from 'mysql2/promise';
import { z } from 'zod';

/** One table of a statement's plan, as EXPLAIN gives it. */
export interface PlanStep {
  table: string;
  /** `ALL` reads every row, `index` every entry of an index. */
  access: string;
  index: string | null;
  /** As many as the server expects. */
  rows: number;
  /** As many as it read, where it was tried. */
  read: number | null;
}

const rowSchema = z.object({
  table: z.string().nullable(),
  type: z.string().nullable(),
  key: z.string().nullable(),
  rows: z.coerce.number().nullable().catch(null),
  r_rows: z.coerce.number().nullish().catch(null),
});

const isRead = (query: string): boolean => /^\s*SELECT/i.test(query);

/** How the server executes the statement. What only reads is executed once more, for how much it reads: MariaDB's ANALYZE. */
export async function planOf(
  connection: Connection,
  query: string,
  parameters: unknown[],
): Promise<PlanStep[]> {
  const [rows] = await connection.query(`${isRead(query) ? 'ANALYZE' : 'EXPLAIN'} ${query}`, parameters);
  return z
    .array(rowSchema)
    .parse(rows)
    .map((row) => ({
      table: row.table ?? '-',
      access: row.type ?? '-',
      index: row.key,
      rows: row.rows ?? 0,
      read: row.r_rows ?? null,
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

const FINDINGS = /\bfindings`?(?:\s+(?:AS\s+)?`?(\w+)`?)?/gi;

/** The steps that read findings, by whatever name the statement gives them. */
export function stepsOnFindings(query: string, plan: readonly PlanStep[]): PlanStep[] {
  const names = new Set(
    [...query.matchAll(FINDINGS)].flatMap(([, alias]) => ['findings', alias ?? 'findings']),
  );
  return plan.filter(({ table }) => names.has(table));
}

/** Reads all findings, or a whole index of them, on its own. An index in order under a LIMIT ends early. */
export function scansFindings(query: string, plan: readonly PlanStep[]): boolean {
  return stepsOnFindings(query, plan).some(
    ({ access, rows }) =>
      access === 'ALL' || (access === 'index' && (rows > MANY_ROWS || !/LIMIT/i.test(query))),
  );
}

/** Findings that one access of a page may read. */
export const MANY_ROWS = 50_000;

/** The accesses to findings of which more is expected than a page may read, however the server gets at them. */
export function largeAccesses(query: string, plan: readonly PlanStep[]): PlanStep[] {
  return stepsOnFindings(query, plan).filter(({ rows }) => rows > MANY_ROWS);
}

/** Whether an access read more than it may; one that was not tried is taken to have read what is expected. */
export const readsTooMuch = ({ rows, read }: PlanStep): boolean => (read ?? rows) > MANY_ROWS;
