import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FilingLine } from '../../../src/tickets/filing-line';
import { planTickets } from '../../../src/tickets/plan-tickets';
import type { PlanFinding } from '../../../src/tickets/ticket-finding';
import { POLICY_ID, ticketPolicy } from '../../fixtures/rollout';
import { DAY, decisions, filed, finding, HOUR, LOW_RULE, NOW, noTicket } from './support/findings';

const CEILING = 50;
const WAITING = 20_000;

const input = (perRun = CEILING, created = 0) => ({
  decisions: decisions(ticketPolicy({ ceiling: { perRun, perDay: 1000 } })),
  blocked: new Set<string>(),
  created: new Map([[POLICY_ID, { inRun: created, today: created }]]),
  now: NOW,
});

function lined(findings: readonly PlanFinding[], given: ReturnType<typeof input>, more = 0) {
  const line = new FilingLine(given, more);
  for (const each of findings) line.add(each);
  const heldBack = line.heldBack.bind(line);
  return { kept: line.findings(), held: heldBack().reduce((sum, { count }) => sum + count, 0), heldBack };
}

describe('what a run has to plan', () => {
  it('is no more than the ceiling of what waits, the worst and then the oldest', () => {
    const waiting = Array.from({ length: WAITING }, (_, index) =>
      finding({
        severity: index % 100 === 7 ? 'critical' : 'medium',
        openedAt: NOW - ((index * 7919) % WAITING) * HOUR,
      }),
    );
    const given = input(CEILING, 10);
    const { kept, held } = lined(waiting, given);
    expect(kept).toHaveLength(CEILING - 10);
    expect(held).toBe(WAITING - kept.length);
    const all = planTickets({ ...given, findings: waiting });
    const some = planTickets({ ...given, findings: kept });
    const creates = (actions: typeof all.actions) => actions.filter(({ kind }) => kind === 'create');
    expect(creates(some.actions)).toEqual(creates(all.actions));
    expect(some.held + held).toBe(all.held);
  });

  it('counts what is held back by rule and project, and keeps some of it for who wants to see it', () => {
    const web = Array.from({ length: 30 }, () => finding({ accountId: '444455556666' }));
    const given = input(0);
    const { kept, heldBack } = lined([...web, finding({ openedAt: NOW - 2 * DAY })], given, 10);
    expect(kept).toHaveLength(10);
    expect(heldBack()).toEqual([{ projectKey: 'WEB', ruleId: 's3-bucket-public-read', count: 21 }]);
  });

  it('leaves out what waits for something else than a ceiling', () => {
    const orphan = finding({ accountId: '777788889999' });
    const observed = finding({ ruleId: LOW_RULE, severity: 'low' });
    expect(lined([orphan, observed], input()).kept).toEqual([]);
  });

  it('comes to the same plan as all that waits', () => {
    const one = fc.record({
      openedAt: fc.integer({ min: NOW - 9 * DAY, max: NOW }),
      severity: fc.constantFrom('critical', 'high', 'medium'),
      accountId: fc.constantFrom('111122223333', '444455556666', '777788889999'),
      kind: fc.constantFrom('waits', 'in doubt', 'filed', 'closed', 'fixed'),
    } as const);
    fc.assert(
      fc.property(fc.array(one, { maxLength: 40 }), fc.integer({ min: 0, max: 12 }), (each, perRun) => {
        const findings = each.map(({ kind, ...more }) => {
          if (kind === 'waits') return finding(more);
          if (kind === 'in doubt') return finding({ ...more, ticket: { ...noTicket, filingStartedAt: NOW } });
          if (kind === 'filed') return filed(more);
          if (kind === 'closed') return filed(more, { state: 'closed', opening: NOW - 20 * DAY });
          return filed({ ...more, state: 'resolved', resolvedAt: NOW, resolvedReason: 'fixed' });
        });
        const given = input(perRun);
        const { kept, held } = lined(findings, given);
        const all = planTickets({ ...given, findings });
        const some = planTickets({ ...given, findings: kept });
        const deeds = (actions: typeof all.actions) => actions.filter(({ kind }) => kind !== 'skip');
        expect(deeds(some.actions)).toEqual(deeds(all.actions));
        expect(some.held + held).toBe(all.held);
      }),
    );
  });
});
