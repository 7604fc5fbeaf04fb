import type { Account } from '../domain/account';
import { GLOBAL_SCOPE, REGIONS_SCOPE } from '../domain/scope';
import { HOUR_MS } from '../domain/time';
import { closeRunIfScanned } from './close-run';
import { withoutOpenElsewhere } from './open-elsewhere';
import type { RunTrigger, ScanDeps } from './ports';
import { pushScans } from './push-scans';
import { retireRegions } from './retire-scopes';
import { scheduledRunId } from './run-id';
import { startDelays } from './spread-scans';

export interface RunRequest {
  trigger: RunTrigger;
  /** The id that `nextScheduledRunId` gave; a new one when left out. */
  runId?: string;
  /** Only these accounts; all that are enabled when left out. */
  accountIds?: string[];
}

/**
 * Plans one scan: a work item per account and scope that some enabled rule needs, each pushed to the queue. AWS is not
 * asked anything yet: the regions of an account that did not name them are found out by a work item of their own.
 * @returns the run's id
 */
export async function startRun(
  deps: ScanDeps,
  { trigger, runId = deps.newId(), accountIds }: RunRequest,
): Promise<string> {
  if (!(await deps.store.insertRun(runId, trigger, deps.now()))) return runId;

  const accounts = await deps.settings.accounts();
  const chosen = accounts.filter(({ id, enabled }) => enabled && (accountIds?.includes(id) ?? true));
  const { rulesOf } = await deps.settings.inForce(chosen);
  const planned = chosen.flatMap((account) => {
    const kinds = new Set(rulesOf(account.id).map(({ rule }) => rule.resource.scope));
    return scopesOf(account, kinds).map((scope) => ({ accountId: account.id, scope }));
  });
  const own = trigger === 'schedule' ? await withoutOpenElsewhere(deps, runId, planned) : planned;
  const items = trigger === 'schedule' ? await spread(deps, own) : own.map(atOnce);
  await deps.store.insertWorkItems(runId, items);
  await pushScans(deps, runId, items);
  deps.log('run-planned', {
    runId,
    trigger,
    accounts: chosen.length,
    workItems: items.length,
    leftToEarlierRuns: planned.length - own.length,
  });
  for (const account of chosen) {
    if (account.regions !== 'enabled') await retireRegions(deps, account, account.regions);
  }
  // With nothing to scan, the issues of what is no longer connected still have to be brought in step.
  if (items.length === 0) await closeRunIfScanned(deps, runId);
  return runId;
}

interface Planned {
  accountId: string;
  scope: string;
}

/** Somebody waits for it. */
const atOnce = (item: Planned) => ({ ...item, startsAt: null });

/** In the order in which they start, also within one minute: a queue delivers about in the order in which it was filled. */
async function spread(deps: ScanDeps, items: Planned[]) {
  const accountIds = [...new Set(items.map(({ accountId }) => accountId))];
  const delays = startDelays(accountIds, await deps.store.scopeHistory(accountIds));
  const now = deps.now();
  const rank = new Map([...delays.keys()].map((accountId, index) => [accountId, index]));
  const rankOf = ({ accountId }: Planned): number => rank.get(accountId) ?? 0;
  return items
    .map((item) => ({ ...item, startsAt: now + (delays.get(item.accountId) ?? 0) }))
    .sort((a, b) => rankOf(a) - rankOf(b));
}

/**
 * The id of the hour's next scheduled run. Ask for it before looking whether a run is going: then two triggers at once
 * either come to the same id, or the later one sees the run of the earlier.
 */
export async function nextScheduledRunId(deps: ScanDeps): Promise<string> {
  const hour = Math.floor(deps.now() / HOUR_MS);
  return scheduledRunId(hour, await deps.store.scheduledRunsSince(hour * HOUR_MS));
}

/** The question for the regions comes first: what it finds goes on side by side with the rest. */
function scopesOf(account: Account, kinds: ReadonlySet<'global' | 'regional'>): string[] {
  const regional = account.regions === 'enabled' ? [REGIONS_SCOPE] : [...new Set(account.regions)];
  return [...(kinds.has('regional') ? regional : []), ...(kinds.has('global') ? [GLOBAL_SCOPE] : [])];
}
