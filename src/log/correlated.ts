import { logLevel } from '../storage/log-level';
import { withLog } from './log';

/** Does the work of a run, or of one invocation, so that its log lines carry the id, at the level that admins chose. */
export async function correlated<Result>(
  correlationId: string,
  work: () => Promise<Result>,
): Promise<Result> {
  return withLog({ correlationId, level: await logLevel() }, work);
}
