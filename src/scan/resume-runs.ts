import type { ScanDeps } from './ports';

/** A scheduled run that is younger than this and still going makes the next hour's trigger wait. */
const RUN_TIME_MS = 50 * 60 * 1000;

/**
 * Brings runs that were cut off to their end: work items that nobody works on are pushed again, and tickets of runs that
 * were scanned are brought in step. Pushing something twice does no harm.
 * @returns whether a scheduled run is still young and going, so that another would only do the same work
 */
export async function resumeRuns(deps: ScanDeps): Promise<boolean> {
  const now = deps.now();
  let going = false;
  for (const run of await deps.store.unfinishedRuns()) {
    const idle = await deps.store.idleWorkItems(run.runId, now);
    if (run.scannedAt !== null) {
      await deps.queue.pushTickets(run.runId);
    } else if (idle.length > 0) {
      await deps.queue.pushScans(idle.map((item) => ({ runId: run.runId, ...item })));
    } else if ((await deps.store.openWorkItems(run.runId)) === 0) {
      // Cut off between the last item's end and the hand-over, or before any item was planned.
      await deps.store.markScanned(run.runId, now);
      await deps.queue.pushTickets(run.runId);
    }
    if (run.trigger === 'schedule' && run.scannedAt === null && now - run.startedAt < RUN_TIME_MS)
      going = true;
  }
  return going;
}
