import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { DEMO_ACCOUNTS } from '../../../sandbox/jira';
import { executeSql } from '../../../src/storage/execute-sql';
import { MOST_PER_RUN } from '../../../src/tickets/escalate';
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

let site: TestSite;
beforeEach(async () => {
  site = await startSite();
  await storeRun(RUN);
});
afterEach(() => site.stop());

/** A high finding that is due in two days, with its issue. */
async function filed(id = 'a'): Promise<string> {
  await storeFinding({ id, severity: 'high', openedAt: NOW - DAY, dueAt: NOW + 2 * DAY });
  await site.sync(RUN);
  return String((await rowOf('findings', 'finding_id', idOf(id)))['issue_key']);
}

function issue(key: string) {
  const found = site.jira.store.issue(key);
  if (found === undefined) throw new Error(`There is no issue ${key}`);
  return found;
}
const comments = (key: string) => issue(key).comments.map(({ body }) => JSON.stringify(body));
const priority = (key: string) => {
  const { priorityId } = issue(key);
  return site.jira.store.site.priorities.find(({ id }) => id === priorityId)?.name;
};
const late = () => {
  site.clock.at = NOW + 3 * DAY;
};

describe('an issue past its due date', () => {
  it('is left alone unless the organisation wants otherwise', async () => {
    const key = await filed();
    late();
    expect(await site.escalate(RUN)).toEqual([]);
    expect(comments(key)).toEqual([]);
  });

  it('is reminded of once, however often that is repeated', async () => {
    site.escalation = { ...site.escalation, remind: 'once' };
    const key = await filed();
    await site.escalate(RUN);
    expect(comments(key)).toEqual([]);
    late();
    for (let hour = 0; hour < 3; hour += 1) await site.escalate(RUN);
    site.clock.at += 5 * DAY;
    await site.escalate(RUN);
    expect(comments(key)).toEqual([expect.stringContaining('the fix was due on 2026-11-25')]);
  });

  it('is reminded of once a UTC day where that is wanted, with a mention of who is to know', async () => {
    site.escalation = { remind: 'daily', raisePriority: false, notifyId: DEMO_ACCOUNTS.developer };
    const key = await filed();
    late();
    for (let hour = 0; hour < 50; hour += 1) {
      await site.escalate(RUN);
      site.clock.at += HOUR;
    }
    expect(comments(key)).toHaveLength(3);
    expect(comments(key)[0]).toContain(DEMO_ACCOUNTS.developer);
    expect(issue(key).watchers).toEqual([DEMO_ACCOUNTS.developer]);
  });

  it('gets the next higher priority, once, which later runs keep', async () => {
    site.escalation = { ...site.escalation, raisePriority: true };
    const key = await filed();
    expect(priority(key)).toBe('High');
    late();
    for (let hour = 0; hour < 3; hour += 1) await site.escalate(RUN);
    expect(priority(key)).toBe('Highest');
    await changeFinding('a', { message: 'Still.', due_at: NOW + DAY, changed_at: site.clock.at });
    await site.sync(RUN);
    expect(priority(key)).toBe('Highest');
  });

  it('keeps the priority that a person chose', async () => {
    site.escalation = { ...site.escalation, raisePriority: true };
    const key = await filed();
    const response = await site.jira.app.request(`/rest/api/3/issue/${key}`, {
      method: 'PUT',
      headers: { 'x-sandbox-account': DEMO_ACCOUNTS.admin, 'content-type': 'application/json' },
      body: JSON.stringify({ fields: { priority: { name: 'Low' } } }),
    });
    expect(response.ok).toBe(true);
    late();
    await site.escalate(RUN);
    expect(priority(key)).toBe('Low');
  });

  it.each<[string, Record<string, string | number | null>]>([
    ['excepted', { exception_id: '22222222-2222-4222-8222-222222222222' }],
    ['unknown', { state: 'unknown' }],
    ['resolved', { state: 'resolved' }],
    ['waiting for a decision, its clock paused', { paused_at: NOW }],
    ['closed by a person', { issue_state: 'closed-by-person' }],
  ])('is left alone when it is %s', async (_name, columns) => {
    site.escalation = { remind: 'daily', raisePriority: true, notifyId: null };
    const key = await filed();
    await changeFinding('a', columns);
    late();
    await site.escalate(RUN);
    expect(comments(key)).toEqual([]);
    expect(priority(key)).toBe('High');
  });

  it('is left alone when its policy no longer files', async () => {
    site.escalation = { ...site.escalation, remind: 'daily' };
    const key = await filed();
    site.policy = { ...site.policy, stage: 'observe' };
    late();
    await site.escalate(RUN);
    expect(comments(key)).toEqual([]);
  });

  it('is one of at most so many per run, and the run says that there are more', async () => {
    site.escalation = { ...site.escalation, remind: 'once' };
    site.policy = { ...site.policy, ceiling: { perRun: 1000, perDay: 1000 } };
    for (let number = 0; number < MOST_PER_RUN + 5; number += 1)
      await storeFinding({ id: `b${number}`, severity: 'high', dueAt: NOW + 2 * DAY });
    await site.sync(RUN);
    late();
    expect(await site.escalate(RUN)).toEqual([expect.stringContaining(`More than ${MOST_PER_RUN} issues`)]);
    const commented = () =>
      [...site.jira.store.issues()].filter(({ comments: said }) => said.length > 0).length;
    const first = commented();
    expect(await site.escalate(RUN)).toEqual([]);
    expect(commented() - first).toBe(5);
  });

  it('is reminded of though many longer overdue are of policies that no longer file', async () => {
    site.escalation = { ...site.escalation, remind: 'once' };
    const key = await filed();
    const others = Array.from({ length: 10 * MOST_PER_RUN }, (_, index) => `o${index}`);
    for (const id of others)
      await storeFinding({ id, ruleId: 'no-such-rule', severity: 'high', dueAt: NOW + DAY });
    await executeSql(
      `UPDATE findings SET issue_id = 1000000, issue_key = 'PAY-0', issue_state = 'open' WHERE rule_id = 'no-such-rule'`,
      [],
    );
    late();
    await site.escalate(RUN);
    expect(comments(key)).toHaveLength(1);
  });

  it('is reminded of though longer overdue ones fail, as many as a run reminds of: they come after it', async () => {
    site.escalation = { ...site.escalation, remind: 'once' };
    site.policy = { ...site.policy, ceiling: { perRun: 1000, perDay: 1000 } };
    const refused = Array.from({ length: MOST_PER_RUN }, (_, index) => `r${index}`);
    for (const id of refused) await storeFinding({ id, severity: 'high', dueAt: NOW + DAY });
    const key = await filed();
    const issueIds = [...site.jira.store.issues()].map(({ id }) => id).filter((id) => id !== issue(key).id);
    const pattern = new RegExp(`^/issue/(${issueIds.join('|')})/comment`);
    site.jira.faults.add({ effect: { kind: 'error', status: 403 }, pattern });
    late();
    const failed = expect.stringContaining('could not be escalated');
    expect((await site.escalate(RUN)).filter((problem) => failed.asymmetricMatch(problem))).toHaveLength(
      MOST_PER_RUN,
    );
    expect(comments(key)).toHaveLength(0);
    site.clock.at += HOUR;
    expect(await site.escalate(RUN)).toContainEqual(failed);
    expect(comments(key)).toHaveLength(1);

    const reminded = () =>
      [...site.jira.store.issues()].filter(({ comments: said }) => said.length > 0).length;
    const before = reminded();
    site.jira.faults.clear();
    site.clock.at += HOUR;
    expect(await site.escalate(RUN)).toEqual([]);
    expect(reminded() - before).toBe(MOST_PER_RUN);
  });

  it('any call may fail or lose its answer: the next runs put it right, with one comment', async () => {
    site.escalation = { remind: 'once', raisePriority: true, notifyId: DEMO_ACCOUNTS.developer };
    const issuePath = '/issue/{issueIdOrKey}';
    const paths = ['/comment', '/watchers', '/properties/{propertyKey}', ''].map(
      (end) => `${issuePath}${end}`,
    );
    for (const [index, path] of paths.entries()) {
      for (const kind of ['answer-lost', 'error'] as const) {
        const id = `c${index}${kind === 'error' ? 1 : 0}`;
        site.clock.at = NOW;
        const key = await filed(id);
        late();
        site.jira.faults.add({
          effect: kind === 'error' ? { kind, status: 503 } : { kind },
          path,
          times: 2,
        });
        for (let hour = 0; hour < 4; hour += 1) {
          await site.escalate(RUN);
          site.clock.at += HOUR;
        }
        expect(site.jira.faults.outstanding, `${path} ${kind}`).toBe(0);
        expect(comments(key), `${path} ${kind}`).toHaveLength(1);
        expect(priority(key), `${path} ${kind}`).toBe('Highest');
        expect(issue(key).watchers, `${path} ${kind}`).toEqual([DEMO_ACCOUNTS.developer]);
      }
    }
  });

  it('is reminded of where the project does not let the app manage watchers: that is told once, and keeps nothing back', async () => {
    site.escalation = { remind: 'once', raisePriority: false, notifyId: DEMO_ACCOUNTS.developer };
    const key = await filed();
    late();
    site.jira.faults.add({ effect: { kind: 'error', status: 403 }, path: '/issue/{issueIdOrKey}/watchers' });
    expect(await site.escalate(RUN)).toEqual([expect.stringContaining('permission to manage watchers')]);
    expect(comments(key)).toHaveLength(1);
    expect(await site.escalate(RUN)).toEqual([]);
    expect(comments(key)).toHaveLength(1);
  });

  it('stands in the audit log', async () => {
    site.escalation = { ...site.escalation, remind: 'once' };
    const key = await filed();
    late();
    await site.escalate(RUN);
    const entry = z
      .object({ subject: z.string(), note: z.string() })
      .parse(await rowOf('audit_log', 'action', 'issue-escalated'));
    expect(entry).toEqual({ subject: key, note: expect.stringContaining('still fails') });
  });
});
