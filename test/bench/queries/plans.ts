import type { Connection } from 'mysql2/promise';
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

/** Reads all findings, or a whole index of them, on its own: what no page may do. An index in order under a LIMIT ends early. */
export function scansFindings(query: string, plan: PlanStep[]): boolean {
  const ofFindings = plan.filter(({ table }) => table === 'f' || table === 'findings');
  return ofFindings.some(
    ({ access, rows }) =>
      access === 'ALL' || (access === 'index' && (rows > 50_000 || !/LIMIT/i.test(query))),
  );
}
