import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toUnreadable } from '../../../src/aws/errors';
import { decodeUserData } from '../../../src/aws/resources/user-data/decode';
import { scrub } from '../../../src/log/scrub';
import { actionMatches, covers } from '../../../src/rules/policy/glob';
import { findSecrets } from '../../../src/rules/secrets';

/** Texts that keep a careless reader busy for hours: a scan that is cut off each time never says anything of the account. */

const packed = (text: string) => gzipSync(text).toString('base64');
const MIME = 'MIME-Version: 1.0\n';
const CONFIG = '#cloud-config\n';
const nested = (depth: number, innermost: string) =>
  Array.from({ length: depth }, (_, at) => `Content-Type: multipart/mixed; boundary=${at}\n\n--${at}\n`).join(
    '',
  ) + innermost;
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
    ['of options within options', '.-a'.repeat(166_000)],
    ['of templates that never end', '(pwd=`<<<<<<'.repeat(41_000)],
    [
      'of quoted-printable white space',
      `${MIME}Content-Transfer-Encoding: quoted-printable\n\nx${' '.repeat(499_000)}x`,
    ],
    ['of a part a line', `${MIME}Content-Type: multipart/mixed; boundary=b\n\n${'--b\n'.repeat(124_000)}`],
    ['of messages in messages', MIME + nested(9_000, '')],
    ['of an encoding an item', `${CONFIG}${'- encoding: b64\n'.repeat(30_000)}`],
    ['of encodings before all items', `${CONFIG}${'encoding:gz\n'.repeat(20_000)}${'- \n'.repeat(80_000)}`],
    ['of items that end and go on', `${CONFIG}- content: a\n${'x: 1\n encoding: b64\n'.repeat(23_000)}`],
    [
      'of zeros that are packed twice',
      `${gzipSync(Buffer.alloc(4_990_000)).toString('base64')}\n\n`.repeat(74),
    ],
  ])('%s is read in no time', (_, text) => {
    expect(Array.isArray(read(packed(text)))).toBe(true);
  });

  it.each([
    ['in messages in messages', nested(9, 'Content-Transfer-Encoding: quoted-printable\n\necho hello')],
    [
      'in more parts than anybody writes',
      `Content-Type: multipart/mixed; boundary=b\n\n${'--b\nContent-Transfer-Encoding: 7bit\n\n'.repeat(1_001)}`,
    ],
  ])('%s is said to be unread', (_, message) => {
    const texts = decodeUserData(packed(MIME + message)) ?? [];
    expect(texts.map(({ text }) => text === null)).toEqual([false, true]);
  });

  it('that is packed behind more than is unpacked is said to be unread', () => {
    const zeros = gzipSync(Buffer.alloc(4_990_000)).toString('base64');
    const texts =
      decodeUserData(packed(`${zeros}\n\n${zeros}\n\necho ${packed('DB_PASS=Tr0ub4dor3')}\n`)) ?? [];
    expect(texts.at(-1)).toEqual({ within: 'what is encoded in line 5, ', text: null });
  });

  it('of as many parts and levels as tools write is read', () => {
    const secret = 'Content-Transfer-Encoding: quoted-printable\n\nexport DB_PASS =3D=\n Tr0ub4dor3\n';
    expect(read(packed(MIME + nested(8, secret)))).toHaveLength(1);
    const parts = `--b\nX-Empty:\n${secret}`.repeat(900);
    expect(read(packed(`${MIME}Content-Type: multipart/mixed; boundary=b\n\n${parts}`))).toHaveLength(900);
  });

  it('that packs more than any script is not read, and said to be unread', () => {
    expect(decodeUserData(packed('x\n'.repeat(400_000)))).toEqual([{ within: '', text: null }]);
    const many = `${packed('echo hello\n'.repeat(20_000))}\n\n`.repeat(5);
    const texts = decodeUserData(Buffer.from(many).toString('base64')) ?? [];
    expect(texts.filter(({ text }) => text === null).length).toBeGreaterThan(0);
  });
});

describe('the message of an error', () => {
  it('is scrubbed in no time, however long it is', () => {
    expect(scrub('a.'.repeat(250_000))).toHaveLength(500_000);
    expect(scrub(`${'a@'.repeat(250_000)} b.c@example.com`)).toMatch(/ \(an address\)$/);
  });

  it('is told in no time, however much white space it has', () => {
    const message = `no ${' '.repeat(300_000)}x Encoded authorization failure message: ${'y'.repeat(70)}`;
    const site = { operation: 'ec2:DescribeVolumes', region: 'us-east-1', home: false };
    const told = toUnreadable(Object.assign(new Error(message), { $fault: 'client' }), site);
    expect(told.message.length).toBeLessThan(1_000);
  });
});
