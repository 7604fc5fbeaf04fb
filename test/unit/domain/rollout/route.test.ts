import { describe, expect, it } from 'vitest';
import { newPolicy, type Route, type Team } from '../../../../src/domain/rollout/policy';
import { destinationOf } from '../../../../src/domain/rollout/route';

const account = {
  id: '111122223333',
  tier: 'production' as const,
  tags: { team: 'web' },
  ownerProjectKey: 'PAY',
};
const team = (tagValue: string, projectKey: string, more: Partial<Team> = {}): Team => ({
  tagValue,
  projectKey,
  component: null,
  assigneeId: null,
  ...more,
});
const teams = [team('Data', 'DATA', { component: 'Lake', assigneeId: 'u1' }), team('web', 'WEB')];

function route(project: Route['project'], tags: Record<string, string> = {}, more: Partial<Route> = {}) {
  const policy = newPolicy('7d1f6a52-5d1c-4c5e-9a54-0f6c6f1b2a01', 'One');
  const decided = { ...policy, route: { ...policy.route, project, ...more } };
  return destinationOf({ teams }, decided, account, tags);
}

describe('where a finding goes', () => {
  it('without a policy: to the project that owns the account', () => {
    expect(destinationOf({ teams }, null, account, {}).projectKey).toBe('PAY');
    expect(destinationOf({ teams }, null, { ...account, ownerProjectKey: null }, {}).projectKey).toBeNull();
  });

  it('to the owner, or to the one project of the policy, with its component and assignee', () => {
    const more = { component: 'Security', assigneeId: 'u2' };
    expect(route({ kind: 'owner-project' }, {}, more)).toEqual({ projectKey: 'PAY', ...more });
    expect(route({ kind: 'project', projectKey: 'SEC' }, {}, more)).toEqual({ projectKey: 'SEC', ...more });
  });

  it('by the resource’s tag, whatever the case of its letters, to the team’s component and assignee', () => {
    const by = { kind: 'tag', tag: 'team', of: 'resource' } as const;
    expect(route(by, { team: ' data ' }, { component: 'Security', assigneeId: 'u2' })).toEqual({
      projectKey: 'DATA',
      component: 'Lake',
      assigneeId: 'u1',
    });
    expect(route(by, { team: 'web' }, { component: 'Security', assigneeId: null })).toEqual({
      projectKey: 'WEB',
      component: 'Security',
      assigneeId: null,
    });
  });

  it('by the account’s tag, or by the first of both that has a team', () => {
    const tag = (of: 'account' | 'resource-or-account') => ({ kind: 'tag', tag: 'team', of }) as const;
    expect(route(tag('account'), { team: 'data' }).projectKey).toBe('WEB');
    expect(route(tag('resource-or-account'), { team: 'data' }).projectKey).toBe('DATA');
    expect(route(tag('resource-or-account'), { team: 'nobody knows' }).projectKey).toBe('WEB');
    expect(route(tag('resource-or-account')).projectKey).toBe('WEB');
  });

  it('to the owner of the account when the tag is missing or has no team', () => {
    const by = { kind: 'tag', tag: 'team', of: 'resource' } as const;
    expect(route(by).projectKey).toBe('PAY');
    expect(route(by, { team: 'nobody knows' }).projectKey).toBe('PAY');
  });
});
