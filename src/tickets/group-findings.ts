import { isDeepStrictEqual } from 'node:util';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { Finding } from '../domain/finding';
import { severityRank } from '../domain/severity';
import type { Tags } from '../domain/tag-pattern';
import type { IssueGroup } from './ticket-finding';

/** A finding as far as its group has to know it. Times are milliseconds since 1970. */
export interface GroupMember extends Omit<Finding, 'evidence' | 'unknownSince' | 'changedAt'> {
  tags: Tags;
  exceptionId: string | null;
  /** Since when the clock of its SLA stands still; null while it goes. */
  pausedAt: number | null;
  /** The group that it is part of; null when it is part of none. */
  groupId: string | null;
}

/** What is known of the findings of one rule in one account, as if they were one finding. */
export interface FindingGroup extends Omit<GroupMember, 'groupId' | 'pausedAt'>, IssueGroup {
  changedAt: number;
}

/** Which findings share an issue: those of a rule in an account that one project owns. */
export type GroupKey = Pick<GroupMember, 'ruleId' | 'accountId' | 'projectKey'>;

/** The dot tells it from the id of a finding, which has none. 32 characters. */
export function groupIdOf({ ruleId, accountId, projectKey }: GroupKey): string {
  const digest = sha256(utf8ToBytes(JSON.stringify([ruleId, accountId, projectKey])));
  return `g.${bytesToHex(digest).slice(0, 30)}`;
}

export function isGroupId(id: string): boolean {
  return id.startsWith('g.');
}

/** Resources that are named in an issue's field and kept for the panel's first look. */
const NAMED = 20;
const NAMED_IN_MESSAGE = 3;

/**
 * The group as its members make it: open while one of them fails, unknown while one cannot be read, excepted while
 * exceptions cover all that fail, resolved otherwise. The finding that stands for it is the worst and oldest one.
 * @param before the group as it was; null for a new one
 * @returns null when there is nothing to say: no member, and no group before
 */
export function groupOf(
  key: GroupKey,
  members: readonly GroupMember[],
  before: FindingGroup | null,
  now: number,
): FindingGroup | null {
  const failing = members.filter((member) => member.state === 'open' && member.exceptionId === null);
  const unknown = members.filter(({ state }) => state === 'unknown');
  const excepted = members.filter((member) => member.state === 'open' && member.exceptionId !== null);
  const shown = [failing, unknown, excepted].find((some) => some.length > 0) ?? [...members];
  const [stands] = [...shown].sort(worstThenOldest);
  if (stands === undefined) return before === null ? null : goneWith(before, now);

  const state =
    failing.length > 0 ? 'open' : unknown.length > 0 ? 'unknown' : excepted.length > 0 ? 'open' : 'resolved';
  const { groupId: _, pausedAt: __, ...standing } = stands;
  const after: FindingGroup = {
    ...standing,
    ...key,
    id: groupIdOf(key),
    state,
    exceptionId: failing.length === 0 && unknown.length === 0 ? (excepted[0]?.exceptionId ?? null) : null,
    firstSeenAt: earliest(members.map(({ firstSeenAt }) => firstSeenAt)),
    openedAt: openingOf(shown, state, before),
    dueAt: earliest(failing.filter(({ pausedAt }) => pausedAt === null).map(({ dueAt }) => dueAt)),
    resolvedAt: state === 'resolved' ? latest(members.map(({ resolvedAt }) => resolvedAt)) : null,
    resolvedReason: state === 'resolved' ? reasonOf(members) : null,
    message: messageOf(shown, stands),
    resources: [...shown].sort(worstThenOldest).slice(0, NAMED).map(nameOf),
    count: shown.length,
    changedAt: now,
  };
  return before !== null && isSame(before, after) ? before : after;
}

/** An opening lasts until nothing fails any more, whichever members come and go meanwhile. */
function openingOf(
  shown: readonly GroupMember[],
  state: GroupMember['state'],
  before: FindingGroup | null,
): number | null {
  const goesOn = before !== null && before.state !== 'resolved' && before.openedAt !== null;
  if (goesOn) return before.openedAt;
  return state === 'open' ? earliest(shown.map(({ openedAt }) => openedAt)) : (before?.openedAt ?? null);
}

/** Every member has left it: to another project's group, or because what was never open is forgotten. */
function goneWith(before: FindingGroup, now: number): FindingGroup {
  if (before.state === 'resolved') return before;
  return {
    ...before,
    state: 'resolved',
    resolvedAt: now,
    resolvedReason: 'gone',
    dueAt: null,
    changedAt: now,
  };
}

function reasonOf(members: readonly GroupMember[]): GroupMember['resolvedReason'] {
  const [reason, ...others] = new Set(members.map(({ resolvedReason }) => resolvedReason));
  return others.length === 0 ? (reason ?? 'fixed') : 'fixed';
}

function messageOf(shown: readonly GroupMember[], stands: GroupMember): string {
  if (shown.length === 1) return stands.message;
  const names = [...shown]
    .sort(worstThenOldest)
    .slice(0, NAMED_IN_MESSAGE)
    .map(({ resourceName, resourceId }) => resourceName ?? resourceId);
  const rest = shown.length - names.length;
  return `${shown.length} resources: ${names.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}. The first: ${stands.message}`;
}

function nameOf({
  id,
  resourceArn,
  resourceId,
  resourceName,
  region,
}: GroupMember): IssueGroup['resources'][number] {
  return { id, arn: resourceArn, name: resourceName ?? resourceId, region };
}

function isSame(before: FindingGroup, after: FindingGroup): boolean {
  return isDeepStrictEqual({ ...before, changedAt: 0 }, { ...after, changedAt: 0 });
}

function worstThenOldest(a: GroupMember, b: GroupMember): number {
  return (
    severityRank(a.severity) - severityRank(b.severity) ||
    (a.openedAt ?? Number.MAX_SAFE_INTEGER) - (b.openedAt ?? Number.MAX_SAFE_INTEGER) ||
    (a.id < b.id ? -1 : 1)
  );
}

function earliest(times: readonly (number | null)[]): number | null {
  const known = times.filter((time) => time !== null);
  return known.length === 0 ? null : Math.min(...known);
}

function latest(times: readonly (number | null)[]): number | null {
  const known = times.filter((time) => time !== null);
  return known.length === 0 ? null : Math.max(...known);
}
