import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';

describe('the manifest', () => {
  it('has no web trigger: one that is added needs tests of replayed and forged calls', () => {
    const { modules } = z
      .object({ modules: z.record(z.string(), z.unknown()) })
      .parse(parse(readFileSync('manifest.yml', 'utf8')));
    expect(Object.keys(modules)).toContain('function');
    expect(Object.keys(modules).filter((name) => /web-?trigger/i.test(name))).toEqual([]);
  });
});
