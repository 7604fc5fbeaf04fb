import { describe, expect, it } from 'vitest';
import { onIssueEvent } from '../../../src/tickets/on-issue-event';
import { syncTickets } from '../../../src/tickets/sync-tickets';
import { TrackerError } from '../../../src/tickets/tracker-error';
import { DAY, finding, HOUR, NOW } from './support/findings';
import { CutOff, Fuse, NEXT_RUN, overriding, RUN, world } from './support/world';

const MINUTE = 60_000;

function fix(at: number) {
  return { state: 'resolved', resolvedAt: at, resolvedReason: 'fixed', changedAt: at } as const;
}

function breakAgain(at: number) {
  return {
    state: 'open',
    openedAt: at,
    dueAt: at + 2 * DAY,
    resolvedAt: null,
    resolvedReason: null,
    changedAt: at,
  } as const;
}

describe('filing', () => {
  it('creates an issue with priority, due date, labels and the app’s fields, and counts it', async () => {
    const subject = finding();
    const { sync, jira, store } = world([subject]);
    const report = await sync();
    expect(report).toEqual({
      created: 1,
      updated: 0,
      closed: 0,
      reopened: 0,
      held: 0,
      problems: [],
      complete: true,
    });
    const issue = jira.issueOf(subject.id);
    expect(issue.fields).toMatchObject({
      issuetype: { id: 'task' },
      priority: { id: '1' },
      duedate: '2026-11-24',
      labels: ['cloud-finding', 'aws-111122223333', 's3-bucket-public-read'],
    });
    expect(issue.own).toEqual({
      'finding-severity': 'critical',
      'finding-status': 'open',
      'aws-account': '111122223333',
      'aws-region': 'eu-central-1',
      'cloud-rule': 's3-bucket-public-read',
      'cloud-resource': subject.resourceArn,
      'finding-due': new Date(NOW + DAY).toISOString(),
    });
    expect(store.get(subject.id)).toMatchObject({
      needsSync: false,
      ticket: { issueId: issue.id, issueKey: issue.key, state: 'open', opening: subject.openedAt },
    });
    expect(store.reports.at(-1)).toMatchObject({ runId: RUN, held: 0, finishedAt: NOW });
  });

  it('does nothing the second time', async () => {
    const { sync, jira } = world([finding(), finding()]);
    await sync();
    const before = jira.calls;
    const again = await sync(NEXT_RUN);
    expect(again).toMatchObject({ created: 0, updated: 0, complete: true });
    expect(jira.calls).toBe(before);
  });

  it('keeps to the ceiling, also when the run is synced again, and files the rest in the next run', async () => {
    const { sync, jira } = world(
      Array.from({ length: 60 }, () => finding()),
      { ceiling: { perRun: 40, perDay: 1000 } },
    );
    expect(await sync()).toMatchObject({ created: 40, held: 20 });
    expect(await sync()).toMatchObject({ created: 40, held: 20 });
    expect(jira.issues).toHaveLength(40);
    expect(await sync(NEXT_RUN)).toMatchObject({ created: 20, held: 0 });
  });

  it('files a finding once when two invocations overlap', async () => {
    const { sync, jira } = world(Array.from({ length: 30 }, () => finding()));
    await Promise.all([sync(), sync(), sync(NEXT_RUN)]);
    expect(jira.issues).toHaveLength(30);
  });

  it('files the others though one finding cannot be put into words, and says which', async () => {
    const NO_DATE = 9e15;
    const poison = finding({ dueAt: NO_DATE });
    const { sync, jira, store } = world([finding(), poison, finding()]);
    const report = await sync();
    expect(report).toMatchObject({ created: 2, complete: true });
    expect(report.problems).toEqual([
      expect.stringMatching(/^Project PAY: .*could not write it: Invalid time/),
    ]);
    expect(store.get(poison.id).ticket).toMatchObject({ issueId: null, filingStartedAt: null });
    expect(store.get(poison.id).ticket.problem).toMatch(/could not write it/);
    expect(jira.issues).toHaveLength(2);
  });

  it('names project, issue type and field when a required field is not filled, and goes on elsewhere', async () => {
    const blocked = finding();
    const free = finding({ accountId: '444455556666' });
    const { sync, jira, store } = world([blocked, free]);
    jira.project('PAY').required.push({
      id: 'customfield_10050',
      name: 'Team',
      required: true,
      hasDefault: false,
      kind: 'text',
      options: [],
    });
    const report = await sync();
    expect(report).toMatchObject({ created: 1, complete: true });
    expect(report.problems).toEqual([
      expect.stringMatching(/Project PAY, issue type Task: .*"Team" \(customfield_10050\).*\(1 finding\)/),
    ]);
    expect(store.get(blocked.id).ticket).toMatchObject({ issueId: null, filingStartedAt: null });
    expect(store.get(blocked.id).ticket.problem).toMatch(/"Team"/);

    jira.project('PAY').required.pop();
    expect(await sync(NEXT_RUN)).toMatchObject({ created: 1, problems: [] });
    expect(store.get(blocked.id).ticket.problem).toBeNull();
  });

  it.each([
    [
      'the issue type is missing',
      { issueTypes: ['Story', 'Bug'] },
      /PAY: it has no issue type "Task" \(it has: Story, Bug\)/,
    ],
    ['the project is missing', { visible: false }, /PAY: it does not exist/],
    [
      'a permission is missing',
      { lacks: ['CREATE_ISSUES' as const] },
      /PAY: the app lacks the permission CREATE_ISSUES/,
    ],
  ])('says so when %s', async (_, more, problem) => {
    const { sync, jira } = world([finding(), finding()]);
    Object.assign(jira.project('PAY'), more);
    const report = await sync();
    expect(report.problems).toEqual([expect.stringMatching(problem)]);
    expect(report.problems[0]).toMatch(/\(2 findings\)$/);
    expect(jira.issues).toHaveLength(0);
  });

  it('says which account has no owner', async () => {
    const { sync } = world([finding({ accountId: '777788889999' })]);
    expect((await sync()).problems).toEqual([
      expect.stringMatching(/orphan \(777788889999\) has no owner project/),
    ]);
  });

  it('files the rest of a batch when Jira refuses one, and tries that one again', async () => {
    const findings = [finding(), finding(), finding()];
    const { sync, jira, store } = world(findings);
    const bad = findings[1]?.id ?? '';
    jira.refuse = ({ fingerprint }) =>
      fingerprint.id === bad ? new TrackerError('refused', 'summary: too odd') : null;
    const report = await sync();
    expect(report).toMatchObject({ created: 2 });
    expect(report.problems).toEqual([
      expect.stringMatching(/PAY: an issue could not be created. summary: too odd/),
    ]);
    expect(store.get(bad).ticket).toMatchObject({ issueId: null, filingStartedAt: null });
    jira.refuse = () => null;
    expect(await sync(NEXT_RUN)).toMatchObject({ created: 1, problems: [] });
    expect(jira.issues).toHaveLength(3);
  });

  it('stops in time and says so', async () => {
    const { sync, jira, store } = world(
      Array.from({ length: 60 }, () => finding()),
      { ceiling: { perRun: 100, perDay: 1000 } },
    );
    const report = await sync(RUN, {}, () => (jira.issues.length > 0 ? 5_000 : 600_000));
    expect(report).toMatchObject({ complete: false, created: 25 });
    expect(store.reports.at(-1)?.finishedAt).toBeNull();
    expect(await sync()).toMatchObject({ complete: true, created: 60 });
  });
});

describe('keeping', () => {
  it('closes with one comment when fixed, and reopens with one comment when it fails again', async () => {
    const subject = finding();
    const { sync, jira, store, clock } = world([subject]);
    await sync();
    clock.at += HOUR;
    store.change(subject.id, fix(clock.at));
    expect(await sync(NEXT_RUN)).toMatchObject({ closed: 1, created: 0 });
    const issue = jira.issueOf(subject.id);
    expect(issue).toMatchObject({ status: 'Done', own: { 'finding-status': 'resolved' } });
    expect(issue.comments).toEqual([
      'Closed by Cloud Findings: the scan of 2026-11-23 22:05 UTC saw it fixed.',
    ]);

    clock.at += DAY;
    store.change(subject.id, breakAgain(clock.at));
    const report = await sync('33333333-3333-4333-8333-333333333333');
    expect(report).toMatchObject({ reopened: 1, created: 0 });
    expect(issue).toMatchObject({ status: 'To Do', own: { 'finding-status': 'open' } });
    expect(issue.fields['duedate']).toBe('2026-11-26');
    expect(issue.comments).toHaveLength(2);
    expect(jira.issues).toHaveLength(1);
  });

  it.each([
    ['gone', /it is gone/],
    ['rule-off', /the rule s3-bucket-public-read is switched off/],
    ['account-removed', /the AWS account 111122223333 was removed/],
  ] as const)('says why it closes: %s', async (resolvedReason, why) => {
    const subject = finding();
    const { sync, jira, store, clock } = world([subject]);
    await sync();
    store.change(subject.id, { ...fix(clock.at), resolvedReason });
    await sync(NEXT_RUN);
    expect(jira.issueOf(subject.id).comments).toEqual([expect.stringMatching(why)]);
  });

  it('shows unknown in the field only: no comment, no transition', async () => {
    const subject = finding();
    const { sync, jira, store } = world([subject]);
    await sync();
    store.change(subject.id, { state: 'unknown', changedAt: NOW + 1 });
    expect(await sync(NEXT_RUN)).toMatchObject({ updated: 1, closed: 0 });
    expect(jira.issueOf(subject.id)).toMatchObject({
      status: 'To Do',
      comments: [],
      own: { 'finding-status': 'unknown' },
    });
  });

  it('lets priority and due date follow the finding', async () => {
    const subject = finding();
    const { sync, jira, store } = world([subject]);
    await sync();
    store.change(subject.id, { severity: 'low', dueAt: NOW + 90 * DAY, changedAt: NOW + 1 });
    await sync(NEXT_RUN);
    const issue = jira.issueOf(subject.id);
    expect(issue.fields).toMatchObject({ priority: { id: '4' }, duedate: '2027-02-21' });
    expect(issue.fingerprint.written).toEqual({ priority: ['4'], dueDate: ['2027-02-21'] });
  });

  it('never overwrites what a person set: priority, due date, summary, description, labels, assignee', async () => {
    const subject = finding();
    const { sync, jira, store } = world([subject]);
    await sync();
    const people = {
      priority: { id: '3' },
      duedate: '2027-01-01',
      summary: 'Mine',
      description: 'Mine',
      labels: ['mine'],
      assignee: { id: 'dev' },
    };
    Object.assign(jira.issueOf(subject.id).fields, people);
    store.change(subject.id, { severity: 'high', dueAt: NOW + 7 * DAY, changedAt: NOW + 1 });
    await sync(NEXT_RUN);
    store.change(subject.id, { ...fix(NOW + 2) });
    await sync(NEXT_RUN);
    store.change(subject.id, { ...breakAgain(NOW + 3) });
    await sync(NEXT_RUN);
    expect(jira.issueOf(subject.id).fields).toMatchObject(people);
  });

  it('leaves out a field that the project keeps off its edit screen', async () => {
    const subject = finding();
    const { sync, jira, store } = world([subject]);
    await sync();
    const tracker = overriding(jira, {
      editIssue: async (id: string, fields: Parameters<typeof jira.editIssue>[1]) => {
        if ('duedate' in fields) {
          throw new TrackerError('refused', 'duedate: cannot be set', { duedate: 'cannot be set' });
        }
        await jira.editIssue(id, fields);
      },
    });
    store.change(subject.id, { severity: 'low', dueAt: NOW + 90 * DAY, changedAt: NOW + 1 });
    expect(await sync(NEXT_RUN, { tracker })).toMatchObject({ updated: 1, problems: [] });
    const issue = jira.issueOf(subject.id);
    expect(issue.fields).toMatchObject({ priority: { id: '4' }, duedate: '2026-11-24' });
    expect(issue.fingerprint.written).toEqual({ priority: ['4'], dueDate: ['2026-11-24'] });
  });

  it('brings one finding in step in the seconds that a page has', async () => {
    const [one, other] = [finding(), finding()];
    const { sync, store, jira, deps } = world([one, other]);
    await sync();
    for (const { id } of [one, other]) store.change(id, fix(NOW + 1));
    const report = await syncTickets(deps, {
      runId: NEXT_RUN,
      owner: 'page',
      again: false,
      remainingMs: () => 10_000,
      onlyFindingId: one.id,
    });
    expect(report).toMatchObject({ closed: 1, complete: true });
    expect(jira.issueOf(one.id).status).toBe('Done');
    expect(jira.issueOf(other.id).status).toBe('To Do');
    expect(store.reports).toHaveLength(1);
  });

  it('fills a required resolution', async () => {
    const subject = finding();
    const { sync, jira, store } = world([subject]);
    await sync();
    jira.resolutionRequired = true;
    store.change(subject.id, fix(NOW + 1));
    expect(await sync(NEXT_RUN)).toMatchObject({ closed: 1, problems: [] });
  });

  it('says so when the workflow has no way to done, and tries again', async () => {
    const subject = finding();
    const { sync, jira, store } = world([subject]);
    await sync();
    store.change(subject.id, fix(NOW + 1));
    const tracker = overriding(jira, { transitions: async () => [] });
    const report = await sync(NEXT_RUN, { tracker });
    expect(report.problems).toEqual([
      expect.stringMatching(/Cannot close PAY-1: its workflow offers the app no transition/),
    ]);
    expect(report.closed).toBe(0);
    expect(await sync(NEXT_RUN)).toMatchObject({ closed: 1, problems: [] });
  });

  it('does not touch an issue that the app cannot see, and says so', async () => {
    const subject = finding();
    const { sync, jira, store } = world([subject]);
    await sync();
    jira.project('PAY').visible = false;
    store.change(subject.id, fix(NOW + 1));
    expect((await sync(NEXT_RUN)).problems).toEqual([
      expect.stringMatching(/PAY-1: it cannot be kept in step/),
    ]);
    jira.project('PAY').visible = true;
    expect(await sync(NEXT_RUN)).toMatchObject({ closed: 1 });
  });
});

describe('what people do', () => {
  async function person(setting: ReturnType<typeof world>, id: string, status: 'Done' | 'In Progress') {
    const issue = setting.jira.issueOf(id);
    issue.status = status;
    await onIssueEvent(setting, {
      eventType: 'avi:jira:updated:issue',
      issue: {
        id: issue.id,
        key: issue.key,
        fields: { status: { statusCategory: { key: status === 'Done' ? 'done' : 'indeterminate' } } },
      },
      changelog: { items: [{ field: 'status' }] },
    });
  }

  it('comments once and leaves the issue closed when it still fails after a person closed it', async () => {
    const subject = finding();
    const setting = world([subject]);
    const { sync, jira, store, clock } = setting;
    await sync();
    clock.at += HOUR;
    await person(setting, subject.id, 'Done');
    await sync(NEXT_RUN);
    expect(jira.issueOf(subject.id).comments).toEqual([]);
    for (let hour = 0; hour < 3; hour += 1) {
      clock.at += HOUR;
      store.change(subject.id, { lastScanStartedAt: clock.at });
      await sync(NEXT_RUN);
    }
    const issue = jira.issueOf(subject.id);
    expect(issue.status).toBe('Done');
    expect(issue.comments).toEqual([
      expect.stringMatching(/was closed \(noticed 2026-11-23 22:05 UTC\) while the resource still fails/),
    ]);
    expect(store.get(subject.id).ticket.state).toBe('closed-by-person');

    store.change(subject.id, fix(clock.at));
    await sync(NEXT_RUN);
    clock.at += HOUR;
    store.change(subject.id, breakAgain(clock.at));
    await sync(NEXT_RUN);
    expect(issue.status).toBe('To Do');
  });

  it('does not close again what a person opened again after it was resolved', async () => {
    const subject = finding();
    const setting = world([subject]);
    const { sync, jira, store } = setting;
    await sync();
    store.change(subject.id, fix(NOW + 1));
    await sync(NEXT_RUN);
    await person(setting, subject.id, 'In Progress');
    await sync(NEXT_RUN);
    expect(jira.issueOf(subject.id).status).toBe('In Progress');
    store.change(subject.id, breakAgain(NOW + 2));
    await sync(NEXT_RUN);
    expect(jira.issueOf(subject.id)).toMatchObject({
      status: 'In Progress',
      own: { 'finding-status': 'open' },
    });
    expect(store.get(subject.id).ticket.state).toBe('open');
  });

  it('does not file a deleted issue again for the same opening, but does when it fails anew', async () => {
    const subject = finding();
    const setting = world([subject]);
    const { sync, jira, store } = setting;
    await sync();
    const [issue] = jira.issues.splice(0);
    if (!issue) throw new Error('no issue');
    await onIssueEvent(setting, {
      eventType: 'avi:jira:deleted:issue',
      issue: { id: issue.id, key: issue.key },
    });
    store.change(subject.id, { severity: 'high', changedAt: NOW + 1 });
    expect(await sync(NEXT_RUN)).toMatchObject({ created: 0, updated: 0, problems: [] });
    store.change(subject.id, fix(NOW + 2));
    await sync(NEXT_RUN);
    store.change(subject.id, breakAgain(NOW + 3));
    expect(await sync(NEXT_RUN)).toMatchObject({ created: 1 });
  });

  it('notices a deletion whose event was lost', async () => {
    const subject = finding();
    const { sync, jira, store } = world([subject]);
    await sync();
    jira.issues.splice(0);
    store.change(subject.id, { severity: 'high', changedAt: NOW + 1 });
    expect(await sync(NEXT_RUN)).toMatchObject({ created: 0, problems: [] });
    expect(store.get(subject.id).ticket.state).toBe('deleted');
  });

  it('follows an issue that was moved to another project', async () => {
    const subject = finding();
    const setting = world([subject]);
    await setting.sync();
    const issue = setting.jira.issueOf(subject.id);
    await onIssueEvent(setting, {
      eventType: 'avi:jira:updated:issue',
      issue: { id: issue.id, key: 'WEB-77' },
    });
    expect(setting.store.get(subject.id).ticket.issueKey).toBe('WEB-77');
  });

  it('ignores issues that are not ours, its own changes, and late news of other fields', async () => {
    const subject = finding();
    const setting = world([subject]);
    await setting.sync();
    const issue = setting.jira.issueOf(subject.id);
    const done = { status: { statusCategory: { key: 'done' } } };
    const eventType = 'avi:jira:updated:issue';
    await onIssueEvent(setting, { eventType, issue: { id: '999', key: 'X-1', fields: done } });
    await onIssueEvent(setting, { eventType, selfGenerated: true, issue: { ...issue, fields: done } });
    await onIssueEvent(setting, {
      eventType,
      issue: { ...issue, fields: done },
      changelog: { items: [{ field: 'labels' }] },
    });
    expect(setting.store.get(subject.id).ticket.state).toBe('open');
  });
});

/** A day in the life of a few findings, each step a sync; `again` runs the sync that was cut off once more. */
async function life(fuse: Fuse | null) {
  const files = finding({ resourceArn: 'arn:aws:s3:::files' });
  const fixes = finding({ resourceArn: 'arn:aws:s3:::fixes' });
  const returns = finding({ resourceArn: 'arn:aws:s3:::returns' });
  const setting = world([files, fixes, returns]);
  const { clock, store, jira, deps } = setting;
  jira.searchLag = 2 * MINUTE;
  const wrapped = fuse ? { store: fuse.wrapStore(store), tracker: fuse.wrapTracker(jira) } : {};
  let cut = false;
  let runs = 0;
  const step = async () => {
    runs += 1;
    const runId = `${runs}`.padStart(36, '0');
    try {
      await setting.sync(runId, cut ? {} : wrapped);
    } catch (error) {
      if (!(error instanceof CutOff)) throw error;
      cut = true;
      // The platform delivers the event again, soon and once more later.
      await setting.sync(runId);
    }
    clock.at += HOUR;
    await setting.sync(runId);
  };
  await step();
  store.change(fixes.id, fix(clock.at));
  store.change(returns.id, fix(clock.at));
  await step();
  store.change(returns.id, breakAgain(clock.at));
  store.change(files.id, { severity: 'medium', dueAt: clock.at + 30 * DAY, changedAt: clock.at });
  await step();
  const issues = [files, fixes, returns].map(({ id }) => {
    const { status, own, fields, comments, fingerprint } = jira.issueOf(id);
    return {
      status,
      own,
      comments: comments.length,
      priority: fields['priority'],
      due: fields['duedate'],
      written: fingerprint.written,
    };
  });
  const actions = [...store.actions.values()].map(({ action }) => action).sort();
  return { issues, actions, count: jira.issues.length, deps };
}

describe('being cut off at any call', async () => {
  const counting = new Fuse(0, true);
  const undisturbed = await life(counting);
  const calls = Array.from({ length: counting.calls }, (_, index) => index + 1);

  it('has a story worth cutting', () => {
    expect(undisturbed.count).toBe(3);
    expect(undisturbed.actions).toEqual([
      'closed',
      'closed',
      'created',
      'created',
      'created',
      'reopened',
      'updated',
    ]);
    expect(calls.length).toBeGreaterThan(30);
  });

  it.each(calls)('before call %i: ends the same', async (call) => {
    const { issues, actions, count } = await life(new Fuse(call, false));
    expect({ issues, actions, count }).toEqual({
      issues: undisturbed.issues,
      actions: undisturbed.actions,
      count: 3,
    });
  });

  it.each(calls)('after call %i: ends the same', async (call) => {
    const { issues, actions, count } = await life(new Fuse(call, true));
    expect({ issues, actions, count }).toEqual({
      issues: undisturbed.issues,
      actions: undisturbed.actions,
      count: 3,
    });
  });
});

describe('an invocation that is cut off while it closes an issue', () => {
  const event = { owner: 'event-of-the-hour', again: false };

  async function cutOff() {
    const subject = finding();
    const setting = world([subject]);
    await setting.sync();
    setting.store.change(subject.id, fix(NOW + 1));
    const tracker = overriding(setting.jira, {
      transition: async () => {
        throw new CutOff('cut off');
      },
    });
    await expect(setting.sync(NEXT_RUN, { tracker }, undefined, event)).rejects.toThrow(CutOff);
    return setting;
  }

  it('goes on at once when the platform repeats its event', async () => {
    const { sync } = await cutOff();
    expect(await sync(NEXT_RUN, {}, undefined, { ...event, again: true })).toMatchObject({ closed: 1 });
  });

  it('keeps others off the issue for as long as it may last', async () => {
    const { sync, clock } = await cutOff();
    clock.at += 9 * MINUTE;
    expect(await sync(NEXT_RUN)).toMatchObject({ closed: 0 });
    clock.at += 2 * MINUTE;
    expect(await sync(NEXT_RUN)).toMatchObject({ closed: 1 });
  });
});

describe('an answer that is lost', () => {
  it('of a create: waits for search, finds the issue and goes on with it', async () => {
    const subject = finding();
    const { sync, jira, clock, store } = world([subject]);
    jira.searchLag = 3 * MINUTE;
    const lossy = overriding(jira, {
      createIssues: async (drafts: Parameters<typeof jira.createIssues>[0]) => {
        await jira.createIssues(drafts);
        throw new TrackerError('unanswered', 'Jira did not answer.');
      },
    });
    const report = await sync(RUN, { tracker: lossy });
    expect(report.created).toBe(0);
    expect(report.problems).toEqual([expect.stringMatching(/could not be created.*looks whether they were/)]);
    clock.at += MINUTE;
    expect(await sync()).toMatchObject({ created: 0 });
    clock.at += 5 * MINUTE;
    expect(await sync()).toMatchObject({ created: 1 });
    expect(jira.issues).toHaveLength(1);
    expect(store.get(subject.id).ticket).toMatchObject({ issueId: jira.issues[0]?.id, problem: null });
  });

  it('of a create that never arrived: creates again after the grace time only', async () => {
    const { sync, jira, clock } = world([finding()]);
    const dead = overriding(jira, {
      createIssues: async () => {
        throw new TrackerError('unanswered', 'Jira did not answer.');
      },
    });
    await sync(RUN, { tracker: dead });
    clock.at += 9 * MINUTE;
    expect(await sync()).toMatchObject({ created: 0 });
    clock.at += 2 * MINUTE;
    expect(await sync()).toMatchObject({ created: 1 });
  });

  it('of the search: nothing is created again on a guess', async () => {
    const { sync, jira, clock } = world([finding()]);
    const lossy = overriding(jira, {
      createIssues: async (drafts: Parameters<typeof jira.createIssues>[0]) => {
        await jira.createIssues(drafts);
        throw new TrackerError('unanswered', 'Jira did not answer.');
      },
    });
    await sync(RUN, { tracker: lossy });
    const blind = overriding(jira, {
      findFiled: async () => {
        throw new TrackerError('unanswered', 'Search is down.');
      },
    });
    clock.at += HOUR;
    const report = await sync(RUN, { tracker: blind });
    expect(report.problems).toEqual([expect.stringMatching(/their findings wait. Search is down/)]);
    expect(jira.issues).toHaveLength(1);
    expect(await sync()).toMatchObject({ created: 1 });
    expect(jira.issues).toHaveLength(1);
  });

  it('stops calling Jira when it has had enough', async () => {
    const findings = Array.from({ length: 60 }, () => finding());
    const { sync, jira } = world(findings, { ceiling: { perRun: 100, perDay: 1000 } });
    let creates = 0;
    const busy = overriding(jira, {
      createIssues: async () => {
        creates += 1;
        throw new TrackerError('throttled', 'Too many requests.');
      },
    });
    const report = await sync(RUN, { tracker: busy });
    expect(creates).toBe(1);
    expect(report.problems).toEqual([expect.stringMatching(/Too many requests/)]);
    expect(await sync()).toMatchObject({ created: 60 });
  });
});
