import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { log } from '../../../src/log/log';

afterEach(() => vi.restoreAllMocks());

describe('a log line', () => {
  it('is one line of JSON with nothing invisible, whatever it is told', () => {
    const written = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(
        'a\r\n{"level":"info"}',
        'a\u2028b\u2029c\u0085d',
        'a\u202Eb',
        '\u{E0001}',
        '\uD800',
        '\u001B[31m',
      ),
    );
    fc.assert(
      fc.property(text, (said) => {
        log('warn', 'said', { said });
        const line = String(written.mock.lastCall?.[0]);
        expect(line).not.toMatch(/[\p{Cc}\p{Cf}\u2028\u2029]/u);
        expect(JSON.parse(line)).toMatchObject({ event: 'said', said });
      }),
    );
  });
});
