import { ForgeSQLAPIError, sql as forgeSql, type Result } from '@forge/sql';
import { noteUsage, noteWait } from '../log/log';

const ATTEMPTS = 7;
const FIRST_WAIT_MS = 150;
const TOO_MANY_REQUESTS = 429;

/**
 * Sends one statement to Forge SQL with its parameters bound. What exceeds the rate of 150 statements a second was not
 * run, so it waits its turn, for some ten seconds at the most.
 * @throws ForgeSQLAPIError when Forge SQL refuses
 */
export async function executeSql<Row>(query: string, parameters: readonly unknown[]): Promise<Result<Row>> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await timed(() =>
        forgeSql
          .prepare<Row>(query)
          .bindParams(...parameters)
          .execute(),
      );
    } catch (error) {
      if (!isOverRate(error) || attempt === ATTEMPTS) throw error;
      const waitMs = withJitter(FIRST_WAIT_MS * 2 ** (attempt - 1));
      noteWait('forge-sql', waitMs);
      await new Promise((done) => setTimeout(done, waitMs));
    }
  }
}

async function timed<Answer>(statement: () => Promise<Answer>): Promise<Answer> {
  const started = Date.now();
  try {
    return await statement();
  } finally {
    noteUsage({ sqlStatements: 1, sqlMilliseconds: Date.now() - started });
  }
}

/** Whether Forge SQL took too many statements within a second, or too many changes of the schema within a minute. */
export function isOverRate(error: unknown): boolean {
  return error instanceof ForgeSQLAPIError && error.responseDetails.status === TOO_MANY_REQUESTS;
}

/** Between half and the whole of `ms`, so that those who were refused together do not come back together. */
function withJitter(ms: number): number {
  return ms / 2 + (Math.random() * ms) / 2;
}
