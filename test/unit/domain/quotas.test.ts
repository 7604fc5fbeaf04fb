import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jiraPointsOf, NO_AMOUNTS, spreadOverMinutes } from '../../../src/domain/quotas';
import { MINUTE_MS } from '../../../src/domain/time';

const NOON = Date.UTC(2026, 10, 23, 12);
const statements = (sqlStatements: number) => ({ ...NO_AMOUNTS, sqlStatements });

describe('what an invocation took, by the minute', () => {
  it('is all in one where it began and ended in it', () => {
    expect(spreadOverMinutes(statements(7), NOON + 10_000, NOON + 40_000)).toEqual([
      { minuteAt: NOON, amounts: statements(7) },
    ]);
  });

  it('is shared by the time that it ran in each', () => {
    const minutes = spreadOverMinutes(statements(100), NOON + 30_000, NOON + 150_000);
    expect(minutes.map(({ minuteAt, amounts }) => [minuteAt - NOON, amounts.sqlStatements])).toEqual([
      [0, 25],
      [MINUTE_MS, 50],
      [2 * MINUTE_MS, 25],
    ]);
  });

  it('is kept where it took no time at all, also at the turn of a minute', () => {
    for (const at of [NOON, NOON + 1, NOON + MINUTE_MS - 1])
      expect(spreadOverMinutes(statements(3), at, at)).toEqual([{ minuteAt: NOON, amounts: statements(3) }]);
  });

  it('adds up, in whole numbers, whenever it was, and fills no more minutes than an invocation may run', () => {
    const amounts = fc.record({
      ...Object.fromEntries(Object.keys(NO_AMOUNTS).map((name) => [name, fc.nat(100_000)])),
    });
    fc.assert(
      fc.property(
        amounts,
        fc.integer({ min: NOON, max: NOON + 10 * MINUTE_MS }),
        fc.integer({ min: -MINUTE_MS, max: 40 * 24 * 60 * MINUTE_MS }),
        (partly, began, took) => {
          const given = { ...NO_AMOUNTS, ...partly };
          const minutes = spreadOverMinutes(given, began, began + took);
          expect(minutes.length).toBeGreaterThan(0);
          expect(minutes.length).toBeLessThanOrEqual(16);
          expect(new Set(minutes.map(({ minuteAt }) => minuteAt % MINUTE_MS))).toEqual(new Set([0]));
          for (const [name, amount] of Object.entries(given)) {
            const parts = minutes.map(
              (minute) => Object.entries(minute.amounts).find(([n]) => n === name)?.[1] ?? 0,
            );
            expect(parts.every((part) => Number.isInteger(part) && part >= 0)).toBe(true);
            expect(parts.reduce((sum, part) => sum + part, 0)).toBe(amount);
          }
        },
      ),
    );
  });
});

it('counts a read of Jira as dearer than a write', () => {
  expect(jiraPointsOf('GET')).toBeGreaterThan(jiraPointsOf('POST'));
});
