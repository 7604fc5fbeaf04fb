import { describe, expect, it } from 'vitest';
import { parseReport } from '../../../src/aws/resources/credential-report';
import { parseCsv } from '../../../src/aws/resources/csv';
import { Source } from '../../../src/aws/source';

const source = new Source('iam:GetCredentialReport', 'global');
const HEADER =
  'user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,password_next_rotation,mfa_active,access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,access_key_1_last_used_region,access_key_1_last_used_service,access_key_2_active,access_key_2_last_rotated,access_key_2_last_used_date,access_key_2_last_used_region,access_key_2_last_used_service,cert_1_active,cert_1_last_rotated,cert_2_active,cert_2_last_rotated';
const ALICE =
  'alice,arn:aws:iam::111122223333:user/alice,2024-01-01T00:00:00+00:00,true,2026-01-02T03:04:05+00:00,2025-01-01T00:00:00+00:00,N/A,false,true,2025-02-03T00:00:00+00:00,N/A,N/A,N/A,false,N/A,N/A,N/A,N/A,false,N/A,false,N/A';

describe('parseReport', () => {
  it('reads the columns by their names', () => {
    const { items, failure } = parseReport(`${HEADER}\n${ALICE}`, source);
    expect(failure).toBeNull();
    expect(items).toEqual([
      {
        user: 'alice',
        arn: 'arn:aws:iam::111122223333:user/alice',
        user_creation_time: '2024-01-01T00:00:00+00:00',
        password_enabled: 'true',
        password_last_used: '2026-01-02T03:04:05+00:00',
        password_last_changed: '2025-01-01T00:00:00+00:00',
        mfa_active: 'false',
        access_key_1_active: 'true',
        access_key_1_last_rotated: '2025-02-03T00:00:00+00:00',
        access_key_1_last_used_date: 'N/A',
        access_key_2_active: 'false',
        access_key_2_last_rotated: 'N/A',
        access_key_2_last_used_date: 'N/A',
      },
    ]);
  });

  it('keeps the whole lines of a report that is cut short, and says that it is', () => {
    const { items, failure } = parseReport(`${HEADER}\n${ALICE}\nbob,arn:aws:iam::1`, source);
    expect(items.map(({ user }) => user)).toEqual(['alice']);
    expect(failure).toMatchObject({ operation: 'iam:GetCredentialReport', reason: 'error' });
  });

  it.each([
    ['in a path', 'arn:aws:iam::111122223333:user/x"y/mallory'],
    ['after a comma in a path', 'arn:aws:iam::111122223333:user/x,"y/mallory'],
    ['that ends too early', '"arn:aws:iam::111122223333:user/x"y/mallory'],
    ['that never ends', '"arn:aws:iam::111122223333:user/mallory'],
  ])('loses no user but the one with a quote %s, and says that there is one', (_, arn) => {
    const mallory = ALICE.replace('alice', 'mallory').replace('arn:aws:iam::111122223333:user/alice', arn);
    const carol = ALICE.replaceAll('alice', 'carol');
    const { items, failure } = parseReport([HEADER, ALICE, mallory, carol, mallory].join('\n'), source);
    expect(items.map(({ user }) => user)).toEqual(['alice', 'carol']);
    expect(failure).toMatchObject({ operation: 'iam:GetCredentialReport', reason: 'error' });
  });

  it('reads a path that is quoted as it should be', () => {
    const quoted = ALICE.replace('user/alice', 'user/a""b,c/alice').replace(/(arn:[^,]*,c[^,]*)/, '"$1"');
    const { items, failure } = parseReport(`${HEADER}\n${quoted}`, source);
    expect(items.map(({ arn }) => arn)).toEqual(['arn:aws:iam::111122223333:user/a"b,c/alice']);
    expect(failure).toBeNull();
  });

  it.each(['', '<html></html>', 'user,arn\nalice,arn'])('refuses what is no report: %j', (text) => {
    expect(() => parseReport(text, source)).toThrow(/credential report without/);
  });
});

describe('parseCsv', () => {
  it.each([
    [
      'a,b\nc,d\n',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    [
      'a,b\r\nc,d',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    ['"a,1","b ""quoted"""\n', [['a,1', 'b "quoted"']]],
    ['"two\nlines",x', [['two\nlines', 'x']]],
    [
      'a,\n,b\n',
      [
        ['a', ''],
        ['', 'b'],
      ],
    ],
    ['\n\na\n\n', [['a']]],
    ['', []],
  ])('reads %j', (text, lines) => {
    expect(parseCsv(text)).toEqual(lines);
  });

  it.each([
    ['in a cell', 'a"b'],
    ['in a cell of a later line', 'a,b\nc"d,e\nf,g\n'],
    ['with more behind it', '"a"b'],
    ['that nothing ends', 'a,"b'],
    ['that only quotes follow', `"${'a""'.repeat(100_000)}`],
  ])('answers nothing at all for a quote %s', (_, text) => {
    expect(parseCsv(text)).toBeNull();
  });

  it('reads a cell however long it is', () => {
    const cell = 'a"\n'.repeat(100_000);
    expect(parseCsv(`"${cell.replaceAll('"', '""')}",b`)).toEqual([[cell, 'b']]);
  });
});
