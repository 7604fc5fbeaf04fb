import { sql } from '@forge/sql';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DEMO_ACCOUNTS } from '../../../sandbox/jira';
import {
  changeFinding,
  DAY,
  HOUR,
  idOf,
  NOW,
  rowOf,
  startSite,
  storeFinding,
  storeRun,
  type TestSite,
} from './support/site';

let site: TestSite;
let runs = 0;

beforeEach(async () => {
  site = await startSite();
  site.policy = { ...site.policy, grouping: 'rule-and-account' };
});
afterEach(() => site.stop());

async function nextRun() {
  site.clock.at += HOUR;
  runs += 1;
  const runId = `33333333-3333-4333-8333-${String(runs).padStart(12, '0')}`;
  await storeRun(runId);
  return site.sync(runId);
}

/** A failing bucket of PAY's account. */
async function fails(id: string, more: Partial<Parameters<typeof storeFinding>[0]> = {}): Promise<void> {
  await storeFinding({ id, ...more });
  await sql
    .prepare('UPDATE findings SET project_key = ? WHERE finding_id = ?')
    .bindParams('PAY', idOf(id))
    .execute();
}
const is = (id: string, columns: Record<string, string | number | null>) =>
  changeFinding(id, { ...columns, changed_at: site.clock.at });
const fixed = (id: string) =>
  is(id, { state: 'resolved', resolved_at: site.clock.at, resolved_reason: 'fixed' });
const broken = (id: string) =>
  is(id, { state: 'open', opened_at: site.clock.at, resolved_at: null, resolved_reason: null });

function issues() {
  return [...site.jira.store.issues()].filter(({ properties }) => 'cloud-finding' in properties);
}
function only() {
  const [issue, ...others] = issues();
  if (issue === undefined || others.length > 0) throw new Error(`Not one issue but ${issues().length}`);
  return issue;
}
const isDone = () => site.jira.store.status(only().statusId)?.category === 'done';
const fields = () => JSON.stringify(only().custom);
const comments = () => only().comments.map(({ body }) => JSON.stringify(body));

describe('one issue for a rule and an account', () => {
  it('is filed once for all that fail, and counts once for the ceiling', async () => {
    for (const id of ['a', 'b', 'c']) await fails(id);
    await fails('d', { ruleId: 'ebs-volume-encrypted', severity: 'medium' });
    site.policy = { ...site.policy, ceiling: { perRun: 1, perDay: 10 } };
    expect(await nextRun()).toMatchObject({ created: 1, held: 1, problems: [] });
    expect(only().summary).toMatch(/^Not met in payments-prod: /);
    for (const name of ['acme-a', 'acme-b', 'acme-c']) {
      expect(JSON.stringify(only().description)).toContain(name);
      expect(fields()).toContain(name);
    }
    expect(await nextRun()).toMatchObject({ created: 1, held: 0 });
    expect(issues()).toHaveLength(2);
    expect(await nextRun()).toMatchObject({ created: 0, updated: 0 });
  });

  it('keeps its resources current, and closes when the last one is fixed', async () => {
    await fails('a');
    await fails('b');
    await nextRun();
    await fixed('a');
    await fails('c', { openedAt: site.clock.at });
    expect(await nextRun()).toMatchObject({ updated: 1, closed: 0, created: 0, problems: [] });
    expect(fields()).not.toContain('acme-a');
    expect(fields()).toContain('acme-c');
    await fixed('b');
    expect(await nextRun()).toMatchObject({ closed: 0 });
    await fixed('c');
    expect(await nextRun()).toMatchObject({ closed: 1, problems: [] });
    expect(isDone()).toBe(true);
    expect(comments()).toEqual([expect.stringContaining('saw it fixed')]);
    await broken('b');
    expect(await nextRun()).toMatchObject({ reopened: 1, created: 0, problems: [] });
    expect(isDone()).toBe(false);
  });

  it('takes the worst severity and the earliest due date of what fails', async () => {
    await fails('a', { severity: 'medium', dueAt: NOW + 30 * DAY });
    await nextRun();
    await fails('b', { severity: 'critical', dueAt: NOW + 2 * DAY });
    await nextRun();
    expect(only()).toMatchObject({ dueDate: '2026-11-25' });
    expect(site.jira.store.site.priorities.find(({ id }) => id === only().priorityId)?.name).toBe('Highest');
    await fixed('b');
    await nextRun();
    expect(only()).toMatchObject({ dueDate: '2026-12-23' });
  });

  it('never closes while one of them cannot be read', async () => {
    await fails('a');
    await fails('b');
    await nextRun();
    await is('a', { state: 'unknown', unknown_since: site.clock.at });
    await fixed('b');
    expect(await nextRun()).toMatchObject({ closed: 0, updated: 1 });
    expect(isDone()).toBe(false);
    expect(fields()).toContain('"unknown"');
  });

  it('closes when exceptions cover all that fail', async () => {
    const id = '22222222-2222-4222-8222-222222222222';
    await fails('a');
    await fails('b');
    await nextRun();
    await sql
      .prepare(
        `INSERT INTO exceptions (exception_id, finding_id, reason, until_at, state, requested_by, requested_at, note)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
      )
      .bindParams(id, idOf('a'), 'The vendor fixes it.', NOW + 90 * DAY, 'granted', 'x', NOW, '')
      .execute();
    await is('a', { exception_id: id });
    expect(await nextRun()).toMatchObject({ closed: 0 });
    await fixed('b');
    expect(await nextRun()).toMatchObject({ closed: 1 });
    await is('a', { exception_id: null });
    expect(await nextRun()).toMatchObject({ reopened: 1 });
  });

  it('is an issue for each project that the findings belong to', async () => {
    site.policy = {
      ...site.policy,
      route: { ...site.policy.route, project: { kind: 'tag', tag: 'team', of: 'resource' } },
    };
    await fails('a');
    await fails('b');
    await sql
      .prepare("UPDATE findings SET project_key = 'WEB' WHERE finding_id = ?")
      .bindParams(idOf('b'))
      .execute();
    expect(await nextRun()).toMatchObject({ created: 2 });
  });

  it('is found again when the answer to its creation was lost', async () => {
    await fails('a');
    await fails('b');
    site.jira.faults.add({ effect: { kind: 'answer-lost' }, path: '/issue/bulk', times: 1 });
    await nextRun();
    for (let hour = 0; hour < 3; hour += 1) await nextRun();
    expect(issues()).toHaveLength(1);
    expect(await rowOf('finding_groups', 'issue_key', site.jira.store.keyOf(only()))).toMatchObject({
      needs_sync: 0,
    });
  });

  it.each([
    '/issue/bulk',
    '/issue/{issueIdOrKey}',
    '/issue/{issueIdOrKey}/transitions',
    '/issue/{issueIdOrKey}/comment',
    '/app/field/value',
  ])(
    'comes through calls to %s that fail or whose answers are lost, with one issue and one comment',
    async (path) => {
      for (const effect of [{ kind: 'answer-lost' } as const, { kind: 'error', status: 503 } as const]) {
        await site.stop();
        site = await startSite();
        site.policy = { ...site.policy, grouping: 'rule-and-account' };
        site.jira.faults.add({ effect, path, times: 1 });
        await fails('a');
        await fails('b');
        for (let hour = 0; hour < 4; hour += 1) await nextRun();
        await fixed('a');
        for (let hour = 0; hour < 4; hour += 1) await nextRun();
        await fixed('b');
        for (let hour = 0; hour < 4; hour += 1) await nextRun();
        expect(site.jira.faults.outstanding, `${path} ${effect.kind}`).toBe(0);
        expect(isDone(), `${path} ${effect.kind}`).toBe(true);
        expect(comments(), `${path} ${effect.kind}`).toHaveLength(1);
        expect(fields()).toContain('"resolved"');
      }
    },
  );

  it('is filed once when invocations overlap', async () => {
    for (const id of ['a', 'b', 'c']) await fails(id);
    await storeRun('44444444-4444-4444-8444-444444444444');
    await Promise.all(Array.from({ length: 3 }, () => site.sync('44444444-4444-4444-8444-444444444444')));
    expect(issues()).toHaveLength(1);
  });

  it('follows what people do: closed while failing it gets one comment, deleted it is not filed for this opening', async () => {
    await fails('a');
    await nextRun();
    const key = site.jira.store.keyOf(only());
    site.events.length = 0;
    await site.jira.app.request(`/rest/api/3/issue/${key}`, {
      method: 'DELETE',
      headers: { 'x-sandbox-account': DEMO_ACCOUNTS.admin },
    });
    await site.deliverEvents();
    await fails('b');
    expect(await nextRun()).toMatchObject({ created: 0 });
    await fixed('a');
    await fixed('b');
    await nextRun();
    await broken('a');
    expect(await nextRun()).toMatchObject({ created: 1 });
  });
});

describe('another form of issues', () => {
  it('from single to grouped: what has an issue keeps it, and only the rest is grouped', async () => {
    site.policy = { ...site.policy, grouping: 'resource' };
    await fails('a');
    await nextRun();
    site.policy = { ...site.policy, grouping: 'rule-and-account' };
    await fails('b');
    await fails('c');
    expect(await nextRun()).toMatchObject({ created: 1, closed: 0 });
    expect(issues()).toHaveLength(2);
    // Once its own issue is closed, it is one of the group.
    await fixed('a');
    expect(await nextRun()).toMatchObject({ closed: 1 });
    await broken('a');
    expect(await nextRun()).toMatchObject({ created: 0, reopened: 0, updated: 1 });
    expect(issues()).toHaveLength(2);
  });

  it('from grouped to single: the group is kept until it closes, and nothing is filed twice', async () => {
    await fails('a');
    await fails('b');
    await nextRun();
    site.policy = { ...site.policy, grouping: 'resource' };
    await fails('c');
    expect(await nextRun()).toMatchObject({ created: 1 });
    expect(issues()).toHaveLength(2);
    await fixed('a');
    await fixed('b');
    expect(await nextRun()).toMatchObject({ closed: 1 });
    await broken('a');
    expect(await nextRun()).toMatchObject({ created: 1, reopened: 0 });
    expect(issues()).toHaveLength(3);
  });
});
