import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeUserData } from '../../../src/aws/resources/user-data/decode';
import { actionMatches, covers } from '../../../src/rules/policy/glob';
import { findSecrets } from '../../../src/rules/secrets';

/** Texts that keep a careless reader busy for hours: a scan that is cut off each time never says anything of the account. */

const packed = (text: string) => gzipSync(text).toString('base64');
const read = (encoded: string) =>
  (decodeUserData(encoded) ?? []).flatMap(({ text }) =>
    findSecrets(text ?? '', ['jwt', 'password-in-url', 'sendgrid-key', 'named-secret', 'aws-secret-key']),
  );

describe('a policy', () => {
  it.each(['*?', '*a', '?*', '**a*?'])('whose patterns are made of %s is compared in no time', (unit) => {
    expect(actionMatches(`${unit.repeat(500)}!`, 's3:GetObject'.repeat(20))).toBe(false);
    expect(covers(`${unit.repeat(500)}!`, `arn:aws:s3:::${'a'.repeat(2_000)}`)).toBe(false);
  });

  it('is compared as a regular expression would, where that ends', () => {
    const short = fc.string({ unit: fc.constantFrom('a', 'B', '*', '?', '.'), maxLength: 6 });
    const expression = (pattern: string) =>
      new RegExp(`^${pattern.replace(/\./g, '\\.').replace(/\*+/g, '.*').replace(/\?/g, '[^*]')}$`, 's');
    fc.assert(
      fc.property(short, short, (pattern, text) => {
        expect(covers(pattern, text)).toBe(expression(pattern).test(text));
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('user data', () => {
  it.each([
    ['that unpacks to a line without end', 'a.'.repeat(240_000)],
    ['of tokens that never end', 'eyJ-'.repeat(120_000)],
    ['of keys that never end', 'SG.aaaaaaaaaaaaaaaa-'.repeat(24_000)],
    ['of addresses that never end', 'a://b'.repeat(90_000)],
    ['of assignments that never end', 'password="\\'.repeat(40_000)],
    ['of encodings without content', `#cloud-config\n${'encoding: b64\n'.repeat(30_000)}`],
    [
      'of one content under many encodings',
      `#cloud-config\n- content: ${'YWFh'.repeat(9_000)}\n${'  encoding: b64\n'.repeat(25_000)}`,
    ],
    [
      'of lines of base64 that grow',
      `${'YWFhYWFhYWFhYWFhYWFhYWFh\nYWFhYWFhYWFhYWFhYWFhYWFhYWFh\n'.repeat(8_000)}`,
    ],
  ])('%s is read in no time', (_, text) => {
    expect(Array.isArray(read(packed(text)))).toBe(true);
  });

  it('that packs more than any script is not read, and said to be unread', () => {
    expect(decodeUserData(packed('x\n'.repeat(400_000)))).toEqual([{ within: '', text: null }]);
    const many = `${packed('echo hello\n'.repeat(20_000))}\n\n`.repeat(5);
    const texts = decodeUserData(Buffer.from(many).toString('base64')) ?? [];
    expect(texts.filter(({ text }) => text === null).length).toBeGreaterThan(0);
  });
});
