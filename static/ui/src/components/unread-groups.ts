import type { UnreadRow } from '../../../../src/contract/unread';

/** An operation that could not be read for one reason in an account, wherever that was. */
export interface UnreadGroup extends Omit<UnreadRow, 'region'> {
  regions: string[];
}

/** Brings together what only differs in its region: who mends it mends it once. `since` is the earliest. */
export function unreadGroups(rows: readonly UnreadRow[]): UnreadGroup[] {
  const groups = new Map<string, UnreadGroup>();
  for (const { region, ...row } of rows) {
    // A remedy that names the region is another one in each.
    const key = JSON.stringify([row.accountId, row.operation, row.reason, row.remedy]);
    const group = groups.get(key);
    if (group === undefined) {
      groups.set(key, { ...row, regions: [region] });
      continue;
    }
    group.regions.push(region);
    group.since = Math.min(group.since, row.since);
  }
  return [...groups.values()];
}
