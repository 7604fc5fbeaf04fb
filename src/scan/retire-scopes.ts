import type { Account } from '../domain/account';
import { GLOBAL_SCOPE, REGIONS_SCOPE } from '../domain/scope';
import type { ScanDeps } from './ports';
import { makeUnknown } from './scope-unread';

/** The regions of the account that were scanned before, in alphabetical order. */
export async function knownRegions(deps: ScanDeps, accountId: string): Promise<string[]> {
  const scopes = await deps.store.knownScopes(accountId);
  return scopes.filter((scope) => scope !== GLOBAL_SCOPE && scope !== REGIONS_SCOPE);
}

/**
 * Nobody reads a region any more that is not among `regions`: what is known of it becomes unknown, once, instead of
 * being shown as if it had just been seen.
 */
export async function retireRegions(
  deps: ScanDeps,
  account: Account,
  regions: readonly string[],
): Promise<void> {
  const left = (await knownRegions(deps, account.id)).filter((region) => !regions.includes(region));
  for (const region of left) {
    const reason = `${region} is no longer among the regions that are scanned in this account, so nobody knows.`;
    await makeUnknown(deps, account, region, reason);
    await deps.store.forgetScope(account.id, region);
  }
}
