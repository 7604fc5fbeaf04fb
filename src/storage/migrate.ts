import { migrationRunner } from '@forge/sql';
import { V1_TABLES } from './migrations/v1';

let done: Promise<void> | null = null;

async function migrate(): Promise<void> {
  for (const [table, statement] of Object.entries(V1_TABLES))
    migrationRunner.enqueue(`v1-${table}`, statement);
  await migrationRunner.run();
}

/**
 * Brings the schema up to date; what ran before is skipped. Once per warm instance, and again after a failure.
 * @throws MigrationExecutionError naming the migration that failed
 */
export function ensureSchema(): Promise<void> {
  done ??= migrate().catch((error: unknown) => {
    done = null;
    throw error;
  });
  return done;
}
