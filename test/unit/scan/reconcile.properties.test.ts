import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JudgementStatus } from '../../../src/domain/judgement';
import type { Evaluation, RuleCoverage } from '../../../src/domain/scan-outcome';
import { SEVERITIES } from '../../../src/domain/severity';
import { isEmpty } from '../../../src/scan/reconcile';
import { evaluation, HOUR, StoredFindings } from './support/findings';

const T0 = Date.UTC(2026, 10, 23);
const RULES = ['rule-a', 'rule-b'];
const RESOURCES = ['r1', 'r2', 'r3'];

interface Scan {
  evaluations: Evaluation[];
  coverage: RuleCoverage[];
}

/** What one scan of a few resources by two rules can come to, lists that were cut off and rules left out included. */
const scan: fc.Arbitrary<Scan> = fc
  .record({
    judged: fc.array(
      fc.record({
        ruleId: fc.constantFrom(...RULES),
        name: fc.constantFrom(...RESOURCES),
        status: fc.constantFrom<JudgementStatus>('pass', 'fail', 'unknown'),
        severity: fc.constantFrom(...SEVERITIES),
        evidence: fc.record({ value: fc.integer({ min: 0, max: 2 }) }),
      }),
      { maxLength: 8 },
    ),
    rules: fc.record({
      'rule-a': fc.constantFrom('complete', 'incomplete', 'left out'),
      'rule-b': fc.constantFrom('complete', 'incomplete', 'left out'),
    }),
  })
  .map(({ judged, rules }) => ({
    evaluations: judged
      .filter(({ ruleId }) => rules[ruleId === 'rule-a' ? 'rule-a' : 'rule-b'] !== 'left out')
      .map(({ ruleId, name, status, ...more }) => evaluation(ruleId, name, status, more)),
    coverage: Object.entries(rules).flatMap(([ruleId, coverage]): RuleCoverage[] => {
      if (coverage === 'left out') return [];
      return coverage === 'complete'
        ? [{ ruleId, complete: true }]
        : [{ ruleId, complete: false, reason: 'AWS denied the list' }];
    }),
  }));
const history = fc.array(scan, { minLength: 1, maxLength: 8 });

/** Plays the scans an hour apart and looks at each step. */
function play(
  scans: Scan[],
  look: (step: { before: StoredFindings; after: StoredFindings; scan: Scan; now: number }) => void,
): void {
  const after = new StoredFindings();
  for (const [hour, one] of scans.entries()) {
    const before = new StoredFindings();
    for (const [id, row] of after.rows) before.rows.set(id, row);
    const now = T0 + hour * HOUR;
    after.scan(now, one.evaluations, one.coverage);
    look({ before, after, scan: one, now });
  }
}

/** The last judgement wins, as in the table. */
function statusOf({ evaluations }: Scan, ruleId: string, arn: string): JudgementStatus | null {
  const found = evaluations.filter((one) => one.ruleId === ruleId && one.resourceArn === arn);
  return found.at(-1)?.status ?? null;
}

describe('whatever a history of scans brings', () => {
  it('the same scan again changes nothing', () => {
    fc.assert(
      fc.property(history, (scans) => {
        play(scans, ({ after, scan: again, now }) => {
          expect(isEmpty(after.scan(now + 1, again.evaluations, again.coverage))).toBe(true);
        });
      }),
    );
  });

  it('only a pass, or absence from a complete list, resolves a finding', () => {
    fc.assert(
      fc.property(history, (scans) => {
        play(scans, ({ before, after, scan: one }) => {
          for (const [id, row] of before.rows) {
            if (row.state === 'resolved' || after.rows.get(id)?.state === row.state) continue;
            const next = after.rows.get(id);
            if (next !== undefined && next.state !== 'resolved') continue;
            const status = statusOf(one, row.ruleId, row.resourceArn);
            const coverage = one.coverage.find(({ ruleId }) => ruleId === row.ruleId);
            const gone = status === null && coverage?.complete === true;
            expect(status === 'pass' || gone, `${row.state} ended by ${status}`).toBe(true);
            if (next !== undefined) expect(next.resolvedReason).toBe(gone ? 'gone' : 'fixed');
          }
        });
      }),
    );
  });

  it('what fails in a scan is open after it, and nothing else is', () => {
    fc.assert(
      fc.property(history, (scans) => {
        play(scans, ({ after, scan: one }) => {
          for (const { ruleId, resourceArn } of one.evaluations) {
            const row = [...after.rows.values()].find(
              (stored) => stored.ruleId === ruleId && stored.resourceArn === resourceArn,
            );
            const status = statusOf(one, ruleId, resourceArn);
            if (status === 'fail') expect(row?.state).toBe('open');
            if (status === 'unknown') expect(row?.state).toBe('unknown');
            if (status === 'pass') expect(row?.state ?? 'resolved').toBe('resolved');
          }
        });
      }),
    );
  });

  it('a finding remembers when it was first seen failing, for good', () => {
    fc.assert(
      fc.property(history, (scans) => {
        play(scans, ({ before, after }) => {
          for (const [id, { firstSeenAt }] of before.rows) {
            if (firstSeenAt !== null) expect(after.rows.get(id)?.firstSeenAt).toBe(firstSeenAt);
          }
        });
      }),
    );
  });

  it('dates and states agree with each other', () => {
    fc.assert(
      fc.property(history, (scans) => {
        play(scans, ({ after }) => {
          for (const row of after.rows.values()) {
            expect(row.unknownSince !== null).toBe(row.state === 'unknown');
            expect(row.resolvedAt !== null).toBe(row.state === 'resolved');
            expect(row.resolvedReason !== null).toBe(row.state === 'resolved');
            if (row.state === 'open') {
              expect(row.firstSeenAt).not.toBeNull();
              expect(row.openedAt).not.toBeNull();
              expect(row.dueAt).not.toBeNull();
            }
            if (row.state === 'resolved') expect(row.dueAt).toBeNull();
            if (row.firstSeenAt === null) expect(row.state).toBe('unknown');
          }
        });
      }),
    );
  });

  it('the SLA starts anew only where a finding was resolved in between', () => {
    fc.assert(
      fc.property(history, (scans) => {
        play(scans, ({ before, after }) => {
          for (const [id, row] of before.rows) {
            const next = after.rows.get(id);
            if (row.openedAt === null || row.state === 'resolved' || next === undefined) continue;
            expect(next.openedAt).toBe(row.openedAt);
          }
        });
      }),
    );
  });

  it('rules that were left out keep every finding as it was', () => {
    fc.assert(
      fc.property(history, (scans) => {
        play(scans, ({ before, after, scan: one }) => {
          const covered = new Set(one.coverage.map(({ ruleId }) => ruleId));
          for (const [id, row] of before.rows) {
            if (!covered.has(row.ruleId)) expect(after.rows.get(id)).toEqual(row);
          }
        });
      }),
    );
  });
});
