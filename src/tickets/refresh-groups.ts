import { listIn } from '../domain/list-in';
import type { Decisions, PairGroup } from '../domain/rollout/decisions';
import { type FindingGroup, type GroupMember, groupIdOf, groupOf } from './group-findings';
import type { TicketAccount } from './ticket-finding';

export interface GroupStore {
  /**
   * Findings that may share an issue: those that are part of a group, and those of `pairs` that are not resolved and have
   * no issue of their own for this opening. Page by page.
   */
  members(pairs: readonly PairGroup[]): AsyncIterable<GroupMember[]>;
  /** Every group, with whether its issue is there and not closed. */
  groups(): Promise<{ group: FindingGroup; hasOpenIssue: boolean }[]>;
  /** Asks the next sync to look at them. */
  saveGroups(groups: readonly FindingGroup[]): Promise<void>;
  /** `groupId` null: part of none any more. A finding that got an issue of its own meanwhile is left alone. */
  joinGroup(groupId: string | null, findingIds: readonly string[]): Promise<void>;
}

/** What grouping comes to, before anything is written. */
export interface Grouping {
  /** New ones and those that changed. */
  changed: FindingGroup[];
  /** All of them. */
  groups: FindingGroup[];
  /** The ids of findings that join a group or leave theirs. */
  moves: Map<string | null, string[]>;
}

/**
 * Which findings share which issue, and what the groups are by that. A finding stays in its group while the group's issue
 * is open, whatever the policy says by now; otherwise the policy that decides for it says whether it joins one.
 * @param now milliseconds since 1970
 */
export async function groupFindings(
  store: Pick<GroupStore, 'members' | 'groups'>,
  decisions: Decisions<TicketAccount>,
  now: number,
): Promise<Grouping> {
  const stored = await store.groups();
  const shared = sharedPairs(decisions);
  if (stored.length === 0 && shared.length === 0) return { groups: [], changed: [], moves: new Map() };
  const before = new Map(stored.map(({ group }) => [group.id, group]));
  const open = new Set(stored.filter(({ hasOpenIssue }) => hasOpenIssue).map(({ group }) => group.id));
  const members = new Map<string, GroupMember[]>(stored.map(({ group }) => [group.id, []]));
  const moves = new Map<string | null, string[]>();

  for await (const page of store.members(shared)) {
    for (const finding of page) {
      const groupId = groupFor(finding, decisions, open);
      if (groupId !== finding.groupId) listIn(moves, groupId).push(finding.id);
      if (groupId !== null) listIn(members, groupId).push(finding);
    }
  }
  const groups = [...members].flatMap(([id, of]) => {
    const known = before.get(id);
    const [first] = of;
    const key = known ?? first;
    return key === undefined ? [] : (groupOf(keyOf(key), of, known ?? null, now) ?? []);
  });
  return { groups, changed: groups.filter((group) => before.get(group.id) !== group), moves };
}

/** The same, written down: what is the same stays untouched, so that doing it again changes nothing. */
export async function refreshGroups(
  store: GroupStore,
  decisions: Decisions<TicketAccount>,
  now: number,
): Promise<void> {
  const { changed, moves } = await groupFindings(store, decisions, now);
  for (const [groupId, ids] of moves) await store.joinGroup(groupId, ids);
  await store.saveGroups(changed);
}

/** Pairs of account and rule whose findings share an issue. */
export function sharedPairs(decisions: Decisions<TicketAccount>): PairGroup[] {
  return decisions.groups(
    ({ stage, policy }) => stage === 'ticket' && policy?.grouping === 'rule-and-account',
  );
}

/** Pairs of account and rule whose findings have an issue each. */
export function singlePairs(decisions: Decisions<TicketAccount>): PairGroup[] {
  return decisions.groups(({ stage, policy }) => stage === 'ticket' && policy?.grouping === 'resource');
}

function groupFor(
  finding: GroupMember,
  decisions: Decisions<TicketAccount>,
  open: ReadonlySet<string>,
): string | null {
  if (finding.groupId !== null && open.has(finding.groupId)) return finding.groupId;
  const { stage, policy } = decisions.of(finding.accountId, finding.ruleId);
  const isShared = stage === 'ticket' && policy?.grouping === 'rule-and-account';
  if (!isShared) return finding.state === 'resolved' ? finding.groupId : null;
  return finding.state === 'resolved' ? finding.groupId : groupIdOf(keyOf(finding));
}

function keyOf({ ruleId, accountId, projectKey }: Pick<GroupMember, 'ruleId' | 'accountId' | 'projectKey'>) {
  return { ruleId, accountId, projectKey };
}
