import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type FindingGroup,
  type GroupMember,
  groupIdOf,
  groupOf,
  isGroupId,
} from '../../../src/tickets/group-findings';
import { DAY, NOW } from './support/findings';

const KEY = { ruleId: 's3-bucket-public-read', accountId: '111122223333', projectKey: 'PAY' };

let count = 0;
function member(more: Partial<GroupMember> = {}): GroupMember {
  count += 1;
  return {
    ...KEY,
    id: count.toString(16).padStart(20, '0'),
    scope: 'global',
    region: 'us-east-1',
    resourceId: `bucket-${count}`,
    resourceArn: `arn:aws:s3:::bucket-${count}`,
    resourceName: null,
    tags: {},
    state: 'open',
    severity: 'high',
    message: 'Everyone can read it.',
    firstSeenAt: NOW - DAY,
    openedAt: NOW - DAY,
    dueAt: NOW + 6 * DAY,
    resolvedAt: null,
    resolvedReason: null,
    exceptionId: null,
    pausedAt: null,
    groupId: null,
    ...more,
  };
}
const resolved = { state: 'resolved', dueAt: null, resolvedAt: NOW, resolvedReason: 'fixed' } as const;

function group(members: GroupMember[], before: FindingGroup | null = null, now = NOW): FindingGroup {
  const found = groupOf(KEY, members, before, now);
  if (found === null) throw new Error('There is no group');
  return found;
}

describe('a group of findings', () => {
  it('has an id of its own kind, of 32 characters, by rule, account and project', () => {
    expect(groupIdOf(KEY)).toMatch(/^g\.[0-9a-f]{30}$/);
    expect(isGroupId(groupIdOf(KEY))).toBe(true);
    expect(isGroupId(member().id)).toBe(false);
    expect(groupIdOf({ ...KEY, projectKey: 'WEB' })).not.toBe(groupIdOf(KEY));
  });

  it('is as severe as its worst and due with its earliest finding that fails, paused ones aside', () => {
    const members = [
      member({ severity: 'low', dueAt: NOW + DAY, pausedAt: NOW }),
      member({ severity: 'medium', dueAt: NOW + 3 * DAY }),
      member({ severity: 'critical', ...resolved }),
    ];
    expect(group(members)).toMatchObject({ severity: 'medium', dueAt: NOW + 3 * DAY, count: 2 });
  });

  it('opens once, whichever findings come and go, and anew after all were resolved', () => {
    const [a, b] = [member({ openedAt: NOW - 9 * DAY }), member({ openedAt: NOW - DAY })];
    const first = group([a]);
    expect(first.openedAt).toBe(NOW - 9 * DAY);
    const second = group([{ ...a, ...resolved }, b], first);
    expect(second.openedAt).toBe(NOW - 9 * DAY);
    const over = group(
      [
        { ...a, ...resolved },
        { ...b, ...resolved },
      ],
      second,
    );
    expect(over).toMatchObject({ state: 'resolved', resolvedReason: 'fixed', dueAt: null });
    expect(
      group(
        [
          { ...a, openedAt: NOW + DAY },
          { ...b, ...resolved },
        ],
        over,
      ).openedAt,
    ).toBe(NOW + DAY);
  });

  it('says why it is resolved when all its findings have one reason', () => {
    const off = { ...resolved, resolvedReason: 'rule-off' as const };
    expect(group([member(off), member(off)]).resolvedReason).toBe('rule-off');
    expect(group([member(off), member(resolved)]).resolvedReason).toBe('fixed');
  });

  it('is gone with its last finding, and nothing where nothing ever was', () => {
    expect(groupOf(KEY, [], null, NOW)).toBeNull();
    expect(group([], group([member()]))).toMatchObject({ state: 'resolved', resolvedReason: 'gone' });
  });

  it('names the worst resources, and says how many there are', () => {
    const members = Array.from({ length: 30 }, () => member());
    const { resources, count: all, message } = group(members);
    expect(resources).toHaveLength(20);
    expect(all).toBe(30);
    expect(message).toMatch(/^30 resources: bucket-\d+, bucket-\d+, bucket-\d+ and 27 more\./);
  });

  const anyMember = fc.record({
    state: fc.constantFrom('open' as const, 'unknown' as const, 'resolved' as const),
    exceptionId: fc.constantFrom(null, '22222222-2222-4222-8222-222222222222'),
    severity: fc.constantFrom('critical' as const, 'high' as const, 'low' as const),
  });

  it('fails exactly while one fails, is never resolved while one cannot be read, and says the same twice', () => {
    fc.assert(
      fc.property(fc.array(anyMember, { minLength: 1, maxLength: 6 }), (choices) => {
        const members = choices.map((choice) => member(choice));
        const once = group(members);
        const fails = choices.some(({ state, exceptionId }) => state === 'open' && exceptionId === null);
        const unread = choices.some(({ state }) => state === 'unknown');
        expect(once.state === 'open' && once.exceptionId === null).toBe(fails);
        if (unread) expect(once.state).not.toBe('resolved');
        if (unread && !fails) expect(once.state).toBe('unknown');
        expect(group([...members].reverse(), once, NOW + DAY)).toBe(once);
      }),
    );
  });
});
