import { randomUUID } from 'node:crypto';
import { noteIssueEvent, startHourlyRun } from '../composition';
import { correlated } from '../log/correlated';
import { withoutForeignWords } from '../log/failure';
import { logFailure } from '../log/log';
import { ensureSchema } from '../storage/migrate';
import { withQuotaUseNoted } from './quota-use';

/** What Forge expects of a scheduled trigger; without an answer it reports a 424. */
interface ScheduleAnswer {
  statusCode: 200;
}

/** Forge reports what is thrown without the id that the other lines of the invocation have, and with all of its text. */
function withFailureLogged(what: string, work: () => Promise<void>): Promise<void> {
  return correlated(randomUUID(), what, async () => {
    try {
      await ensureSchema();
      await work();
    } catch (error) {
      logFailure(what, error);
      throw withoutForeignWords(error);
    }
  });
}

/** The hourly trigger: plans a scan. A thrown error is not repeated by Forge; the next hour picks up what was left. */
export async function scheduleScan(): Promise<ScheduleAnswer> {
  await withFailureLogged('schedule-scan', () => withQuotaUseNoted(startHourlyRun));
  return { statusCode: 200 };
}

/** The app was installed or upgraded: the schema is brought up to date before anybody asks for it. */
export function onLifecycleEvent(): Promise<void> {
  return withFailureLogged('on-lifecycle-event', async () => undefined);
}

/** Somebody changed or deleted an issue; it may be one of ours. */
export function onIssueEvent(event: unknown): Promise<void> {
  return withFailureLogged('on-issue-event', () => noteIssueEvent(event));
}
