import type { ScanDeps } from './ports';

/**
 * Hands a run whose last work item has ended over to the tickets. Asked again it does nothing: the first one noted it,
 * and should it be cut off before the hand-over, the next hour's trigger makes up for it.
 */
export async function closeRunIfScanned(deps: ScanDeps, runId: string): Promise<void> {
  const { open } = await deps.store.countWorkItems(runId);
  if (open > 0) return;
  const now = deps.now();
  if (!(await deps.store.markScanned(runId, now))) return;
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
