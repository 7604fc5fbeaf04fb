import type { Account } from '../domain/account';
import type { Unread } from '../domain/scan-outcome';
import { REGIONS_SCOPE } from '../domain/scope';
import { UnreadableError } from './evaluate/unreadable';
import type { ScanDeps } from './ports';
import { knownRegions, retireRegions } from './retire-scopes';
import { batchesOf } from './spread-scans';

/** Stands for the regions of an account of which not even the names are known. */
const EVERY_REGION = 'every region';

/** The regions of an account, as work. */
export interface PlannedRegions {
  /** Why AWS did not say which there are, or null. */
  problem: string | null;
  /** Those that whoever planned them scans itself. */
  here: string[];
}

/**
 * Plans a work item for every region that the account has enabled. Where AWS does not say which they are, the regions
 * that were scanned before are tried all the same: what can be read is still read, and what cannot says why itself.
 *
 * As many regions as make one event are left to the caller, so that most accounts push nothing: everything that one
 * trigger sets off may push 1,000 times.
 */
export async function planRegions(deps: ScanDeps, runId: string, account: Account): Promise<PlannedRegions> {
  const { regions, error } = await regionsOf(deps, account);
  const now = deps.now();
  const pass = { startedAt: now, now, ended: true, inOnePart: true };
  await deps.store.replaceUnread(account.id, REGIONS_SCOPE, unreadOf(account, regions, error), pass);
  const items = regions.map((scope) => ({ accountId: account.id, scope, startsAt: null }));
  await deps.store.insertWorkItems(runId, items);
  const [here, ...others] = batchesOf(runId, items, await deps.store.scopeHistory([account.id]));
  if (others.length > 0) await deps.queue.pushScans(others);
  return { problem: error?.message ?? null, here: here?.scopes ?? [] };
}

async function regionsOf(
  deps: ScanDeps,
  account: Account,
): Promise<{ regions: string[]; error: UnreadableError | null }> {
  try {
    const regions = await deps.cloud.enabledRegions(account);
    await retireRegions(deps, account, regions);
    return { regions, error: null };
  } catch (error) {
    if (!(error instanceof UnreadableError)) throw error;
    return { regions: await knownRegions(deps, account.id), error };
  }
}

function unreadOf(account: Account, regions: string[], error: UnreadableError | null): Unread[] {
  if (error === null) return [];
  const { operation, reason, message } = error;
  // A role that cannot be assumed is noted by each region that is tried.
  if (operation === 'sts:AssumeRole' && regions.length > 0) return [];
  return [{ accountId: account.id, region: EVERY_REGION, operation, reason, message }];
}
