import { logLevel } from '../storage/log-level';
import { withLog } from './log';

/**
 * Does the work of an invocation so that its log lines carry the id, at the level that admins chose.
 * @param what the function of manifest.yml, or the question of a page
 */
export async function correlated<Result>(
  correlationId: string,
  what: string,
  work: () => Promise<Result>,
): Promise<Result> {
  return withLog({ correlationId, level: await logLevel(), what }, work);
}
