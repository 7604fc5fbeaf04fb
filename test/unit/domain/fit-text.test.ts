import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitText } from '../../../src/domain/fit-text';

describe('text for a column', () => {
  it('is as it was when it fits', () => {
    expect(fitText('Zoë’s 🪣', 20)).toBe('Zoë’s 🪣');
  });

  it('is cut visibly when it does not', () => {
    expect(fitText('x'.repeat(30), 20)).toBe('xxxxxxx… (truncated)');
  });

  it('is never longer than the column, never holds what a database refuses, and stays as it is the second time', () => {
    const text = fc.string({ unit: 'binary', maxLength: 200 });
    fc.assert(
      fc.property(text, fc.integer({ min: 20, max: 100 }), (given, length) => {
        const fitted = fitText(`\ud83d${given}\0`, length);
        expect(fitted.length).toBeLessThanOrEqual(length);
        expect(fitted).not.toMatch(/\p{Surrogate}/u);
        expect(fitted).not.toContain('\0');
        expect(fitText(fitted, length)).toBe(fitted);
      }),
    );
  });
});
