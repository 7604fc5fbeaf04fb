import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SEVERITIES, severityRank } from '../../../src/domain/severity';
import type { TicketPolicy } from '../../../src/domain/ticket-policy';
import { ISSUE_STATES } from '../../../src/tickets/issue-state';
import { type PlanInput, planTickets } from '../../../src/tickets/plan-tickets';
import type { PlanFinding } from '../../../src/tickets/ticket-finding';
import { accounts, DAY, filed, finding, HOUR, NOW, noTicket, policy } from './support/findings';

function plan(findings: PlanFinding[], more: Partial<PlanInput> = {}) {
  return planTickets({
    findings,
    policy,
    accounts,
    blockedProjects: new Set(),
    createdInRun: 0,
    ...more,
  });
}

const resolved = { state: 'resolved', resolvedAt: NOW - HOUR, resolvedReason: 'fixed' } as const;
const off: TicketPolicy = { ...policy, enabled: false };

describe('what is planned for one finding', () => {
  const cases: [string, PlanFinding, Partial<PlanInput>, string, RegExp][] = [
    ['open, no issue', finding(), {}, 'create', /no issue/],
    ['open, policy off', finding(), { policy: off }, 'skip', /not covered/],
    ['open, under the minimum severity', finding({ severity: 'low' }), {}, 'skip', /not covered/],
    ['open, account without an owner', finding({ accountId: '777788889999' }), {}, 'skip', /nobody owns/],
    ['open, account not configured', finding({ accountId: '000000000000' }), {}, 'skip', /not configured/],
    [
      'open, project blocked',
      finding(),
      { blockedProjects: new Set(['PAY']) },
      'skip',
      /cannot be filed in PAY/,
    ],
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
    ['open, changed, policy off', filed({}, { digest: 'x' }), { policy: off }, 'update', /changed/],
    ['unknown, issue open', filed({ state: 'unknown' }, { digest: 'x' }), {}, 'update', /changed/],
    ['unknown, issue open, said so', filed({ state: 'unknown' }), {}, 'skip', /in step/],
    ['unknown, issue closed', filed({ state: 'unknown' }, { state: 'closed' }), {}, 'skip', /in step/],

    ['resolved, issue open', filed(resolved), {}, 'close', /fixed/],
    ['resolved, issue open, policy off', filed(resolved), { policy: off }, 'close', /fixed/],
    ['gone, issue open', filed({ ...resolved, resolvedReason: 'gone' }), {}, 'close', /gone/],
    ['rule off, issue open', filed({ ...resolved, resolvedReason: 'rule-off' }), {}, 'close', /rule-off/],
    ['resolved, issue closed', filed(resolved, { state: 'closed' }), {}, 'skip', /in step/],
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
      { policy: off },
      'skip',
      /in step/,
    ],
    ['open again, opened by a person', filed({}, { state: 'open-by-person' }), {}, 'update', /fails again/],

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
    expect(plan([finding()], { policy: off }).actions[0]).toMatchObject({ kind: 'skip', settled: false });
    expect(plan([filed()]).actions[0]).toMatchObject({ kind: 'skip', settled: true });
  });

  it('routes to the project of the account, or to the one project of the policy', () => {
    const subject = finding({ accountId: '444455556666' });
    expect(plan([subject]).actions[0]).toMatchObject({ projectKey: 'WEB' });
    const one: TicketPolicy = { ...policy, route: { kind: 'project', projectKey: 'SEC' } };
    expect(plan([subject], { policy: one }).actions[0]).toMatchObject({ projectKey: 'SEC' });
  });
});

describe('the ceiling of new issues per run', () => {
  const ceiling = (maxNewIssuesPerRun: number): TicketPolicy => ({ ...policy, maxNewIssuesPerRun });

  it('files the most severe first, then the oldest, and counts what it holds back', () => {
    const young = finding({ openedAt: NOW - HOUR });
    const old = finding({ openedAt: NOW - 5 * DAY });
    const medium = finding({ severity: 'medium', openedAt: NOW - 50 * DAY });
    const { actions, held } = plan([medium, young, old], { policy: ceiling(2) });
    expect(actions.map(({ findingId, kind }) => [findingId, kind])).toEqual([
      [old.id, 'create'],
      [young.id, 'create'],
      [medium.id, 'skip'],
    ]);
    expect(held).toBe(1);
  });

  it('counts what the run has created already, and creates in doubt', () => {
    const inDoubt = finding({ ticket: { ...noTicket, filingStartedAt: NOW } });
    const { actions, held } = plan([finding(), finding(), inDoubt], { policy: ceiling(5), createdInRun: 3 });
    expect(actions.filter(({ kind }) => kind === 'create')).toHaveLength(1);
    expect(held).toBe(1);
  });

  it('is not used up by a project in which nothing can be filed', () => {
    const blocked = [finding(), finding(), finding()];
    const free = finding({ accountId: '444455556666', severity: 'medium' });
    const { actions, held } = plan([...blocked, free], {
      policy: ceiling(1),
      blockedProjects: new Set(['PAY']),
    });
    expect(actions.find(({ kind }) => kind === 'create')?.findingId).toBe(free.id);
    expect(held).toBe(0);
  });

  it('does not hold back updates and closings', () => {
    const { actions } = plan([filed(resolved), filed({}, { digest: 'x' })], {
      policy: ceiling(1),
      createdInRun: 1,
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
      digest: fc.constantFrom(null, 'a'.repeat(32)),
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
        (findings, maxNewIssuesPerRun, createdInRun) => {
          const limited = plan(findings, { policy: { ...policy, maxNewIssuesPerRun }, createdInRun });
          const creates = limited.actions.filter(({ kind }) => kind === 'create').length;
          expect(creates + createdInRun).toBeLessThanOrEqual(Math.max(maxNewIssuesPerRun, createdInRun));
          const unlimited = plan(findings, { policy: { ...policy, maxNewIssuesPerRun: 1000 } });
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
