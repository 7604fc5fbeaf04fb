import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchesTag, tagPatternSchema } from '../../../src/domain/tag-pattern';
import { matchesWildcard } from '../../../src/domain/wildcard';

describe('a pattern with wildcards', () => {
  it.each([
    ['logs', 'logs', true],
    ['logs', 'logs2', false],
    ['*', '', true],
    ['*', 'anything\nat all', true],
    ['team-*', 'team-', true],
    ['team-*-logs', 'team-web-logs', true],
    ['team-*-logs', 'team-logs', false],
    ['*logs*', 'my-logs-2', true],
    ['a?c', 'abc', true],
    ['a?c', 'ac', false],
    ['**a**', 'bab', true],
    ['a.c', 'abc', false],
    ['[a-z]+', 'abc', false],
    ['', '', true],
    ['', 'a', false],
  ])('%j on %j: %s', (pattern, text, matches) => {
    expect(matchesWildcard(pattern, text)).toBe(matches);
  });

  it('says what a regular expression says', () => {
    const symbols = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), maxLength: 8 });
    const texts = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 8 });
    fc.assert(
      fc.property(symbols, texts, (pattern, text) => {
        const source = pattern.replace(/\*+/g, '.*').replace(/\?/g, '.');
        expect(matchesWildcard(pattern, text)).toBe(new RegExp(`^${source}$`, 's').test(text));
      }),
    );
  });

  it('does not take for ever, whatever it is', () => {
    expect(matchesWildcard(`${'*a'.repeat(200)}b`, 'a'.repeat(20_000))).toBe(false);
  });
});

describe('a tag pattern', () => {
  const tags = { team: 'payments', 'paas:managed': 'true', empty: '' };
  it.each([
    ['team', true],
    ['team=payments', true],
    ['team=pay*', true],
    ['team=web', false],
    ['Team', false],
    ['paas:*=true', true],
    ['empty', true],
    ['empty=', true],
    ['team=', false],
    ['missing', false],
  ])('%s: %s', (pattern, matches) => {
    expect(matchesTag(pattern, tags)).toBe(matches);
  });

  it.each(['', '=value', ' '])('refuses %j, which names no key', (pattern) => {
    expect(tagPatternSchema.safeParse(pattern).success).toBe(false);
  });
});
