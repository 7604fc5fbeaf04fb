import { describe, expect, it } from 'vitest';
import { parseCsv } from '../../../src/aws/resources/csv';
import { closest } from '../../../src/cli/closest';
import { formatCsv } from '../../../src/cli/format-csv';
import { formatJson } from '../../../src/cli/format-json';
import { formatTable } from '../../../src/cli/format-table';
import { isComplete, type ScanReport } from '../../../src/cli/report';
import type { Evaluation } from '../../../src/domain/scan-outcome';

const RESULT: Evaluation = {
  ruleId: 'ebs-volume-encrypted',
  accountId: '111122223333',
  region: 'eu-west-1',
  scope: 'eu-west-1',
  resourceType: 'AWS::EC2::Volume',
  resourceId: 'vol-1',
  resourceArn: 'arn:aws:ec2:eu-west-1:111122223333:volume/vol-1',
  resourceName: 'data',
  tags: { team: 'data' },
  status: 'fail',
  severity: 'medium',
  message: 'The volume is not encrypted',
  evidence: { encrypted: false },
};

function report(...results: Partial<Evaluation>[]): ScanReport {
  return {
    results: results.map((result) => ({ ...RESULT, ...result })),
    unread: [],
    apiCalls: { 'ec2:DescribeVolumes': 2, 'sts:AssumeRole': 1 },
    durationMs: 1234,
  };
}

const UNREAD = {
  accountId: '111122223333',
  region: 'eu-west-1',
  operation: 'ec2:DescribeVolumes',
  reason: 'access-denied',
  message: 'AWS denied it.',
} as const;

describe('formatJson', () => {
  it('has the documented shape and nothing else', () => {
    expect(JSON.parse(formatJson({ ...report({}), unread: [UNREAD] }))).toEqual({
      results: [
        {
          ruleId: 'ebs-volume-encrypted',
          accountId: '111122223333',
          region: 'eu-west-1',
          resourceType: 'AWS::EC2::Volume',
          resourceId: 'vol-1',
          resourceArn: 'arn:aws:ec2:eu-west-1:111122223333:volume/vol-1',
          status: 'fail',
          severity: 'medium',
          message: 'The volume is not encrypted',
          evidence: { encrypted: false },
        },
      ],
      unread: [
        {
          accountId: '111122223333',
          region: 'eu-west-1',
          operation: 'ec2:DescribeVolumes',
          reason: 'access-denied',
        },
      ],
      apiCalls: { 'ec2:DescribeVolumes': 2, 'sts:AssumeRole': 1 },
      durationMs: 1234,
    });
  });
});

describe('formatCsv', () => {
  it('has a header, a line per result and evidence as JSON', () => {
    expect(formatCsv(report({}))).toBe(
      'ruleId,accountId,region,resourceType,resourceId,resourceArn,status,severity,message,evidence\r\n' +
        'ebs-volume-encrypted,111122223333,eu-west-1,AWS::EC2::Volume,vol-1,arn:aws:ec2:eu-west-1:111122223333:volume/vol-1,fail,medium,The volume is not encrypted,"{""encrypted"":false}"\r\n',
    );
  });

  it.each(['=HYPERLINK("http://x")', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1'])(
    'lets no spreadsheet take %j for a formula',
    (resourceId) => {
      const [, line] = formatCsv(report({ resourceId })).split(/\r\n(?=ebs)/);
      expect(line).toMatch(/AWS::EC2::Volume,"?'/);
    },
  );

  it.each([
    ['x;=HYPERLINK("http://x")', 'x;\'=HYPERLINK("http://x")'],
    ['x; "=1+1', 'x; "\'=1+1'],
    ['x|@SUM(A1)', "x|'@SUM(A1)"],
    ['x\n-1', "x\n'-1"],
    ['x\t+1', "x\t'+1"],
    ['x;\uFF1D1', "x;'\uFF1D1"],
  ])('lets none take the end of %j for one where a semicolon ends a cell', (message, told) => {
    expect(parseCsv(formatCsv(report({ message })))?.[1]?.[8]).toBe(told);
  });

  it.each(['a; b-c, d=1 | e+f', 'tcp 22, -1; udp 53', 'mailto:a@b.example;x', '{"from":-1,"to":[0,-1]}'])(
    'leaves %j as it is',
    (message) => {
      expect(parseCsv(formatCsv(report({ message })))?.[1]?.[8]).toBe(message);
    },
  );

  it('quotes commas, quotes and line breaks', () => {
    expect(formatCsv(report({ message: 'a, "b"\nc' }))).toContain('"a, ""b""\nc"');
  });
});

describe('formatTable', () => {
  it('shows what fails and what is unknown, worst first, and sums up', () => {
    const table = formatTable(
      report(
        {},
        { status: 'pass', resourceId: 'fine' },
        { severity: 'critical', status: 'unknown', resourceId: 'dark' },
      ),
    );
    expect(table).toMatch(/dark[\s\S]*vol-1/);
    expect(table).not.toContain('fine');
    expect(table).toContain('1 failed (1 medium), 1 unknown, 1 passed; 3 AWS calls in 1.2 s.');
  });

  it('lists what could not be read, with the reason', () => {
    expect(formatTable({ ...report(), unread: [UNREAD] })).toContain(
      'ec2:DescribeVolumes  access-denied  AWS denied it.',
    );
  });

  it('lets no name steer the terminal', () => {
    const table = formatTable(report({ resourceId: 'a\u001b[2Jb\u0007' }));
    expect(table).not.toContain('\u001b');
    expect(table).not.toContain('\u0007');
  });

  it('shows a name as the pages do, whatever it holds, in one line', () => {
    const table = formatTable(
      report({ resourceId: 'invoice\u202Egnp.exe', message: 'pay\u200Bments\r\n\tand\u2028more' }),
    );
    expect(table).toMatch(/invoice\[U\+202E\]gnp\.exe {2}pay\[U\+200B\]ments and\[U\+2028\]more\n/);
  });

  it('shows what somebody else answered as the pages do', () => {
    const unread = [{ ...UNREAD, message: 'AWS says: \u202Edenied' }];
    expect(formatTable({ ...report(), unread })).toContain('AWS says: [U+202E]denied');
  });
});

describe('isComplete', () => {
  it('is false with anything unread or unknown', () => {
    expect(isComplete(report({}, { status: 'pass' }))).toBe(true);
    expect(isComplete(report({ status: 'unknown' }))).toBe(false);
    expect(isComplete({ ...report(), unread: [UNREAD] })).toBe(false);
  });
});

describe('closest', () => {
  const ids = ['s3-bucket-public-read', 's3-bucket-public-write', 'ec2-sg-open-ssh'];
  it.each([
    ['s3-bucket-pubic-read', 's3-bucket-public-read'],
    ['ec2-sg-open-shh', 'ec2-sg-open-ssh'],
    ['something-else-altogether', null],
  ])('%s -> %s', (word, expected) => {
    expect(closest(word, ids)).toBe(expected);
  });
});
