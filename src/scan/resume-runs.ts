import { MINUTE_MS } from '../domain/time';
import { describeFailure } from '../log/failure';
import { closeRunIfScanned } from './close-run';
import type { ScanDeps, UnfinishedRun } from './ports';
import { pushAll } from './push-scans';
import { scopeUnread } from './scope-unread';
import { startDelays } from './spread-scans';

/** Planning takes no longer; a run that is younger is left to whoever plans it. */
const PLANNING_MS = 10 * MINUTE_MS;
/** A scheduled run that is younger than this and still going makes the next trigger wait. */
const RUN_MS = 50 * MINUTE_MS;
/** What has not been scanned by then never will be: events were lost, or every try failed. */
export const GIVE_UP_MS = 3 * 60 * MINUTE_MS;

/**
 * Brings runs that were cut off to their end: work items that nobody works on are pushed again or, after hours, given
 * up, and tickets of runs that were scanned are brought in step. Pushing something twice does no harm. A run that cannot be
 * resumed is logged and left to the next hour: it keeps neither the others nor this hour's scan from going on.
 * @returns whether a scheduled run is still young and going, so that another would only do the same work
 */
export async function resumeRuns(deps: ScanDeps): Promise<boolean> {
  let going = false;
  for (const run of await deps.store.unfinishedRuns()) {
    const age = deps.now() - run.startedAt;
    try {
      if (run.scannedAt !== null) await deps.queue.pushTickets(run.runId);
      else if (age >= PLANNING_MS) await resume(deps, run, age);
    } catch (error) {
      deps.log('run-not-resumed', { runId: run.runId, ...describeFailure(error) }, 'error');
    }
    if (run.trigger === 'schedule' && run.scannedAt === null && age < RUN_MS) going = true;
  }
  return going;
}

async function resume(deps: ScanDeps, { runId }: UnfinishedRun, age: number): Promise<void> {
  const { total } = await deps.store.countWorkItems(runId);
  if (total === 0) {
    await deps.store.finishRun(runId, ['The scan was cut off while it was planned.'], deps.now());
    return;
  }
  const idle = await deps.store.idleWorkItems(runId, deps.now());
  deps.log('run-resumed', { runId, idle: idle.length, minutes: Math.round(age / MINUTE_MS) });
  if (age < GIVE_UP_MS) await pushAgain(deps, runId, idle);
  else for (const item of idle) await giveUp(deps, { runId, ...item });
  await closeRunIfScanned(deps, runId);
}

/** All of them, spread like those of a new run: nobody would look later for what is not pushed now. */
async function pushAgain(
  deps: ScanDeps,
  runId: string,
  idle: readonly { accountId: string; scope: string }[],
): Promise<void> {
  if (idle.length === 0) return;
  const accountIds = [...new Set(idle.map(({ accountId }) => accountId))];
  const history = await deps.store.scopeHistory(accountIds);
  const delays = startDelays(accountIds, history);
  const now = deps.now();
  await pushAll(
    deps,
    runId,
    idle.map((item) => ({ ...item, startsAt: now + (delays.get(item.accountId) ?? 0) })),
    history,
  );
}

/** Whatever the reason, the scope was not read: what is known of it is old, and says so. */
async function giveUp(
  deps: ScanDeps,
  item: { runId: string; accountId: string; scope: string },
): Promise<void> {
  deps.log('work-item-given-up', item, 'error');
  const message = `The scan of ${item.scope} did not come to its end within ${GIVE_UP_MS / MINUTE_MS / 60} hours. The app's logs say why.`;
  const account = await deps.settings.account(item.accountId);
  if (account !== null) {
    await scopeUnread(deps, account, item.scope, { operation: 'scan', reason: 'error', message });
  }
  await deps.store.endWorkItem(item, message, deps.now());
}
