import { noteIssueEvent, startHourlyRun } from '../composition';
import { ensureSchema } from '../storage/migrate';

/** What Forge expects of a scheduled trigger; without an answer it reports a 424. */
interface ScheduleAnswer {
  statusCode: 200;
}

/** The hourly trigger: plans a scan. A thrown error is not repeated by Forge; the next hour picks up what was left. */
export async function scheduleScan(): Promise<ScheduleAnswer> {
  await ensureSchema();
  await startHourlyRun();
  return { statusCode: 200 };
}

/** The app was installed or upgraded: the schema is brought up to date before anybody asks for it. */
export async function onLifecycleEvent(): Promise<void> {
  await ensureSchema();
}

/** Somebody changed or deleted an issue; it may be one of ours. */
export async function onIssueEvent(event: unknown): Promise<void> {
  await ensureSchema();
  await noteIssueEvent(event);
}
