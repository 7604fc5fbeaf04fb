import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { benchAccount, REGION } from '../bench/api-calls/estate';
import { measure, type ScopeMeasure } from '../bench/api-calls/measure';
import { callsOf } from '../bench/api-calls/performance-doc';
import { type Report, reportOf, table } from '../bench/api-calls/report';
import { DEFAULT_SIZES, type Sizes } from '../bench/api-calls/sizes';

const sized = (sizes: Partial<Sizes>) => benchAccount({ ...DEFAULT_SIZES, ...sizes });

/** Small, but larger than one page of the lists whose pages are short. */
const ACCOUNT = sized({
  buckets: 12,
  snapshots: 15,
  users: 6,
  roles: 7,
  'security-groups': 9,
  functions: 60,
  keys: 8,
  instances: 5,
  volumes: 5,
  databases: 4,
  'database-snapshots': 8,
  others: 7,
});

const overOf = ({ rows }: Report) =>
  rows
    .filter(({ over }) => over)
    .map(({ scope, operation, calls, budget }) => `${scope} ${operation}: ${calls} of ${budget}`);

describe('one scan with all rules on', () => {
  it('calls no operation more often than its cheap form, and reads everything', async () => {
    const report = reportOf(ACCOUNT, await measure(ACCOUNT));
    expect(report.scopes.flatMap(({ unread }) => unread)).toEqual([]);
    expect(overOf(report)).toEqual([]);
    // Nothing that is known already is asked again.
    expect(report.scopes.flatMap(({ repeated }) => repeated)).toEqual([]);
    expect(report.ok).toBe(true);
  }, 60_000);
});

describe('docs/performance/api-calls.md', () => {
  it('states what a scan of the account of the benchmark costs', async () => {
    const account = sized({});
    const report = reportOf(account, await measure(account));
    expect(report.ok).toBe(true);
    const document = readFileSync(join(import.meta.dirname, '../../docs/performance/api-calls.md'), 'utf8');
    const command = 'npm run --silent bench:api-calls -- --markdown > docs/performance/api-calls.md';
    expect(document.includes(command), `${command} is in the document`).toBe(true);
    const missing = [...callsOf(report).split('\n'), ...table(report.rows).split('\n')].filter(
      (line) => !document.includes(line),
    );
    expect(missing, `Write it again: ${command}`).toEqual([]);
  }, 60_000);
});

describe('a scan in parts', () => {
  it('judges as much as one in a single invocation, however few requests each may send', async () => {
    const whole = await measure(ACCOUNT);
    const parts = await measure(ACCOUNT, 30);
    for (const [index, { scope, evaluations }] of whole.entries()) {
      expect(parts[index]).toMatchObject({ scope, evaluations, unread: [] });
      expect(parts[index]?.invocations).toBeGreaterThan(1);
    }
  }, 60_000);
});

describe('the budget', () => {
  const measured = (calls: Record<string, number>): ScopeMeasure[] => [
    {
      scope: REGION,
      invocations: 1,
      calls,
      evaluations: 0,
      unread: [],
      repeated: [],
      bytes: 0,
      milliseconds: 0,
    },
  ];

  it('is exceeded by one call too many, and by an operation that it does not know', () => {
    expect(overOf(reportOf(ACCOUNT, measured({ 'kms:DescribeKey': 8, 'lambda:ListFunctions': 2 })))).toEqual(
      [],
    );
    const report = reportOf(
      ACCOUNT,
      measured({ 'kms:DescribeKey': 9, 'lambda:ListFunctions': 3, 'ec2:DescribeTags': 1 }),
    );
    expect(overOf(report)).toEqual([
      `${REGION} kms:DescribeKey: 9 of 8`,
      `${REGION} lambda:ListFunctions: 3 of 2`,
      `${REGION} ec2:DescribeTags: 1 of null`,
    ]);
    expect(report.ok).toBe(false);
  });

  it('is not kept by an account of which something was not read', () => {
    const unread = {
      accountId: '1',
      region: REGION,
      operation: 'a:B',
      reason: 'error' as const,
      message: 'No.',
    };
    const [scope] = measured({});
    expect(reportOf(ACCOUNT, scope === undefined ? [] : [{ ...scope, unread: [unread] }]).ok).toBe(false);
  });

  it('is not kept where a request was sent twice', () => {
    const [scope] = measured({ 'kms:ListKeys': 1 });
    const repeated = ['POST / TrentService.ListKeys {}'];
    expect(reportOf(ACCOUNT, scope === undefined ? [] : [{ ...scope, repeated }]).ok).toBe(false);
  });
});
