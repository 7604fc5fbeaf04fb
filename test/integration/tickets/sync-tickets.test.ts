import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DEMO_ACCOUNTS } from '../../../sandbox/jira';
import { problemsOf } from '../../../src/storage/ticket-repository';
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

const RUN = '11111111-1111-4111-8111-111111111111';
const NEXT_RUN = '22222222-2222-4222-8222-222222222222';
const THIRD_RUN = '33333333-3333-4333-8333-333333333333';

let site: TestSite;

async function start(projectKey?: string): Promise<void> {
  site = await startSite(projectKey);
  for (const run of [RUN, NEXT_RUN, THIRD_RUN]) await storeRun(run);
}

beforeEach(() => start());
afterEach(() => site.stop());

/** The issues that carry a fingerprint, as the site keeps them. */
function ourIssues() {
  return [...site.jira.store.issues()].filter((issue) => 'cloud-finding' in issue.properties);
}

async function asPerson(method: string, path: string, body?: unknown): Promise<unknown> {
  const response = await site.jira.app.request(`/rest/api/3${path}`, {
    method,
    headers: { 'x-sandbox-account': DEMO_ACCOUNTS.admin, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
  return text === '' ? null : JSON.parse(text);
}

async function issueKeyOf(id: string): Promise<string> {
  return String((await rowOf('findings', 'finding_id', idOf(id)))['issue_key']);
}

describe('the life of an issue in Jira', () => {
  it('is filed with everything, updated, closed when fixed, and opened again when it fails again', async () => {
    await storeFinding({ id: 'a' });
    expect(await site.sync(RUN)).toMatchObject({ created: 1, problems: [], complete: true });
    const key = await issueKeyOf('a');
    const fields = await asPerson('GET', `/issue/${key}?fields=*all`);
    expect(fields).toMatchObject({
      fields: {
        summary: expect.stringMatching(/: acme-a \(payments-prod, eu-central-1\)$/),
        labels: ['aws-111122223333', 'cloud-finding', 's3-bucket-public-read'],
        priority: { name: 'Highest' },
        duedate: '2026-11-24',
        status: { statusCategory: { key: 'new' } },
      },
    });
    expect(JSON.stringify(fields)).toContain('"critical"');
    expect(JSON.stringify(fields)).toContain('arn:aws:s3:::acme-a');
    expect(await rowOf('runs', 'run_id', RUN)).toMatchObject({
      issues_created: 1,
      issues_held: 0,
      problems: null,
      finished_at: NOW,
    });

    await changeFinding('a', { severity: 2, due_at: NOW + 30 * DAY, changed_at: NOW + 1 });
    expect(await site.sync(NEXT_RUN)).toMatchObject({ updated: 1, created: 0, problems: [] });
    expect(await asPerson('GET', `/issue/${key}`)).toMatchObject({
      fields: { priority: { name: 'Medium' }, duedate: '2026-12-23' },
    });

    await changeFinding('a', {
      state: 'resolved',
      resolved_at: NOW + 2,
      resolved_reason: 'fixed',
      changed_at: NOW + 2,
    });
    expect(await site.sync(NEXT_RUN)).toMatchObject({ closed: 1, problems: [] });
    expect(await asPerson('GET', `/issue/${key}`)).toMatchObject({
      fields: { status: { statusCategory: { key: 'done' } }, resolution: { name: 'Done' } },
    });

    await changeFinding('a', {
      state: 'open',
      opened_at: NOW + 3,
      resolved_at: null,
      resolved_reason: null,
      changed_at: NOW + 3,
    });
    expect(await site.sync(THIRD_RUN)).toMatchObject({ reopened: 1, created: 0, problems: [] });
    expect(await asPerson('GET', `/issue/${key}`)).toMatchObject({
      fields: { status: { name: 'To Do' }, comment: { total: 2 } },
    });
    expect(await site.sync(THIRD_RUN)).toMatchObject({ reopened: 1, updated: 0 });
    expect(ourIssues()).toHaveLength(1);
  });

  it('takes a few calls for many findings, and none when nothing changed', async () => {
    for (let number = 0; number < 50; number += 1) await storeFinding({ id: `a${number}` });
    site.jira.resetCalls();
    expect(await site.sync(RUN)).toMatchObject({ created: 50 });
    const calls = site.jira.calls('app');
    expect(calls.byRoute['POST /rest/api/3/issue/bulk']).toBe(2);
    expect(calls.total).toBeLessThanOrEqual(12);
    site.jira.resetCalls();
    await site.sync(NEXT_RUN);
    expect(site.jira.calls('app').total).toBe(0);
  });

  it('holds back what is over the ceiling and says how many', async () => {
    site.policy.ceiling.perRun = 3;
    for (let number = 0; number < 5; number += 1) {
      await storeFinding({ id: `a${number}`, severity: number === 4 ? 'critical' : 'high' });
    }
    expect(await site.sync(RUN)).toMatchObject({ created: 3, held: 2 });
    expect(await rowOf('runs', 'run_id', RUN)).toMatchObject({ issues_created: 3, issues_held: 2 });
    expect(await issueKeyOf('a4')).toMatch(/^PAY-/);
    expect(await site.sync(RUN)).toMatchObject({ created: 3, held: 2 });
    expect(await site.sync(NEXT_RUN)).toMatchObject({ created: 2, held: 0 });
  });

  it('takes hostile names and messages', async () => {
    await storeFinding({
      id: 'a',
      resourceId: 'x\u0000\u202E"\\ {panel} <b> \u{1F600}',
      message: `${'long '.repeat(150)}\u0007`,
    });
    expect(await site.sync(RUN)).toMatchObject({ created: 1, problems: [] });
  });
});

it('files each finding once when invocations overlap', async () => {
  for (let number = 0; number < 30; number += 1) await storeFinding({ id: `a${number}` });
  await Promise.all([site.sync(RUN), site.sync(RUN), site.sync(NEXT_RUN)]);
  expect(ourIssues()).toHaveLength(30);
  const counted = await Promise.all([RUN, NEXT_RUN].map((run) => site.deps.store.counters(run)));
  expect(counted.reduce((sum, { created }) => sum + created, 0)).toBe(30);
});

it('forgets what was never filed and is resolved', async () => {
  await storeFinding({ id: 'a', state: 'resolved', resolvedAt: NOW, resolvedReason: 'fixed' });
  await storeFinding({ id: 'b', severity: 'low', ruleId: 'ec2-eip-unassociated' });
  await site.sync(RUN);
  expect(await rowOf('findings', 'finding_id', idOf('a'))).toMatchObject({ needs_sync: 0 });
  expect(await rowOf('findings', 'finding_id', idOf('b'))).toMatchObject({ needs_sync: 1 });
});

describe('projects in which something is in the way', () => {
  it.each([
    ['MOB', /Project MOB, issue type Task: the required field "Cost center" \(customfield_10050\)/],
    ['LEGAL', /Project LEGAL: it has no issue type "Task" \(it has: .+\)/],
    ['PEOPLE', /Project PEOPLE: it does not exist, or the app may not see it/],
    ['NONE', /Project NONE: it does not exist/],
  ])('%s: says what, and files nothing', async (projectKey, problem) => {
    await site.stop();
    await start(projectKey);
    await storeFinding({ id: 'a' });
    const report = await site.sync(RUN);
    expect(report).toMatchObject({ created: 0, complete: true, problems: [expect.stringMatching(problem)] });
    expect(ourIssues()).toHaveLength(0);
    const run = await rowOf('runs', 'run_id', RUN);
    expect(problemsOf(String(run['problems']))).toEqual(report.problems);
    expect((await rowOf('findings', 'finding_id', idOf('a')))['sync_problem']).toMatch(problem);
  });

  it('closes and reopens in a workflow that asks for a resolution', async () => {
    await site.stop();
    await start('OPS');
    await storeFinding({ id: 'a' });
    expect(await site.sync(RUN)).toMatchObject({ created: 1, problems: [] });
    await changeFinding('a', {
      state: 'resolved',
      resolved_at: NOW,
      resolved_reason: 'gone',
      changed_at: NOW,
    });
    expect(await site.sync(NEXT_RUN)).toMatchObject({ closed: 1, problems: [] });
    await changeFinding('a', { state: 'open', opened_at: NOW + 1, resolved_at: null, changed_at: NOW + 1 });
    expect(await site.sync(THIRD_RUN)).toMatchObject({ reopened: 1, problems: [] });
  });

  it('does without fields that the project does not have', async () => {
    await site.stop();
    await start('LEGAL');
    site.policy.issueType = 'Request';
    await storeFinding({ id: 'a' });
    expect(await site.sync(RUN)).toMatchObject({ created: 1, problems: [] });
    await changeFinding('a', { severity: 3, changed_at: NOW });
    expect(await site.sync(NEXT_RUN)).toMatchObject({ updated: 1, problems: [] });
  });
});

describe('what people do in Jira', () => {
  beforeEach(async () => {
    await storeFinding({ id: 'a' });
    await site.sync(RUN);
    site.events.length = 0;
  });

  it('closing: one comment after the next scan, and the issue stays closed', async () => {
    const key = await issueKeyOf('a');
    await asPerson('POST', `/issue/${key}/transitions`, { transition: { id: '41' } });
    await site.deliverEvents();
    expect(await rowOf('findings', 'finding_id', idOf('a'))).toMatchObject({ issue_state: 'done-by-person' });
    await site.sync(NEXT_RUN);
    expect(await asPerson('GET', `/issue/${key}`)).toMatchObject({ fields: { comment: { total: 0 } } });
    await scanned(site.clock.at + HOUR);
    for (const run of [NEXT_RUN, THIRD_RUN]) await site.sync(run);
    expect(await asPerson('GET', `/issue/${key}`)).toMatchObject({
      fields: { status: { name: 'Done' }, comment: { total: 1 } },
    });
  });

  it('deleting: not filed again until it fails anew', async () => {
    await asPerson('DELETE', `/issue/${await issueKeyOf('a')}`);
    await site.deliverEvents();
    await changeFinding('a', { severity: 1, changed_at: NOW + 1 });
    expect(await site.sync(NEXT_RUN)).toMatchObject({ created: 0, problems: [] });
    await changeFinding('a', { opened_at: NOW + 2, changed_at: NOW + 2 });
    expect(await site.sync(THIRD_RUN)).toMatchObject({ created: 1, problems: [] });
    expect(ourIssues()).toHaveLength(1);
  });

  it('deleting while the event is lost: noticed at the next change', async () => {
    await asPerson('DELETE', `/issue/${await issueKeyOf('a')}`);
    await changeFinding('a', { severity: 1, changed_at: NOW + 1 });
    expect(await site.sync(NEXT_RUN)).toMatchObject({ created: 0, updated: 0, problems: [] });
    expect(await rowOf('findings', 'finding_id', idOf('a'))).toMatchObject({ issue_state: 'deleted' });
  });

  it('moving to another project: the key follows', async () => {
    const moved = site.jira.moveIssue(await issueKeyOf('a'), 'WEB', DEMO_ACCOUNTS.admin);
    await site.deliverEvents();
    expect(await issueKeyOf('a')).toBe(moved);
    await changeFinding('a', {
      state: 'resolved',
      resolved_at: NOW,
      resolved_reason: 'fixed',
      changed_at: NOW + 1,
    });
    expect(await site.sync(NEXT_RUN)).toMatchObject({ closed: 1, problems: [] });
  });

  it('editing: nobody’s summary, labels, priority or due date is overwritten', async () => {
    const key = await issueKeyOf('a');
    const mine = { summary: 'Ours', labels: ['ours'], duedate: '2027-01-01', priority: { name: 'Low' } };
    await asPerson('PUT', `/issue/${key}`, { fields: mine });
    await site.deliverEvents();
    await changeFinding('a', { severity: 1, due_at: NOW + 7 * DAY, changed_at: NOW + 1 });
    expect(await site.sync(NEXT_RUN)).toMatchObject({ updated: 1, problems: [] });
    expect(await asPerson('GET', `/issue/${key}`)).toMatchObject({ fields: mine });
  });
});

async function scanned(at: number): Promise<void> {
  const { sql } = await import('@forge/sql');
  await sql
    .prepare(
      'INSERT INTO scopes (account_id, scope, last_attempt_at, last_complete_at, duration_ms) VALUES (?, ?, ?, ?, ?)',
    )
    .bindParams('111122223333', 'global', at, at, 1000)
    .execute();
}

describe('a run that is reported on', () => {
  it('has not finished before it is scanned', async () => {
    const runId = '44444444-4444-4444-8444-444444444444';
    await storeRun(runId, null);
    expect(await site.sync(runId)).toMatchObject({ complete: true });
    expect(await rowOf('runs', 'run_id', runId)).toMatchObject({ finished_at: null });
  });
});

describe('the right to change an issue', () => {
  it('is one invocation’s until its time is over, and that of the repetition of its event', async () => {
    await storeFinding({ id: 'a' });
    await site.sync(RUN);
    const lease = (owner: string, now: number, again = false) =>
      site.deps.store.leaseIssue(idOf('a'), { owner, again, now, until: now + 1000 });
    expect(await lease('event', NOW)).toBe(true);
    expect(await lease('another', NOW + 1000)).toBe(false);
    expect(await lease('another', NOW + 1000, true)).toBe(false);
    expect(await lease('event', NOW + 1)).toBe(false);
    expect(await lease('event', NOW + 1, true)).toBe(true);
    expect(await lease('another', NOW + 1002)).toBe(true);
  });
});

describe('when Jira is slow, busy or gone', () => {
  const BULK = '/issue/bulk';

  it('a create whose answer is lost is found again once search knows it', async () => {
    for (const id of ['a', 'b', 'c']) await storeFinding({ id });
    site.jira.setSearchLag(3 * 60_000);
    site.jira.faults.add({ effect: { kind: 'answer-lost' }, path: BULK, times: 1 });
    expect(await site.sync(RUN)).toMatchObject({ created: 0, problems: [expect.stringMatching(/502/)] });
    expect(ourIssues()).toHaveLength(3);
    expect(await site.sync(RUN)).toMatchObject({ created: 0 });
    site.clock.at += 5 * 60_000;
    expect(await site.sync(NEXT_RUN)).toMatchObject({ created: 3, problems: [] });
    expect(ourIssues()).toHaveLength(3);
    expect(await rowOf('findings', 'finding_id', idOf('b'))).toMatchObject({
      needs_sync: 0,
      sync_problem: null,
    });
  });

  it('a create whose answer is lost is closed when its finding was fixed before it is found', async () => {
    await storeFinding({ id: 'a' });
    site.jira.faults.add({ effect: { kind: 'answer-lost' }, path: BULK, times: 1 });
    await site.sync(RUN);
    site.clock.at += HOUR;
    await changeFinding('a', {
      state: 'resolved',
      resolved_at: site.clock.at,
      resolved_reason: 'fixed',
      changed_at: site.clock.at,
    });
    expect(await site.sync(NEXT_RUN)).toMatchObject({ created: 1, closed: 1, problems: [] });
    expect(await rowOf('findings', 'finding_id', idOf('a'))).toMatchObject({ issue_state: 'closed' });
  });

  it('a create that never arrived is repeated after the grace time', async () => {
    await storeFinding({ id: 'a' });
    site.jira.faults.add({ effect: { kind: 'error', status: 503 }, path: BULK, times: 1 });
    await site.sync(RUN);
    site.clock.at += 9 * 60_000;
    expect(await site.sync(RUN)).toMatchObject({ created: 0 });
    site.clock.at += 2 * 60_000;
    expect(await site.sync(NEXT_RUN)).toMatchObject({ created: 1 });
  });

  it('a throttled call is waited for', async () => {
    await storeFinding({ id: 'a' });
    site.jira.faults.add({ effect: { kind: 'rate-limit', retryAfterSeconds: 2 }, path: BULK, times: 2 });
    expect(await site.sync(RUN)).toMatchObject({ created: 1, problems: [] });
  });

  it('any call may fail or lose its answer: the next runs put it right, without a second issue or comment', async () => {
    const story = async () => {
      const hours = async (runs: string[]) => {
        for (const run of runs) {
          await site.sync(run);
          site.clock.at += HOUR;
        }
      };
      await storeFinding({ id: 'a' });
      await storeFinding({ id: 'b' });
      await hours([RUN, NEXT_RUN]);
      await changeFinding('a', {
        state: 'resolved',
        resolved_at: NOW,
        resolved_reason: 'fixed',
        changed_at: NOW,
      });
      await changeFinding('b', { severity: 1, due_at: NOW + 7 * DAY, changed_at: NOW });
      await hours([NEXT_RUN, THIRD_RUN, THIRD_RUN]);
      const states = await Promise.all(
        ['a', 'b'].map(async (id) => {
          const { issue_state, needs_sync, sync_problem } = await rowOf('findings', 'finding_id', idOf(id));
          return { issue_state, needs_sync, sync_problem };
        }),
      );
      const issues = ourIssues().map(({ statusId, comments, dueDate, priorityId }) => ({
        statusId,
        comments: comments.length,
        dueDate,
        priorityId,
      }));
      return { states, issues: issues.sort((x, y) => x.statusId.localeCompare(y.statusId)) };
    };
    site.jira.resetCalls();
    const undisturbed = await story();
    const calls = site.jira.calls('app').total;
    expect(undisturbed.issues).toHaveLength(2);
    expect(calls).toBeGreaterThan(15);
    for (const effect of [{ kind: 'answer-lost' }, { kind: 'error', status: 503 }] as const) {
      for (let call = 0; call < calls; call += 1) {
        await site.stop();
        await start();
        site.jira.setSearchLag(2 * 60_000);
        // The client repeats what can be repeated up to three times: make it give up.
        site.jira.faults.add({ effect, appOnly: true, after: call, times: 4 });
        expect(await story(), `${effect.kind} at call ${call}`).toEqual(undisturbed);
      }
    }
  });
});
