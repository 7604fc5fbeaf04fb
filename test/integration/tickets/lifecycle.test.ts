import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from '@forge/sql';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { DEMO_ACCOUNTS } from '../../../sandbox/jira';
import {
  changeFinding,
  DAY,
  HOUR,
  idOf,
  NOW,
  startSite,
  storeFinding,
  storeRun,
  type TestSite,
} from './support/site';

/** The state table of docs/tickets.md, row by row: each test is named after its row. */

const DONE = '41';
const COST_CENTER = 'customfield_10050';

const issueSchema = z.object({
  key: z.string(),
  fields: z.looseObject({
    summary: z.string(),
    status: z.object({ name: z.string() }),
    priority: z.object({ name: z.string() }).nullish(),
    duedate: z.string().nullish(),
    labels: z.array(z.string()).optional(),
    assignee: z.object({ accountId: z.string() }).nullish(),
    description: z.unknown(),
    comment: z.object({ comments: z.array(z.object({ body: z.unknown() })) }),
  }),
});

let site: TestSite;
let runs = 0;

beforeEach(() => start());
afterEach(() => site.stop());

async function start(projectKey?: string): Promise<void> {
  site = await startSite(projectKey);
}
async function restart(projectKey: string): Promise<void> {
  await site.stop();
  await start(projectKey);
}

/** The next hour: a scan of everything has ended, and the tickets are brought in step. */
async function nextRun() {
  site.clock.at += HOUR;
  runs += 1;
  const runId = `11111111-1111-4111-8111-${String(runs).padStart(12, '0')}`;
  await storeRun(runId);
  await scanned(site.clock.at - 1000);
  return site.sync(runId);
}

async function scanned(at: number): Promise<void> {
  await sql
    .prepare(
      `INSERT INTO scopes (account_id, scope, last_attempt_at, last_complete_at, duration_ms) VALUES (?, ?, ?, ?, ?)
       ON DUPLICATE KEY UPDATE last_complete_at = VALUES(last_complete_at)`,
    )
    .bindParams('111122223333', 'global', at, at, 1000)
    .execute();
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

/** Issues that carry a fingerprint, the oldest first. */
function keys(): string[] {
  return [...site.jira.store.issues()]
    .filter((issue) => 'cloud-finding' in issue.properties)
    .map((issue) => site.jira.store.keyOf(issue));
}
function onlyKey(): string {
  const [key, ...others] = keys();
  if (key === undefined || others.length > 0) throw new Error(`Not one issue: ${keys().join(', ')}`);
  return key;
}
async function read(key: string) {
  return issueSchema.parse(await asPerson('GET', `/issue/${key}?fields=*all`));
}
async function statusOf(key: string) {
  return (await read(key)).fields.status.name;
}
async function commentsOf(key: string): Promise<string[]> {
  return (await read(key)).fields.comment.comments.map(({ body }) => JSON.stringify(body));
}
async function closeAsPerson(key: string): Promise<void> {
  await asPerson('POST', `/issue/${key}/transitions`, { transition: { id: DONE } });
  await site.deliverEvents();
}
async function reopenAsPerson(key: string): Promise<void> {
  site.events.length = 0;
  await asPerson('POST', `/issue/${key}/transitions`, { transition: { id: '11' } });
  await site.deliverEvents();
}

const fixed = (reason = 'fixed') =>
  changeFinding('a', {
    state: 'resolved',
    resolved_at: site.clock.at,
    resolved_reason: reason,
    changed_at: site.clock.at,
  });
const broken = () =>
  changeFinding('a', {
    state: 'open',
    opened_at: site.clock.at,
    resolved_at: null,
    resolved_reason: null,
    changed_at: site.clock.at,
  });

/** A finding with its issue in step. */
async function filed(): Promise<string> {
  await storeFinding({ id: 'a' });
  expect(await nextRun()).toMatchObject({ created: 1, problems: [] });
  site.events.length = 0;
  return onlyKey();
}

async function except(id: string | null): Promise<void> {
  if (id !== null)
    await sql
      .prepare(
        `INSERT INTO exceptions (exception_id, finding_id, reason, until_at, state, requested_by, requested_at, note)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
      )
      .bindParams(id, idOf('a'), 'The vendor fixes it in spring.', NOW + 90 * DAY, 'granted', 'x', NOW, '')
      .execute();
  await changeFinding('a', { exception_id: id, changed_at: site.clock.at });
}
const EXCEPTION = '22222222-2222-4222-8222-222222222222';

describe('what the scans see', () => {
  it('T1 new: filed', async () => {
    const { fields } = await read(await filed());
    expect(fields.summary).toContain('acme-a');
    expect(fields.status.name).toBe('To Do');
  });

  it('T2 another severity: fields, priority and due date follow', async () => {
    const key = await filed();
    expect((await read(key)).fields.priority?.name).toBe('Highest');
    await changeFinding('a', { severity: 2, due_at: NOW + 30 * DAY, changed_at: site.clock.at });
    expect(await nextRun()).toMatchObject({ updated: 1, problems: [] });
    expect((await read(key)).fields).toMatchObject({ priority: { name: 'Medium' }, duedate: '2026-12-23' });
    expect(await commentsOf(key)).toEqual([]);
  });

  it('T3 fixed: closed, with a comment', async () => {
    const key = await filed();
    await fixed();
    expect(await nextRun()).toMatchObject({ closed: 1, problems: [] });
    expect(await statusOf(key)).toBe('Done');
    expect(await commentsOf(key)).toEqual([expect.stringContaining('saw it fixed')]);
  });

  it('T4 the resource is deleted: closed, and the comment says that it is gone', async () => {
    const key = await filed();
    await fixed('gone');
    expect(await nextRun()).toMatchObject({ closed: 1 });
    expect(await commentsOf(key)).toEqual([expect.stringContaining('it is gone')]);
  });

  it('T5 unreadable: the field says unknown, and nothing is closed', async () => {
    const key = await filed();
    await changeFinding('a', { state: 'unknown', unknown_since: site.clock.at, changed_at: site.clock.at });
    expect(await nextRun()).toMatchObject({ updated: 1, closed: 0, problems: [] });
    expect(await statusOf(key)).toBe('To Do');
    expect(await commentsOf(key)).toEqual([]);
    expect(JSON.stringify((await read(key)).fields)).toContain('"unknown"');
  });

  it('T6 fixed, then broken again: the same issue is reopened, with its history', async () => {
    const key = await filed();
    await fixed();
    await nextRun();
    await broken();
    expect(await nextRun()).toMatchObject({ reopened: 1, created: 0, problems: [] });
    expect(onlyKey()).toBe(key);
    expect(await statusOf(key)).toBe('To Do');
    expect(await commentsOf(key)).toHaveLength(2);
  });

  it('T7 broken again after the days of the setting: a new issue that names the old one', async () => {
    site.lifecycle = { ...site.lifecycle, newIssueAfterDays: 30 };
    const old = await filed();
    await fixed();
    await nextRun();
    site.clock.at += 29 * DAY - 2 * HOUR;
    await broken();
    expect(await nextRun()).toMatchObject({ reopened: 1, created: 0 });
    await fixed();
    await nextRun();
    site.clock.at += 31 * DAY;
    await broken();
    expect(await nextRun()).toMatchObject({ reopened: 0, created: 1, problems: [] });
    const [first, second] = keys();
    expect(first).toBe(old);
    expect(await statusOf(old)).toBe('Done');
    expect(JSON.stringify((await read(second ?? '')).fields.description)).toContain(`see ${old}`);
    expect(await nextRun()).toMatchObject({ created: 0, updated: 0, reopened: 0 });
  });

  it.each([
    ['never arrived', { kind: 'error', status: 503 }],
    ['came to pass, and its answer was lost', { kind: 'answer-lost' }],
  ] as const)('T7 the create of the new issue %s: the old one is not taken for it', async (_, effect) => {
    site.lifecycle = { ...site.lifecycle, newIssueAfterDays: 30 };
    const old = await filed();
    await fixed();
    await nextRun();
    site.clock.at += 31 * DAY;
    await broken();
    site.jira.faults.add({ effect, path: '/issue/bulk', times: 1 });
    expect(await nextRun()).toMatchObject({ created: 0 });
    expect(await nextRun()).toMatchObject({ created: 1, problems: [] });
    const [first, second, ...more] = keys();
    expect(first).toBe(old);
    expect(more).toEqual([]);
    expect(await statusOf(old)).toBe('Done');
    expect(await statusOf(second ?? '')).toBe('To Do');
    await fixed();
    expect(await nextRun()).toMatchObject({ closed: 1, problems: [] });
    expect(await statusOf(second ?? '')).toBe('Done');
  });
});

describe('what people do', () => {
  it('T8 closed by a person while it fails: one comment, and it stays closed', async () => {
    const key = await filed();
    await closeAsPerson(key);
    for (let hour = 0; hour < 3; hour += 1) expect(await nextRun()).toMatchObject({ reopened: 0 });
    expect(await statusOf(key)).toBe('Done');
    expect(await commentsOf(key)).toEqual([expect.stringContaining('The issue is left as it is')]);
  });

  it('T9 the same where the organisation wants it open: reopened once, closed again it stays closed', async () => {
    site.lifecycle = { ...site.lifecycle, closedWhileFailing: 'reopen' };
    const key = await filed();
    await closeAsPerson(key);
    expect(await nextRun()).toMatchObject({ reopened: 1, problems: [] });
    expect(await statusOf(key)).toBe('To Do');
    expect(await commentsOf(key)).toEqual([expect.stringContaining('So it is open again')]);
    await closeAsPerson(key);
    for (let hour = 0; hour < 3; hour += 1) expect(await nextRun()).toMatchObject({ reopened: 0 });
    expect(await statusOf(key)).toBe('Done');
    expect(await commentsOf(key)).toHaveLength(1);
    // It closes for good when it is fixed, and a new opening begins anew.
    await fixed();
    await nextRun();
    await broken();
    expect(await nextRun()).toMatchObject({ reopened: 1 });
  });

  /** Its issue was closed when it was fixed, and a person wants it open. */
  async function fixedAndOpenedAgain(): Promise<string> {
    const key = await filed();
    await fixed();
    await nextRun();
    await reopenAsPerson(key);
    return key;
  }

  it('T10 opened again by a person after it was fixed: left alone', async () => {
    const key = await fixedAndOpenedAgain();
    expect(await nextRun()).toMatchObject({ closed: 0 });
    expect(await statusOf(key)).toBe('To Do');
  });

  it('T10 the same when it cannot be read for a while, and is still fixed then', async () => {
    const key = await fixedAndOpenedAgain();
    const unreadable = { state: 'unknown', opened_at: null, resolved_at: null, unknown_since: NOW };
    site.clock.at += HOUR;
    await changeFinding('a', { ...unreadable, changed_at: site.clock.at });
    expect(await nextRun()).toMatchObject({ updated: 1, closed: 0 });
    await changeFinding('a', { unknown_since: null });
    await fixed();
    expect(await nextRun()).toMatchObject({ closed: 0 });
    expect(await statusOf(key)).toBe('To Do');
  });

  it('T10 and closed once more, which nobody told the app: reopened when it fails anew', async () => {
    const key = await fixedAndOpenedAgain();
    await asPerson('POST', `/issue/${key}/transitions`, { transition: { id: DONE } });
    site.events.length = 0;
    site.clock.at += HOUR;
    await broken();
    expect(await nextRun()).toMatchObject({ reopened: 1, problems: [] });
    expect(await statusOf(key)).toBe('To Do');
  });

  it('T11 moved to another project: kept there, under its new key', async () => {
    const moved = site.jira.moveIssue(await filed(), 'WEB', DEMO_ACCOUNTS.admin);
    await site.deliverEvents();
    await fixed();
    expect(await nextRun()).toMatchObject({ closed: 1, created: 0, problems: [] });
    expect(await statusOf(moved)).toBe('Done');
  });

  it('T12 deleted in Jira: nothing for this opening, a new issue when it fails anew', async () => {
    await asPerson('DELETE', `/issue/${await filed()}`);
    await site.deliverEvents();
    await changeFinding('a', { severity: 1, changed_at: site.clock.at });
    expect(await nextRun()).toMatchObject({ created: 0, problems: [] });
    await broken();
    expect(await nextRun()).toMatchObject({ created: 1, problems: [] });
  });

  it('T12 deleted after it was fixed, which nobody told the app: a new issue when it fails anew', async () => {
    const key = await filed();
    await fixed();
    await nextRun();
    await asPerson('DELETE', `/issue/${key}`);
    site.events.length = 0;
    site.clock.at += HOUR;
    await broken();
    await nextRun();
    expect(await nextRun()).toMatchObject({ created: 1, problems: [] });
  });

  it('T13 summary, description, labels, assignee, priority and due date edited: never overwritten', async () => {
    const key = await filed();
    const mine = {
      summary: 'Ours',
      labels: ['ours'],
      duedate: '2027-01-01',
      priority: { name: 'Low' },
      assignee: { accountId: DEMO_ACCOUNTS.developer },
      description: {
        type: 'doc',
        version: 1,
        content: [{ type: 'paragraph', content: [{ type: 'text', text: 'Our words' }] }],
      },
    };
    await asPerson('PUT', `/issue/${key}`, { fields: mine });
    await site.deliverEvents();
    await changeFinding('a', {
      severity: 1,
      message: 'Worse.',
      due_at: NOW + 7 * DAY,
      changed_at: site.clock.at,
    });
    await nextRun();
    await fixed();
    await nextRun();
    await broken();
    await nextRun();
    expect((await read(key)).fields).toMatchObject(mine);
  });
});

describe('what admins decide', () => {
  it('T14 another owner: the issue stays where it is, new ones go to the new owner', async () => {
    const key = await filed();
    site.accounts = site.accounts.map((account) => ({ ...account, ownerProjectKey: 'WEB' }));
    await storeFinding({ id: 'b' });
    expect(await nextRun()).toMatchObject({ created: 1, problems: [] });
    expect(keys()).toEqual([key, expect.stringMatching(/^WEB-/)]);
  });

  it('T15 the rule is switched off: closed, and the comment says so', async () => {
    const key = await filed();
    await fixed('rule-off');
    expect(await nextRun()).toMatchObject({ closed: 1 });
    expect(await commentsOf(key)).toEqual([expect.stringContaining('is switched off')]);
  });

  it('T16 the account is removed: closed, and the comment says so', async () => {
    const key = await filed();
    await fixed('account-removed');
    site.accounts = [];
    expect(await nextRun()).toMatchObject({ closed: 1 });
    expect(await commentsOf(key)).toEqual([expect.stringContaining('was removed')]);
  });

  it('T17 from ticket back to observe: open issues are kept and closed when fixed, none is filed or reopened', async () => {
    const key = await filed();
    site.policy = { ...site.policy, stage: 'observe' };
    await storeFinding({ id: 'b' });
    await changeFinding('a', { severity: 1, changed_at: site.clock.at });
    expect(await nextRun()).toMatchObject({ created: 0, updated: 1 });
    await fixed();
    expect(await nextRun()).toMatchObject({ closed: 1 });
    await broken();
    expect(await nextRun()).toMatchObject({ reopened: 0, created: 0 });
    expect(await statusOf(key)).toBe('Done');
  });

  it('T17 and to ticket again: what fails anew since is reopened, though no scan sees anything new', async () => {
    const key = await filed();
    const { policy } = site;
    site.policy = { ...policy, stage: 'observe' };
    await fixed();
    await nextRun();
    await broken();
    await nextRun();
    site.policy = policy;
    expect(await nextRun()).toMatchObject({ reopened: 1, created: 0, problems: [] });
    expect(await statusOf(key)).toBe('To Do');
    expect((await commentsOf(key)).at(-1)).toContain('saw it fail again');
    expect(await nextRun()).toMatchObject({ reopened: 0, updated: 0 });
  });

  it('T18 an exception is granted: closed, with its reason and its end', async () => {
    const key = await filed();
    await except(EXCEPTION);
    expect(await nextRun()).toMatchObject({ closed: 1, problems: [] });
    expect(await commentsOf(key)).toEqual([expect.stringContaining('The vendor fixes it in spring.')]);
  });

  it('T19 the exception ends or is withdrawn: the same issue is open again', async () => {
    const key = await filed();
    await except(EXCEPTION);
    await nextRun();
    await except(null);
    expect(await nextRun()).toMatchObject({ reopened: 1, created: 0, problems: [] });
    expect(await statusOf(key)).toBe('To Do');
    expect(await commentsOf(key)).toEqual([
      expect.anything(),
      expect.stringContaining('its exception ended'),
    ]);
  });
});

describe('what Jira does', () => {
  const project = (key: string) => {
    const found = site.jira.store.project(key);
    if (found === undefined) throw new Error(`There is no project ${key}`);
    return found;
  };
  const workflowOf = (key: string) => {
    const found = site.jira.store.site.workflows.find(({ id }) => id === project(key).workflow);
    if (found === undefined) throw new Error(`${key} has no workflow`);
    return found;
  };

  it('T19 also what a person had opened, and closed again, while the exception was in force', async () => {
    const key = await filed();
    await except(EXCEPTION);
    await nextRun();
    await reopenAsPerson(key);
    await closeAsPerson(key);
    await except(null);
    expect(await nextRun()).toMatchObject({ reopened: 1, problems: [] });
    expect(await statusOf(key)).toBe('To Do');
    expect((await commentsOf(key)).at(-1)).toContain('its exception ended');
  });

  it('T20 the project is archived: a problem in words, nothing taken for deleted, and it goes on afterwards', async () => {
    const key = await filed();
    const { permissions } = project('PAY');
    // Nobody but site admins can browse an archived project.
    project('PAY').permissions = {};
    await fixed();
    expect(await nextRun()).toMatchObject({ closed: 0, problems: [expect.stringContaining(key)] });
    project('PAY').permissions = permissions;
    expect(await nextRun()).toMatchObject({ closed: 1, problems: [] });
  });

  it('T21 the workflow has no way to done: a problem in words, and it is tried again', async () => {
    const key = await filed();
    const workflow = workflowOf('PAY');
    const { transitions } = workflow;
    workflow.transitions = transitions.filter(({ id }) => id !== DONE);
    await fixed();
    const blocked = await nextRun();
    expect(blocked.closed).toBe(0);
    expect(blocked.problems).toEqual([expect.stringMatching(new RegExp(`close ${key}.*no transition`))]);
    workflow.transitions = transitions;
    expect(await nextRun()).toMatchObject({ closed: 1, problems: [] });
  });

  it('T22 a transition requires a resolution: filled; another field: a problem that names it', async () => {
    await restart('OPS');
    const key = await filed();
    await fixed();
    expect(await nextRun()).toMatchObject({ closed: 1, problems: [] });
    await broken();
    expect(await nextRun()).toMatchObject({ reopened: 1, problems: [] });
    for (const transition of workflowOf('OPS').transitions)
      if (transition.screen !== undefined) transition.screen.push({ fieldId: COST_CENTER, required: true });
    await fixed();
    expect(await nextRun()).toMatchObject({
      closed: 0,
      problems: [expect.stringMatching(new RegExp(`close ${key}.*Cost center`))],
    });
  });

  it('T23 the project requires a field: a problem that names it, until the policy has a default that fits', async () => {
    await restart('MOB');
    await storeFinding({ id: 'a' });
    expect(await nextRun()).toMatchObject({
      created: 0,
      problems: [expect.stringMatching(/MOB, issue type Task: the required field "Cost center"/)],
    });
    site.policy = { ...site.policy, fieldDefaults: { [COST_CENTER]: { id: '99999' } } };
    expect(await nextRun()).toMatchObject({
      created: 0,
      problems: [expect.stringMatching(/"Cost center" \(customfield_10050\) does not fit/)],
    });
    site.policy = { ...site.policy, fieldDefaults: { [COST_CENTER]: { id: '10201' } } };
    expect(await nextRun()).toMatchObject({ created: 1, problems: [] });
    expect((await read(onlyKey())).fields[COST_CENTER]).toMatchObject({ value: 'CC-200 Infrastructure' });
  });

  it('T24 the app may not create issues there: a problem that names the permission, and nothing uses up the ceiling', async () => {
    const { permissions } = project('PAY');
    project('PAY').permissions = { ...permissions, CREATE_ISSUES: [] };
    await storeFinding({ id: 'a' });
    expect(await nextRun()).toMatchObject({
      created: 0,
      held: 0,
      problems: [expect.stringContaining('CREATE_ISSUES')],
    });
    project('PAY').permissions = permissions;
    expect(await nextRun()).toMatchObject({ created: 1, problems: [] });
  });

  it.each([
    { kind: 'rate-limit', retryAfterSeconds: 2 } as const,
    { kind: 'error', status: 503 } as const,
    { kind: 'answer-lost' } as const,
  ])('T25 Jira is busy or gone ($kind): waited for or tried again, and no issue twice', async (effect) => {
    site.jira.faults.add({ effect, path: '/issue/bulk', times: 1 });
    await storeFinding({ id: 'a' });
    for (let hour = 0; hour < 3; hour += 1) await nextRun();
    const key = onlyKey();
    site.jira.faults.add({ effect, path: '/issue/{issueIdOrKey}/transitions', times: 1 });
    await fixed();
    for (let hour = 0; hour < 3; hour += 1) await nextRun();
    expect(site.jira.faults.outstanding).toBe(0);
    expect(await statusOf(key)).toBe('Done');
    expect(await commentsOf(key)).toHaveLength(1);
  });

  it('T25 the answer to a reopening is lost, and the next scan sees it fixed: closed again', async () => {
    const key = await filed();
    await fixed();
    await nextRun();
    site.clock.at += HOUR;
    await broken();
    const effect = { kind: 'answer-lost' } as const;
    site.jira.faults.add({ effect, path: '/issue/{issueIdOrKey}/transitions', method: 'POST', times: 1 });
    expect(await nextRun()).toMatchObject({
      problems: [expect.stringContaining('the next run tries again')],
    });
    expect(await statusOf(key)).toBe('To Do');
    await fixed();
    expect(await nextRun()).toMatchObject({ closed: 1, problems: [] });
    expect(await statusOf(key)).toBe('Done');
  });
});

describe('docs/tickets.md', () => {
  const DOCUMENT = join(import.meta.dirname, '../../../docs/tickets.md');
  const rows = (text: string, pattern: RegExp) =>
    [...new Set([...text.matchAll(pattern)].map(([, id]) => id))].sort();

  it('has a row for each of these tests, and a test for each of its rows', () => {
    expect(existsSync(DOCUMENT)).toBe(true);
    const documented = rows(readFileSync(DOCUMENT, 'utf8'), /^\| (T\d+) \|/gm);
    const tested = rows(readFileSync(import.meta.filename, 'utf8'), /'(T\d+) /g);
    expect(documented).toEqual(tested);
  });
});
