import { describe, expect, it } from 'vitest';
import { checkPolicy } from '../../../src/tickets/check-policy';
import { filed, finding, policy } from './support/findings';
import { world } from './support/world';

const web = { accountId: '444455556666' };

describe('what a policy would do', () => {
  it('counts what it would file, as the run does, and writes nothing', async () => {
    const { deps, jira, store, sync } = world([
      finding(),
      finding(web),
      finding(),
      filed(),
      finding({ severity: 'low' }),
    ]);
    const candidate = { ...policy, enabled: false, maxNewIssuesPerRun: 2 };
    expect(await checkPolicy(deps, candidate)).toEqual({
      ok: true,
      projects: [
        { projectKey: 'PAY', ok: true, problem: null },
        { projectKey: 'WEB', ok: true, problem: null },
      ],
      wouldCreate: 2,
      held: 1,
    });
    expect(jira.issues).toHaveLength(0);
    expect(store.reports).toHaveLength(0);
    deps.policy = async () => ({ ...candidate, enabled: true });
    expect(await sync()).toMatchObject({ created: 2, held: 1 });
  });

  it('says for each project what is in the way, and counts without it', async () => {
    const { deps, jira } = world([finding(), finding(web)]);
    jira.project('WEB').issueTypes = ['Story'];
    expect(await checkPolicy(deps, policy)).toMatchObject({
      ok: false,
      projects: [
        { projectKey: 'PAY', ok: true },
        { projectKey: 'WEB', ok: false, problem: expect.stringMatching(/no issue type "Task"/) },
      ],
      wouldCreate: 1,
      held: 0,
    });
  });

  it('asks only about projects that the policy routes to', async () => {
    const { deps } = world();
    const one = await checkPolicy(deps, { ...policy, route: { kind: 'project', projectKey: 'SEC' } });
    expect(one).toMatchObject({ ok: false, projects: [{ projectKey: 'SEC', ok: false }] });
    const some = await checkPolicy(deps, { ...policy, accounts: ['444455556666'] });
    expect(some.projects.map(({ projectKey }) => projectKey)).toEqual(['WEB']);
  });

  it('is not ok when it routes nowhere', async () => {
    const { deps } = world([finding()]);
    expect(await checkPolicy(deps, { ...policy, accounts: ['777788889999'] })).toEqual({
      ok: false,
      projects: [],
      wouldCreate: 0,
      held: 0,
    });
  });

  it('takes an issue type by its id too, and accepts required fields that are filled', async () => {
    const { deps, jira } = world([finding()]);
    const field = { required: true, hasDefault: false, options: [] };
    jira
      .project('PAY')
      .required.push(
        { ...field, id: 'customfield_1', name: 'Team', hasDefault: true },
        { ...field, id: 'labels', name: 'Labels' },
      );
    const check = await checkPolicy(deps, { ...policy, accounts: ['111122223333'], issueType: 'task' });
    expect(check.ok).toBe(true);
  });
});
