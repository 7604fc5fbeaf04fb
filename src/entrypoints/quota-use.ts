import { describeFailure } from '../log/failure';
import { log, takenSoFar } from '../log/log';
import { addQuotaUse } from '../storage/quota-use';

/**
 * Does an invocation's work, and notes what it took of the platform's quotas for the Health tab, however it ends. What cannot be
 * noted is said in the log, and keeps the work from nothing.
 */
export async function withQuotaUseNoted<Result>(work: () => Promise<Result>): Promise<Result> {
  const from = Date.now();
  try {
    return await work();
  } finally {
    await note(from);
  }
}

async function note(from: number): Promise<void> {
  const { usage, waits } = takenSoFar();
  const { sqlStatements, sqlMilliseconds, events, jiraPoints, awsCalls } = usage;
  const amounts = {
    // The one that notes it is another.
    sqlStatements: sqlStatements + 1,
    sqlMilliseconds,
    events,
    jiraPoints,
    sqlWaits: waits['forge-sql'],
    queueWaits: waits['forge-queue'],
    jiraWaits: waits.jira,
  };
  try {
    await addQuotaUse({ amounts, requests: awsCalls, from, to: Date.now() });
  } catch (error) {
    log('warn', 'quota-use-not-noted', describeFailure(error));
  }
}
