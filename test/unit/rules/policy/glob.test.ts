import fc from 'fast-check';
import { expect, it } from 'vitest';
import { covers } from '../../../../src/rules/policy/glob';

const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?', '.'), maxLength: 6 });
const text = fc.string({ unit: fc.constantFrom('a', 'b', '.'), maxLength: 6 });

it('a pattern that covers another matches all that the other matches', () => {
  fc.assert(
    fc.property(pattern, pattern, text, (outer, inner, example) => {
      fc.pre(covers(outer, inner) && covers(inner, example));
      expect(covers(outer, example)).toBe(true);
    }),
    { numRuns: 2_000, maxSkipsPerRun: 1_000 },
  );
});

it.each([
  ['arn:aws:s3:::acme/*', 'arn:aws:s3:::acme/a/*', true],
  ['arn:aws:s3:::acme/a/*', 'arn:aws:s3:::acme/*', false],
  ['arn:aws:s3:::acme?', 'arn:aws:s3:::acme*', false],
  ['a.c', 'abc', false],
])('%s covers %s: %s', (outer, inner, expected) => {
  expect(covers(outer, inner)).toBe(expected);
});
