import type { ScanDeps } from './ports';

/**
 * Hands a run whose last work item has ended over to the tickets. Asked again it does nothing: the first one noted it,
 * and should it be cut off before the hand-over, `closeRunAgain` or the next hour's trigger makes up for it.
 * @returns whether there is nothing left to hand over: items are open still, or it was done just now
 */
export async function closeRunIfScanned(deps: ScanDeps, runId: string): Promise<boolean> {
  const { open } = await deps.store.countWorkItems(runId);
  if (open > 0) return true;
  const now = deps.now();
  if (!(await deps.store.markScanned(runId, now))) return false;
  deps.log('run-scanned', { runId });
  await handOver(deps, runId, now);
  return true;
}

/**
 * The same for an event that the platform repeats: whoever had it before may have been cut off between noting the end and
 * handing over. Handing over twice does no harm.
 */
export async function closeRunAgain(deps: ScanDeps, runId: string): Promise<void> {
  if (await closeRunIfScanned(deps, runId)) return;
  const run = (await deps.store.unfinishedRuns()).find((unfinished) => unfinished.runId === runId);
  if (run !== undefined && run.scannedAt !== null) await handOver(deps, runId, deps.now());
}

async function handOver(deps: ScanDeps, runId: string, now: number): Promise<void> {
  await resolveOrphans(deps, now);
  await deps.queue.pushTickets(runId);
}

/** A scan that was under way while a rule was switched off or an account removed has written findings of it since. */
async function resolveOrphans(deps: ScanDeps, now: number): Promise<void> {
  const accounts = await deps.settings.accounts();
  const { decisions } = await deps.settings.inForce(accounts);
  await deps.store.resolveOrphans(
    { ruleIds: decisions.ruleIds, accountIds: accounts.map(({ id }) => id) },
    now,
  );
  await deps.store.resolveOff(decisions.inStage('off'), now);
}
