import { migrationRunner } from '@forge/sql';
import sql from 'sql-template-tag';
import { z } from 'zod';
import { isOverRate } from './execute-sql';
import { markAllStale } from './finding-counts';
import { V1_TABLES } from './migrations/v1';
import { V2_TABLES } from './migrations/v2';
import { V3_TABLES } from './migrations/v3';
import { V4_TABLES } from './migrations/v4';
import { V5_TABLES } from './migrations/v5';
import { V6_TABLES } from './migrations/v6';
import { select } from './run-sql';

/** In the order in which they run; what was released is never changed, only added to. */
const VERSIONS = {
  v1: V1_TABLES,
  v2: V2_TABLES,
  v3: V3_TABLES,
  v4: V4_TABLES,
  v5: V5_TABLES,
  v6: V6_TABLES,
};

/** Every statement that makes the schema, in order. */
export const MIGRATIONS = Object.entries(VERSIONS).flatMap(([version, tables]) =>
  Object.entries(tables).map(([table, statement]) => ({ name: `${version}-${table}`, statement })),
);

/** Several instances make the same schema at the same time, and Forge SQL takes no more changes of it this minute. */
export class SchemaNotReadyError extends Error {
  constructor(cause: unknown) {
    super('Cloud Findings is being set up, which takes a minute or two. Try again then.', { cause });
    this.name = 'SchemaNotReadyError';
  }
}

let done: Promise<void> | null = null;

const appliedRow = z.object({ name: z.string() });

/**
 * Whether every migration has run. Forge SQL takes 25 changes of the schema a minute, and the runner spends two on
 * looking: dozens of instances that start at once must not look that way.
 */
async function isUpToDate(): Promise<boolean> {
  try {
    const rows = await select(appliedRow, sql`SELECT name FROM __migrations`);
    const ran = new Set(rows.map(({ name }) => name));
    return MIGRATIONS.every(({ name }) => ran.has(name));
  } catch {
    // Before the first migration there is no such table. Whatever else it is, the runner will say.
    return false;
  }
}

async function migrate(): Promise<void> {
  if (await isUpToDate()) return;
  for (const { name, statement } of MIGRATIONS) migrationRunner.enqueue(name, statement);
  try {
    await migrationRunner.run();
  } catch (error) {
    const isBusy = isOverRate(error) || (error instanceof Error && isOverRate(error.cause));
    throw isBusy ? new SchemaNotReadyError(error) : error;
  }
  await markAllStale();
}

/**
 * Brings the schema up to date; what ran before is skipped. Once per warm instance, and again after a failure.
 * @throws SchemaNotReadyError when the rest of it has to wait for a minute
 * @throws MigrationExecutionError naming the migration that failed
 */
export function ensureSchema(): Promise<void> {
  done ??= migrate().catch((error: unknown) => {
    done = null;
    throw error;
  });
  return done;
}
