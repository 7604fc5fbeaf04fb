/**
 * One work item reads one account in one scope: a region, or `global` for what AWS keeps once for an account (IAM, the
 * list of buckets, trails). A finding of the global scope can still be in a region: a bucket's finding carries the
 * bucket's own region.
 */
export const GLOBAL_SCOPE = 'global';
export type Scope = string;

/** The work item that asks which regions an account has enabled and plans a work item for each; nothing is judged in it. */
export const REGIONS_SCOPE = 'regions';

/** An account's scope as the key of a map. */
export function scopeKey({ accountId, scope }: { accountId: string; scope: Scope }): string {
  return `${accountId} ${scope}`;
}
