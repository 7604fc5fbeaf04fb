import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { HOUR, type Pages, type Person, startPages, WEB } from './support/pages';

// Two cores may have other work.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const DAY = 24 * HOUR;
const RULE = 'ebs-volume-unattached';
const REASON = 'The volume is the last copy until the audit in spring.';

const rowsSchema = z.object({
  rows: z.array(
    z.object({
      id: z.string(),
      ruleId: z.string(),
      state: z.string(),
      resourceName: z.string().nullable(),
      resourceId: z.string(),
      issueKey: z.string(),
      firstSeenAt: z.number(),
      dueAt: z.number(),
      pausedSince: z.number().nullable(),
    }),
  ),
});
const exceptionSchema = z.object({
  id: z.string(),
  state: z.string(),
  until: z.number(),
  covered: z.number(),
  decidedBy: z.object({ name: z.string() }).nullable(),
});
const listSchema = z.object({ exceptions: z.array(exceptionSchema), mayDecide: z.boolean() });
const auditSchema = z.object({
  rows: z.array(z.object({ action: z.string(), subject: z.string(), actorName: z.string().nullable() })),
});

let pages: Pages;
beforeEach(async () => {
  pages = await startPages();
  await pages.runHour();
});
afterEach(() => pages.sandbox.stop());

const now = () => pages.sandbox.clock.now();

/** The two findings of the volume `cms`: the one of RULE, and one of another rule. */
async function findings() {
  const states = ['open', 'unknown', 'excepted', 'resolved'];
  const answer = await pages.global('admin', 'listFindings', { states, accountIds: [WEB], pageSize: 100 });
  const { rows } = rowsSchema.parse(answer.value);
  const of = (ruleId: string) => {
    const found = rows.find((row) => row.ruleId === ruleId);
    if (found === undefined) throw new Error(`There is no finding of ${ruleId}`);
    return found;
  };
  return { excepted: of(RULE), other: of('ebs-volume-encrypted') };
}

async function listed(states: string[] = ['requested', 'granted', 'declined', 'withdrawn', 'expired']) {
  return listSchema.parse((await pages.global('admin', 'listExceptions', { states })).value);
}

async function onlyException() {
  const { exceptions } = await listed();
  expect(exceptions).toHaveLength(1);
  const [exception] = exceptions;
  if (exception === undefined) throw new Error('There is no exception');
  return exception;
}

function issue(key: string) {
  const found = pages.sandbox.jira.store.issue(key);
  if (found === undefined) throw new Error(`There is no issue ${key}`);
  return found;
}
const isDone = (key: string) => pages.sandbox.jira.store.status(issue(key).statusId)?.category === 'done';
const commentsOf = (key: string) => issue(key).comments.map(({ body }) => JSON.stringify(body));
const commentsWith = (key: string, text: string) => commentsOf(key).filter((body) => body.includes(text));

async function ask(until = now() + 60 * DAY, person: Person = 'developer') {
  const { excepted } = await findings();
  return pages.panel(excepted.issueKey, person, 'requestException', { reason: REASON, until });
}

async function decide(name: string, more: Record<string, unknown> = {}, person: Person = 'admin') {
  const { id } = await onlyException();
  return pages.global(person, name, { id, note: 'Seen by the security team.', ...more });
}

async function nextRun(after = HOUR) {
  pages.sandbox.clock.advance(after);
  await pages.runHour();
}

describe('an exception of one finding', () => {
  it('is asked for in the panel, granted on the global page, and ends by itself', async () => {
    const before = await findings();
    expect(await ask()).toMatchObject({ ok: true });
    const { issueKey } = before.excepted;
    expect((await findings()).excepted).toMatchObject({ state: 'open', pausedSince: expect.any(Number) });
    expect(commentsWith(issueKey, 'was asked for')).toHaveLength(1);
    // Whoever clicks twice asks once.
    expect(await ask()).toMatchObject({ ok: true });
    expect(commentsWith(issueKey, 'was asked for')).toHaveLength(1);

    expect(await decide('grantException')).toMatchObject({ ok: true });
    expect(isDone(issueKey)).toBe(true);
    expect((await findings()).excepted).toMatchObject({ state: 'excepted' });
    expect((await findings()).other).toMatchObject({ state: 'open' });
    expect(isDone(before.other.issueKey)).toBe(false);
    expect(commentsWith(issueKey, 'was granted')).toHaveLength(1);
    expect(await decide('grantException')).toMatchObject({ ok: false, error: { code: 'not-found' } });

    await nextRun();
    expect(isDone(issueKey)).toBe(true);
    await nextRun(54 * DAY);
    expect(commentsWith(issueKey, 'ends on')).toHaveLength(1);
    await nextRun();
    expect(commentsWith(issueKey, 'ends on')).toHaveLength(1);
    expect((await findings()).excepted).toMatchObject({ state: 'excepted' });

    await nextRun(7 * DAY);
    expect(await onlyException()).toMatchObject({ state: 'expired' });
    const after = await findings();
    expect(after.excepted).toMatchObject({
      state: 'open',
      firstSeenAt: before.excepted.firstSeenAt,
      issueKey,
      pausedSince: null,
    });
    // The clock stood still: what was left of the SLA when it was asked for is left now.
    expect(after.excepted.dueAt - now()).toBeGreaterThan(0);
    expect(isDone(issueKey)).toBe(false);

    const { rows } = auditSchema.parse((await pages.admin('admin', 'listAudit')).value);
    const told = rows.filter(({ action }) => action.startsWith('exception-'));
    expect(told.map(({ action, actorName }) => `${action} by ${actorName}`)).toEqual([
      'exception-expired by null',
      'exception-granted by Maya Okafor',
      'exception-requested by Priya Raman',
    ]);
    expect(new Set(told.map(({ subject }) => subject))).toEqual(new Set([`${issueKey}, ${RULE} of cms`]));
  });

  it('that is declined lets the clock go on, with the reason on the issue', async () => {
    const before = await findings();
    await ask();
    pages.sandbox.clock.advance(2 * DAY);
    expect(await decide('declineException', { note: 'Take a snapshot and delete it.' })).toMatchObject({
      ok: true,
    });
    const { excepted } = await findings();
    expect(excepted).toMatchObject({ state: 'open', pausedSince: null });
    // The clock of the tests goes on meanwhile.
    expect(excepted.dueAt - before.excepted.dueAt - 2 * DAY).toBeLessThan(HOUR);
    expect(excepted.dueAt - before.excepted.dueAt).toBeGreaterThanOrEqual(2 * DAY);
    expect(commentsWith(excepted.issueKey, 'Take a snapshot and delete it.')).toHaveLength(1);
    expect(isDone(excepted.issueKey)).toBe(false);
  });

  it('can be taken back by whoever asked, and the issue is open again', async () => {
    await ask();
    await decide('grantException');
    const { excepted } = await findings();
    expect(await pages.panel(excepted.issueKey, 'securityEngineer', 'withdrawException')).toMatchObject({
      ok: false,
      error: { code: 'forbidden' },
    });
    expect(await pages.panel(excepted.issueKey, 'developer', 'withdrawException')).toMatchObject({
      ok: true,
    });
    expect((await findings()).excepted).toMatchObject({ state: 'open' });
    expect(isDone(excepted.issueKey)).toBe(false);
    expect(await onlyException()).toMatchObject({ state: 'withdrawn' });
  });

  it('leaves what could not be read unknown', async () => {
    await ask();
    await decide('grantException');
    await pages.admin('admin', 'removeHubCredentials');
    await nextRun();
    expect((await findings()).excepted).toMatchObject({ state: 'unknown' });
  });

  it('does not pause the clock where the organisation does not want it', async () => {
    const { rollout, version } = z
      .object({ rollout: z.looseObject({ lifecycle: z.looseObject({}) }), version: z.number() })
      .parse((await pages.admin('admin', 'getRollout')).value);
    const lifecycle = { ...rollout.lifecycle, pauseWhilePending: false };
    expect(
      await pages.admin('admin', 'saveRollout', { rollout: { ...rollout, lifecycle }, basedOn: version }),
    ).toMatchObject({ ok: true });
    await ask();
    expect((await findings()).excepted).toMatchObject({ pausedSince: null });
  });
});

describe('who may', () => {
  it('ask: whoever sees the issue, and only of its own finding', async () => {
    expect(await ask(now() + DAY, 'outsider')).toMatchObject({ ok: false, error: { code: 'forbidden' } });
    expect(await listed()).toMatchObject({ exceptions: [] });
  });

  it('decide: administrators and holders of the permission, whatever id is sent', async () => {
    await ask();
    for (const name of ['grantException', 'declineException', 'withdrawException']) {
      for (const person of ['securityEngineer', 'developer', 'outsider'] as const)
        expect(await decide(name, {}, person), `${person} ${name}`).toMatchObject({
          ok: false,
          error: { code: 'forbidden' },
        });
    }
    expect(await onlyException()).toMatchObject({ state: 'requested' });
    const stranger = { id: '00000000-0000-4000-8000-000000000000', note: 'No such one.' };
    expect(await pages.global('admin', 'grantException', stranger)).toMatchObject({
      ok: false,
      error: { code: 'not-found' },
    });
  });

  it.each([
    { until: 0, field: 'until' },
    { until: 3000 * DAY, field: 'until' },
    { reason: 'because', field: 'reason' },
  ])('nobody asks for nonsense: $field', async ({ field, until, reason }) => {
    const { excepted } = await findings();
    const answer = await pages.panel(excepted.issueKey, 'developer', 'requestException', {
      reason: reason ?? REASON,
      until: now() + (until ?? 30 * DAY) - (until === 0 ? DAY : 0),
    });
    expect(answer).toMatchObject({
      ok: false,
      error: { code: 'invalid', fields: { [field]: expect.any(String) } },
    });
  });
});

describe('a standing exception', () => {
  const pattern = { ruleIds: [RULE], accountIds: [], arn: null, name: 'cm?', tag: null };

  it('covers what the preview said, and nothing of another rule', async () => {
    const preview = await pages.global('admin', 'previewException', { pattern });
    expect(preview.value).toMatchObject({ total: 1, sample: [{ ruleId: RULE, resource: 'cms' }] });
    const request = { pattern, reason: REASON, until: now() + 90 * DAY };
    expect(await pages.global('securityEngineer', 'requestStandingException', request)).toMatchObject({
      ok: true,
    });
    expect((await findings()).excepted).toMatchObject({ state: 'open' });
    expect(await decide('grantException')).toMatchObject({ value: { exception: { covered: 1 } } });
    const { excepted, other } = await findings();
    expect(excepted).toMatchObject({ state: 'excepted' });
    expect(other).toMatchObject({ state: 'open' });
    await nextRun();
    expect(isDone(excepted.issueKey)).toBe(true);
    expect(isDone(other.issueKey)).toBe(false);

    await decide('withdrawException');
    await nextRun();
    expect((await findings()).excepted).toMatchObject({ state: 'open' });
    expect(isDone(excepted.issueKey)).toBe(false);
  });

  it('must name resources, and rules that there are', async () => {
    const request = { reason: REASON, until: now() + DAY };
    expect(
      await pages.global('admin', 'requestStandingException', {
        ...request,
        pattern: { ...pattern, name: null },
      }),
    ).toMatchObject({ ok: false, error: { code: 'invalid' } });
    expect(
      await pages.global('admin', 'requestStandingException', {
        ...request,
        pattern: { ...pattern, ruleIds: ['no-such-rule'] },
      }),
    ).toMatchObject({
      ok: false,
      error: { code: 'invalid', fields: { 'pattern.ruleIds': expect.any(String) } },
    });
  });
});
