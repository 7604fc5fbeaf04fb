import { describe, expect, it } from 'vitest';
import type { RolloutPolicy } from '../../../src/domain/rollout/policy';
import { ALL_ACCOUNTS } from '../../../src/domain/rollout/selection';
import { previewRollout } from '../../../src/tickets/preview-rollout';
import { ticketPolicy } from '../../fixtures/rollout';
import { DAY, decisions, filed, finding, MEDIUM_RULE, NOW } from './support/findings';
import { world } from './support/world';

const web = { accountId: '444455556666' };
const observing = ticketPolicy({ stage: 'observe' });
const of = (...ids: string[]) => ({ ...ALL_ACCOUNTS, ids });

function preview(
  deps: ReturnType<typeof world>['deps'],
  candidate: RolloutPolicy,
  current: RolloutPolicy = observing,
) {
  return previewRollout(deps, { current: decisions(current), candidate: decisions(candidate) });
}

describe('what saving a rollout would do', () => {
  it('is what the next run does, and writes nothing', async () => {
    const given = [finding(), finding(web), finding({ ruleId: MEDIUM_RULE, severity: 'medium' })];
    const { deps, jira, store, settings, sync } = world([...given, filed()]);
    const candidate = ticketPolicy({ ceiling: { perRun: 2, perDay: 100 } });
    const before = await preview(deps, candidate);
    expect(before).toMatchObject({
      targets: [
        { projectKey: 'PAY', issueType: 'Task', ok: true, problem: null },
        { projectKey: 'WEB', issueType: 'Task', ok: true, problem: null },
      ],
      totals: { create: 2, held: 1, update: 0, close: 0 },
      unowned: 0,
    });
    expect(jira.issues).toHaveLength(0);
    expect(store.reports).toHaveLength(0);

    settings.policy = candidate;
    expect(await sync()).toMatchObject({ created: 2, held: 1 });
    expect(jira.issues.map(({ fingerprint }) => fingerprint.id).sort()).toEqual(
      before.samples
        .filter(({ kind }) => kind === 'create')
        .map(({ finding: { id } }) => id)
        .sort(),
    );
  });

  it('counts by project and rule, the most issues first, with samples', async () => {
    const { deps } = world([finding(), finding(), finding(web)]);
    const { groups, samples } = await preview(deps, ticketPolicy());
    expect(groups).toEqual([
      { projectKey: 'PAY', ruleId: 's3-bucket-public-read', create: 2, held: 0, update: 0, close: 0 },
      { projectKey: 'WEB', ruleId: 's3-bucket-public-read', create: 1, held: 0, update: 0, close: 0 },
    ]);
    expect(samples).toHaveLength(3);
    expect(samples[0]).toMatchObject({ kind: 'create', finding: { resourceId: expect.any(String) } });
  });

  it('closes the issues of what is switched off, and moves the due dates of what stays', async () => {
    const moved = filed({ openedAt: NOW - DAY, dueAt: NOW - DAY + 2 * DAY });
    const { deps } = world([filed(web), moved]);
    const tighter = { critical: 1, high: 1, medium: 1, low: 1 };
    const sla = { production: tighter, staging: tighter, development: tighter, sandbox: tighter };
    const on = ticketPolicy({ accounts: of('111122223333'), sla });
    const { totals, samples } = await previewRollout(deps, {
      current: decisions(ticketPolicy()),
      candidate: decisions(on, ticketPolicy({ stage: 'off' })),
    });
    expect(totals).toEqual({ create: 0, held: 0, update: 1, close: 1 });
    expect(samples.map(({ kind, reason }) => [kind, reason])).toEqual([
      ['update', 'another due date'],
      ['close', 'the rule is off for its account'],
    ]);
  });

  it('says for each place what is in the way, and counts without it', async () => {
    const { deps, jira } = world([finding(), finding(web)]);
    jira.project('WEB').issueTypes = ['Story'];
    expect(await preview(deps, ticketPolicy())).toMatchObject({
      targets: [
        { projectKey: 'PAY', ok: true },
        { projectKey: 'WEB', ok: false, problem: expect.stringMatching(/no issue type "Task"/) },
      ],
      totals: { create: 1, held: 0 },
    });
  });

  it('asks about the project that a policy names though nothing waits for it', async () => {
    const { deps } = world();
    const route = { ...observing.route, project: { kind: 'project' as const, projectKey: 'SEC' } };
    const { targets } = await preview(deps, ticketPolicy({ route }));
    expect(targets).toMatchObject([{ projectKey: 'SEC', ok: false }]);
  });

  it('says how many findings nobody owns', async () => {
    const { deps } = world([finding({ accountId: '777788889999' })]);
    const { unowned, totals } = await preview(deps, ticketPolicy());
    expect([unowned, totals.create]).toEqual([1, 0]);
  });

  it('says how many pairs nobody has looked at yet', async () => {
    const { deps } = world();
    const off = ticketPolicy({ stage: 'off', accounts: of(web.accountId) });
    const { unseenPairs } = await preview(deps, ticketPolicy({ accounts: of(web.accountId) }), off);
    expect(unseenPairs).toBe(decisions(off).inStage('off')[0]?.ruleIds.length);
    expect((await preview(deps, ticketPolicy(), ticketPolicy())).unseenPairs).toBe(0);
  });

  it('takes an issue type by its id too, and accepts required fields that are filled', async () => {
    const { deps, jira } = world([finding()]);
    const field = { required: true, hasDefault: false, kind: 'text' as const, options: [] };
    jira
      .project('PAY')
      .required.push(
        { ...field, id: 'customfield_1', name: 'Team', hasDefault: true },
        { ...field, id: 'labels', name: 'Labels' },
      );
    const { targets } = await preview(deps, ticketPolicy({ issueType: 'task' }));
    expect(targets).toMatchObject([{ projectKey: 'PAY', issueType: 'task', ok: true }]);
  });
});
