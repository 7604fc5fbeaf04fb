import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inStatements } from '../../../src/storage/in-statements';

const sized = (...sizes: number[]) => sizes.map((findings) => ({ findings }));

describe('what goes into one statement', () => {
  it('is what fits, and what does not fit alone', () => {
    expect(inStatements(sized(3, 3, 4, 20, 1), { findings: 10 })).toEqual([
      sized(3, 3, 4),
      sized(20),
      sized(1),
    ]);
    expect(inStatements(sized(1, 1, 1), { findings: 10, parts: 2 })).toEqual([sized(1, 1), sized(1)]);
    expect(inStatements([], { findings: 10 })).toEqual([]);
  });

  it('is together all there is, in order, never too much, and never less than could be', () => {
    const parts = fc.array(fc.record({ findings: fc.nat(40) }), { maxLength: 60 });
    fc.assert(
      fc.property(
        parts,
        fc.integer({ min: 1, max: 100 }),
        fc.integer({ min: 1, max: 9 }),
        (all, most, number) => {
          const groups = inStatements(all, { findings: most, parts: number });
          expect(groups.flat()).toEqual(all);
          const sum = (group: { findings: number }[]) =>
            group.reduce((total, each) => total + each.findings, 0);
          for (const [index, group] of groups.entries()) {
            expect(group.length).toBeLessThanOrEqual(number);
            if (group.length > 1) expect(sum(group)).toBeLessThanOrEqual(most);
            const [next] = groups[index + 1] ?? [];
            if (next !== undefined && group.length < number)
              expect(sum(group) + next.findings).toBeGreaterThan(most);
          }
        },
      ),
    );
  });
});
