import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SEVERITIES, severityRank } from '../../../src/domain/severity';
import { placeKey } from '../../../src/tickets/filing-target';
import { ISSUE_STATES } from '../../../src/tickets/issue-state';
import { type PlanInput, planTickets } from '../../../src/tickets/plan-tickets';
import type { PlanFinding } from '../../../src/tickets/ticket-finding';
import { POLICY_ID, ticketPolicy } from '../../fixtures/rollout';
import {
  accounts,
  DAY,
  decisions,
  filed,
  finding,
  HOUR,
  LOW_RULE,
  MEDIUM_RULE,
  NOW,
  noTicket,
} from './support/findings';

function plan(findings: PlanFinding[], more: Partial<PlanInput> = {}) {
  return planTickets({
    findings,
    decisions: decisions(),
    blocked: new Set(),
    created: new Map(),
    now: NOW,
    ...more,
  });
}

const resolved = { state: 'resolved', resolvedAt: NOW - HOUR, resolvedReason: 'fixed' } as const;
const off = decisions(ticketPolicy({ stage: 'observe' }));
const PAY_TASKS = new Set([placeKey({ projectKey: 'PAY', issueType: 'Task', fieldDefaults: {} })]);

describe('what is planned for one finding', () => {
  const cases: [string, PlanFinding, Partial<PlanInput>, string, RegExp][] = [
    ['open, no issue', finding(), {}, 'create', /no issue/],
    ['open, policy off', finding(), { decisions: off }, 'skip', /no policy files/],
    [
      'open, under the minimum severity',
      finding({ severity: 'low', ruleId: LOW_RULE }),
      {},
      'skip',
      /no policy files/,
    ],
    ['open, account without an owner', finding({ accountId: '777788889999' }), {}, 'skip', /nobody owns/],
    ['open, account not configured', finding({ accountId: '000000000000' }), {}, 'skip', /no policy files/],
    ['open, project blocked', finding(), { blocked: PAY_TASKS }, 'skip', /cannot be filed in PAY/],
    [
      'open, create in doubt',
      finding({ ticket: { ...noTicket, filingStartedAt: NOW } }),
      {},
      'skip',
      /waiting/,
    ],
    ['unknown, never filed', finding({ state: 'unknown' }), {}, 'skip', /could not be read/],
    ['resolved, never filed', finding(resolved), {}, 'skip', /resolved before/],

    ['open, in step', filed(), {}, 'skip', /in step/],
    ['open, severity changed', filed({}, { digest: 'x' }), {}, 'update', /changed/],
    ['open, fields never completed', filed({}, { digest: null }), {}, 'update', /changed/],
    ['open, changed, policy off', filed({}, { digest: 'x' }), { decisions: off }, 'update', /changed/],
    ['unknown, issue open', filed({ state: 'unknown' }, { digest: 'x' }), {}, 'update', /changed/],
    ['unknown, issue open, said so', filed({ state: 'unknown' }), {}, 'skip', /in step/],
    ['unknown, issue closed', filed({ state: 'unknown' }, { state: 'closed' }), {}, 'skip', /in step/],

    ['resolved, issue open', filed(resolved), {}, 'close', /fixed/],
    ['resolved, issue open, policy off', filed(resolved), { decisions: off }, 'close', /fixed/],
    ['gone, issue open', filed({ ...resolved, resolvedReason: 'gone' }), {}, 'close', /gone/],
    ['rule off, issue open', filed({ ...resolved, resolvedReason: 'rule-off' }), {}, 'close', /rule-off/],
    ['resolved, issue closed', filed(resolved, { state: 'closed' }), {}, 'skip', /in step/],
    [
      'resolved, opened again by a person, failed anew in between, which could not be noted',
      filed(resolved, { state: 'open-by-person', opening: NOW - 2 * DAY, problem: 'Jira answered 502.' }),
      {},
      'close',
      /fixed/,
    ],
    [
      'resolved, issue closed, told something else meanwhile without an answer',
      filed(resolved, { state: 'closed', problem: 'Jira answered 502.' }),
      {},
      'update',
      /changed/,
    ],
    [
      'resolved, reopening in doubt',
      filed(resolved, { state: 'closed', digest: 'reopening' }),
      {},
      'close',
      /fixed/,
    ],
    [
      'open, closing cut off',
      filed({}, { digest: 'closing', filingStartedAt: NOW - HOUR }),
      {},
      'reopen',
      /whether its issue was closed/,
    ],
    // A person may have closed it since.
    ['open, another change cut off', filed({}, { filingStartedAt: NOW - HOUR }), {}, 'update', /changed/],
    ['open again, closing not noted', filed({}, { opening: NOW - 2 * DAY }), {}, 'reopen', /fails again/],
    ['resolved, done by a person', filed(resolved, { state: 'done-by-person' }), {}, 'close', /fixed/],
    [
      'resolved, opened again by a person',
      filed(resolved, { state: 'open-by-person' }),
      {},
      'skip',
      /in step/,
    ],

    [
      'open again, issue closed',
      filed({}, { state: 'closed', opening: NOW - 9 * DAY }),
      {},
      'reopen',
      /fails again/,
    ],
    [
      'open again, closed by a person',
      filed({}, { state: 'closed-by-person', opening: 1 }),
      {},
      'reopen',
      /again/,
    ],
    [
      'open again, closed, policy off',
      filed({}, { state: 'closed', opening: 1 }),
      { decisions: off },
      'skip',
      /in step/,
    ],
    // They may have closed it again before, and nobody heard of it: that is looked at.
    [
      'open again, opened by a person',
      filed({}, { state: 'open-by-person' }),
      {},
      'reopen',
      /exception has ended/,
    ],
    [
      'open again, opened by a person, policy off',
      filed({}, { state: 'open-by-person' }),
      { decisions: off },
      'update',
      /fails again/,
    ],

    [
      'closed by a person, scanned since',
      filed({}, { state: 'done-by-person', stateAt: NOW - 2 * HOUR }),
      {},
      'remind',
      /still fails/,
    ],
    [
      'closed by a person, not scanned since',
      filed({}, { state: 'done-by-person', stateAt: NOW - HOUR / 2 }),
      {},
      'skip',
      /next scan/,
    ],
    ['closed by a person, said so', filed({}, { state: 'closed-by-person' }), {}, 'skip', /in step/],

    ['deleted, same opening', filed({}, { state: 'deleted' }), {}, 'skip', /deleted in Jira/],
    ['deleted, resolved', filed(resolved, { state: 'deleted' }), {}, 'skip', /deleted in Jira/],
    [
      'deleted, fails anew',
      filed({}, { state: 'deleted', opening: NOW - 9 * DAY }),
      {},
      'create',
      /no issue/,
    ],
  ];

  it.each(cases)('%s', (_, subject, more, kind, reason) => {
    const { actions } = plan([subject], more);
    expect(actions).toHaveLength(1);
    expect(actions[0]).toMatchObject({ kind, findingId: subject.id });
    expect(actions[0]?.reason).toMatch(reason);
  });

  it('leaves a finding waiting that could be filed later', () => {
    expect(plan([finding()], { decisions: off }).actions[0]).toMatchObject({ kind: 'skip', settled: false });
    expect(plan([filed()]).actions[0]).toMatchObject({ kind: 'skip', settled: true });
  });

  it('routes to the project of the account, or to the one project of the policy', () => {
    const subject = finding({ accountId: '444455556666' });
    expect(plan([subject]).actions[0]).toMatchObject({ projectKey: 'WEB' });
    const { route } = ticketPolicy();
    const one = ticketPolicy({ route: { ...route, project: { kind: 'project', projectKey: 'SEC' } } });
    expect(plan([subject], { decisions: decisions(one) }).actions[0]).toMatchObject({ projectKey: 'SEC' });
  });
});

describe('the ceiling of new issues per run', () => {
  const ceiling = (perRun: number, perDay = 1000) => decisions(ticketPolicy({ ceiling: { perRun, perDay } }));
  const created = (inRun: number, today = inRun) => new Map([[POLICY_ID, { inRun, today }]]);

  it('files the most severe first, then the oldest, and counts what it holds back', () => {
    const young = finding({ openedAt: NOW - HOUR });
    const old = finding({ openedAt: NOW - 5 * DAY });
    const medium = finding({ severity: 'medium', ruleId: MEDIUM_RULE, openedAt: NOW - 50 * DAY });
    const { actions, held } = plan([medium, young, old], { decisions: ceiling(2) });
    expect(actions.map(({ findingId, kind }) => [findingId, kind])).toEqual([
      [old.id, 'create'],
      [young.id, 'create'],
      [medium.id, 'skip'],
    ]);
    expect(held).toBe(1);
  });

  it('counts what the run has created already, and creates in doubt', () => {
    const inDoubt = finding({ ticket: { ...noTicket, filingStartedAt: NOW } });
    const { actions, held } = plan([finding(), finding(), inDoubt], {
      decisions: ceiling(5),
      created: created(3),
    });
    expect(actions.filter(({ kind }) => kind === 'create')).toHaveLength(1);
    expect(held).toBe(1);
  });

  it('is not used up by a project in which nothing can be filed', () => {
    const blocked = [finding(), finding(), finding()];
    const free = finding({ accountId: '444455556666', severity: 'medium' });
    const { actions, held } = plan([...blocked, free], {
      decisions: ceiling(1),
      blocked: PAY_TASKS,
    });
    expect(actions.find(({ kind }) => kind === 'create')?.findingId).toBe(free.id);
    expect(held).toBe(0);
  });

  it('counts the day across runs, and says which ceiling is in the way', () => {
    const { actions, held } = plan([finding(), finding()], {
      decisions: ceiling(50, 10),
      created: created(0, 9),
    });
    expect(actions.map(({ kind }) => kind)).toEqual(['create', 'skip']);
    expect(actions[1]?.reason).toBe('held back: the policy Everything files at most 10 issues a day');
    expect(held).toBe(1);
  });

  it('is each policy’s own', () => {
    const first = ticketPolicy({
      accounts: { ...ticketPolicy().accounts, ids: ['111122223333'] },
      ceiling: { perRun: 1, perDay: 1 },
    });
    const second = { ...ticketPolicy(), id: '7d1f6a52-5d1c-4c5e-9a54-0f6c6f1b2a02' };
    const web = finding({ accountId: '444455556666' });
    const { actions } = plan([finding(), finding(), web], { decisions: decisions(first, second) });
    expect(actions.filter(({ kind }) => kind === 'create')).toHaveLength(2);
    expect(actions.find(({ findingId }) => findingId === web.id)).toMatchObject({ policyId: second.id });
  });

  it('does not hold back updates and closings', () => {
    const { actions } = plan([filed(resolved), filed({}, { digest: 'x' })], {
      decisions: ceiling(1),
      created: created(1),
    });
    expect(actions.map(({ kind }) => kind).sort()).toEqual(['close', 'update']);
  });
});

const moment = fc.integer({ min: NOW - 100 * DAY, max: NOW });
const anyFinding = fc
  .record({
    severity: fc.constantFrom(...SEVERITIES),
    state: fc.constantFrom('open' as const, 'unknown' as const, 'resolved' as const),
    accountId: fc.constantFrom(...accounts.map(({ id }) => id)),
    openedAt: moment,
    ticket: fc.record({
      issueId: fc.constantFrom(null, '10001'),
      issueKey: fc.constant('PAY-1'),
      state: fc.constantFrom(...ISSUE_STATES),
      stateAt: fc.option(moment),
      opening: fc.option(moment),
      digest: fc.constantFrom(null, 'closing', 'reopening', 'a'.repeat(32)),
      filingStartedAt: fc.option(moment),
      problem: fc.constant(null),
    }),
  })
  .map((more) => finding(more));

describe('whatever the findings are', () => {
  it('never creates more than the ceiling, and holds back exactly the rest', () => {
    fc.assert(
      fc.property(
        fc.array(anyFinding, { maxLength: 60 }),
        fc.integer({ min: 1, max: 20 }),
        fc.nat(30),
        (findings, perRun, createdInRun) => {
          const limited = plan(findings, {
            decisions: decisions(ticketPolicy({ ceiling: { perRun, perDay: 10_000 } })),
            created: new Map([[POLICY_ID, { inRun: createdInRun, today: createdInRun }]]),
          });
          const creates = limited.actions.filter(({ kind }) => kind === 'create').length;
          expect(creates + createdInRun).toBeLessThanOrEqual(Math.max(perRun, createdInRun));
          const unlimited = plan(findings, {
            decisions: decisions(ticketPolicy({ ceiling: { perRun: 1000, perDay: 10_000 } })),
          });
          const wanted = unlimited.actions.filter(({ kind }) => kind === 'create').length;
          expect(creates + limited.held).toBe(wanted);
        },
      ),
    );
  });

  it('never closes, files, reopens or reminds for what could not be read', () => {
    fc.assert(
      fc.property(anyFinding, (subject) => {
        const [action] = plan([{ ...subject, state: 'unknown' }]).actions;
        expect(['skip', 'update']).toContain(action?.kind);
      }),
    );
  });

  it('closes only what is resolved, and says one thing per finding, the most severe first', () => {
    fc.assert(
      fc.property(fc.array(anyFinding, { maxLength: 30 }), (findings) => {
        const byId = new Map(findings.map((each) => [each.id, each]));
        const { actions } = plan(findings);
        expect(actions.map(({ findingId }) => findingId).sort()).toEqual([...byId.keys()].sort());
        for (const { kind, findingId } of actions) {
          if (kind === 'close') expect(byId.get(findingId)?.state).toBe('resolved');
          if (kind === 'create' || kind === 'reopen' || kind === 'remind') {
            expect(byId.get(findingId)?.state).toBe('open');
          }
        }
        const ranks = actions.map(({ findingId }) => severityRank(byId.get(findingId)?.severity ?? 'low'));
        expect(ranks).toEqual([...ranks].sort((a, b) => a - b));
      }),
    );
  });
});
