import type { Account } from '../domain/account';
import type { Unread } from '../domain/scan-outcome';
import { REGIONS_SCOPE } from '../domain/scope';
import { UnreadableError } from './evaluate/unreadable';
import { withoutOpenElsewhere } from './open-elsewhere';
import type { ScanDeps } from './ports';
import { knownRegions, retireRegions } from './retire-scopes';
import { batchesOf } from './spread-scans';

/** Stands for the regions of an account of which not even the names are known. */
const EVERY_REGION = 'every region';

/**
 * Plans a work item for every region that the account has enabled. Where AWS does not say which they are, the regions
 * that were scanned before are tried all the same: what can be read is still read, and what cannot says why itself.
 * Regions that take long are pushed; the others are left to the caller, who is at this account anyway: a chain of events may
 * push a thousand times, and a company has more accounts than that.
 * @returns why AWS did not say, or null, and the scopes that the caller is to go on with
 */
export async function planRegions(
  deps: ScanDeps,
  runId: string,
  account: Account,
): Promise<{ error: string | null; scopes: string[] }> {
  const { regions, error } = await regionsOf(deps, account);
  const now = deps.now();
  const pass = { startedAt: now, now, ended: true, inOnePart: true };
  await deps.store.replaceUnread(account.id, REGIONS_SCOPE, unreadOf(account, regions, error), pass);
  const found = regions.map((scope) => ({ accountId: account.id, scope, startsAt: null }));
  const items = await withoutOpenElsewhere(deps, runId, found, account.id);
  await deps.store.insertWorkItems(runId, items);
  const history = items.length === 0 ? [] : await deps.store.scopeHistory([account.id]);
  const [own, ...others] = batchesOf(runId, items, history);
  if (others.length > 0) await deps.queue.pushScans(others);
  return { error: error?.message ?? null, scopes: own?.scopes ?? [] };
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
