import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { AwsSandbox } from '../../../sandbox/aws/server';
import { catalogue } from '../../../src/rules';
import { HUB, LAB, reportOf, run, SHOP, scan, startAws } from './harness';

let aws: AwsSandbox;
beforeAll(async () => {
  aws = await startAws();
});
afterEach(() => aws.faults.clear());
afterAll(() => aws.close());

const json = (...args: string[]) => ['--format', 'json', ...args];

/** What the estate of these tests declares, and what every account and region has. */
const KINDS_OF_THE_SHOP = [
  's3-account',
  's3-bucket',
  'ebs-region',
  'ebs-volume',
  'ec2-instance',
  'ec2-security-group',
  'vpc',
  'iam-root-user',
  'iam-user',
  'iam-managed-policy',
  'rds-instance',
  'rds-snapshot',
  'lambda-function',
  'kms-key',
  'cloudtrail-account',
  'cloudtrail-trail',
  'cloudtrail-trail-bucket',
];

describe('npm run scan', () => {
  it('judges an account by every rule and exits with 0', async () => {
    aws.resetCalls();
    const done = await scan(aws.url, [SHOP], json());
    expect(done).toMatchObject({ code: 0, stderr: '' });
    const report = reportOf(done);
    expect(report.unread).toEqual([]);
    expect(report.apiCalls).toEqual(aws.calls());
    expect(report.results.filter(({ status }) => status === 'unknown')).toEqual([]);
    const judgedBy = ({ id }: { id: string }) =>
      report.results
        .filter(({ ruleId }) => ruleId === id)
        .map(({ resourceArn }) => resourceArn)
        .sort();
    // Of each kind that the account has, by every rule of that kind.
    const kinds = new Map(
      catalogue
        .filter((rule) => judgedBy(rule).length > 0)
        .map((rule) => [rule.resource.key, judgedBy(rule)]),
    );
    expect([...kinds.keys()]).toEqual(expect.arrayContaining(KINDS_OF_THE_SHOP));
    for (const rule of catalogue) {
      const resources = kinds.get(rule.resource.key) ?? [];
      expect({ rule: rule.id, resources: judgedBy(rule) }).toEqual({ rule: rule.id, resources });
    }

    const fails = (ruleId: string) =>
      report.results.filter((result) => result.ruleId === ruleId && result.status === 'fail');
    expect(fails('ebs-volume-encrypted')).toHaveLength(12);
    expect(fails('ec2-sg-unused')).toHaveLength(1);
    expect(fails('ec2-sg-open-ssh').map(({ region }) => region)).toEqual(['us-east-1']);
    expect(fails('iam-user-console-mfa').map(({ resourceId }) => resourceId)).toEqual(['visitor']);
    expect(fails('iam-policy-full-admin').map(({ resourceId }) => resourceId)).toEqual(['everything']);
    expect(fails('rds-instance-public').map(({ resourceId }) => resourceId)).toEqual(['orders']);
    expect(fails('rds-snapshot-public').map(({ resourceId }) => resourceId)).toEqual(['leaked']);
    expect(fails('kms-key-rotation')).toHaveLength(1);
    expect(fails('cloudtrail-multi-region')).toEqual([]);
    expect(fails('s3-bucket-secure-transport')).toMatchObject([
      { resourceId: 'shop-images', region: 'eu-west-1' },
    ]);
  });

  it('scans the enabled regions of several accounts', async () => {
    const accounts = [{ ...SHOP, regions: 'enabled' }, LAB];
    const done = await scan(aws.url, accounts, json('--rules', 'ebs-default-encryption'));
    expect(done.code).toBe(0);
    const { results } = reportOf(done);
    expect(results.map(({ accountId, region }) => `${accountId} ${region}`).sort()).toEqual([
      '111122223333 eu-west-1',
      '111122223333 us-east-1',
      '444455556666 us-east-1',
    ]);
  });

  it('shows a table to people', async () => {
    const done = await scan(aws.url, [SHOP], ['--rules', 'ec2-sg-open-ssh,kms-key-rotation']);
    expect(done.code).toBe(0);
    expect(done.stdout).toMatch(/^SEVERITY +STATUS +RULE/);
    expect(done.stdout).toMatch(/high +fail +ec2-sg-open-ssh/);
    expect(done.stdout).toContain('2 failed (1 high, 1 medium), 0 unknown');
  });

  it('writes CSV for spreadsheets', async () => {
    // A header, 12 volumes and the root volumes of 3 instances.
    const done = await scan(aws.url, [SHOP], ['--rules', 'ebs-volume-encrypted', '--format', 'csv']);
    expect(done.stdout.trim().split('\r\n')).toHaveLength(16);
  });

  describe('exits with 3', () => {
    it('when an operation is denied: unknown, once per rule, and never a pass', async () => {
      const account = { ...SHOP, roleArn: 'arn:aws:iam::111122223333:role/NoVolumes' };
      const done = await scan(
        aws.url,
        [account],
        json('--rules', 'ebs-volume-encrypted,ebs-volume-unattached,vpc-flow-logs'),
      );
      expect(done.code).toBe(3);
      const report = reportOf(done);
      expect(report.unread).toEqual([
        {
          accountId: SHOP.id,
          region: 'us-east-1',
          operation: 'ec2:DescribeVolumes',
          reason: 'access-denied',
        },
      ]);
      expect(
        report.results.map(({ ruleId, status, resourceId }) => `${ruleId} ${status} ${resourceId}`),
      ).toEqual([
        'ebs-volume-encrypted unknown *',
        'ebs-volume-unattached unknown *',
        expect.stringMatching(/^vpc-flow-logs pass vpc-/),
      ]);
    });

    it('when a region is not enabled', async () => {
      const accounts = [{ ...SHOP, regions: ['us-east-1', 'ap-south-1'] }];
      const done = await scan(aws.url, accounts, json('--rules', 'ebs-default-encryption'));
      expect(done.code).toBe(3);
      const report = reportOf(done);
      expect(report.unread).toMatchObject([{ region: 'ap-south-1', reason: 'region-not-enabled' }]);
      expect(report.results.map(({ region, status }) => `${region} ${status}`)).toEqual([
        'us-east-1 pass',
        'ap-south-1 unknown',
      ]);
    });

    it('when a region does not exist', async () => {
      const accounts = [{ ...SHOP, regions: ['us-east-1', 'xx-nowhere-9'] }];
      const done = await scan(aws.url, accounts, json('--rules', 'ebs-volume-encrypted'));
      expect(done.code).toBe(3);
      expect(reportOf(done).unread.map(({ region }) => region)).toEqual(['xx-nowhere-9']);
    });

    it('when one account cannot be entered and another can', async () => {
      const accounts = [SHOP, { ...LAB, roleArn: 'arn:aws:iam::444455556666:role/Missing' }];
      const done = await scan(aws.url, accounts, json('--rules', 'ebs-default-encryption,iam-root-mfa'));
      expect(done.code).toBe(3);
      const report = reportOf(done);
      expect(report.unread).toEqual([
        { accountId: LAB.id, region: 'global', operation: 'sts:AssumeRole', reason: 'access-denied' },
      ]);
      const ofLab = report.results.filter(({ accountId }) => accountId === LAB.id);
      expect(ofLab.map(({ ruleId, region, status }) => `${ruleId} ${region} ${status}`).sort()).toEqual([
        'ebs-default-encryption us-east-1 unknown',
        'iam-root-mfa global unknown',
      ]);
    });

    it('when the enabled regions cannot be listed: the global part is still read', async () => {
      aws.faults.add({ operation: 'ec2:DescribeRegions', fault: { kind: 'deny' } });
      const accounts = [{ ...SHOP, regions: 'enabled' }];
      const done = await scan(
        aws.url,
        accounts,
        json('--rules', 'ebs-default-encryption,iam-root-access-key'),
      );
      expect(done.code).toBe(3);
      expect(
        reportOf(done).results.map(({ ruleId, region, status }) => `${ruleId} ${region} ${status}`),
      ).toEqual(['iam-root-access-key global pass', 'ebs-default-encryption * unknown']);
    });

    it('when an answer is not one of AWS', async () => {
      aws.faults.add({ operation: 'kms:ListKeys', fault: { kind: 'malformed' } });
      const done = await scan(aws.url, [SHOP], json('--rules', 'kms-key-rotation'));
      expect(done.code).toBe(3);
      expect(reportOf(done).unread).toMatchObject([{ operation: 'kms:ListKeys', reason: 'error' }]);
    });
  });

  it('gets over throttling and counts every attempt', async () => {
    aws.faults.add({ operation: 'ec2:DescribeVpcs', fault: { kind: 'throttle', first: 2 } });
    const done = await scan(aws.url, [SHOP], json('--rules', 'vpc-flow-logs'));
    expect(done.code).toBe(0);
    expect(reportOf(done).apiCalls['ec2:DescribeVpcs']).toBe(3);
  });

  describe('exits with 1, one line and nothing on stdout', () => {
    const oneLine = (line: string) => ({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(new RegExp(`^scan: .*${line}.*\n$`)),
    });

    it.each([
      ['no accounts file is named', [], '--accounts: name the file'],
      [
        'the accounts file is not there',
        ['--accounts', '/nonexistent.json'],
        '--accounts: /nonexistent.json cannot be read',
      ],
      ['an option does not exist', ['--acounts', 'x'], '--acounts'],
    ])('when %s', async (_, args, line) => {
      expect(await run(args)).toEqual(oneLine(line));
    });

    it('when a rule does not exist, with the one that was meant', async () => {
      const done = await scan(aws.url, [SHOP], ['--rules', 's3-bucket-pubic-read']);
      expect(done).toEqual(oneLine('"s3-bucket-pubic-read"; do you mean "s3-bucket-public-read"'));
    });

    it('when a field of an account is wrong', async () => {
      const done = await scan(aws.url, [SHOP, { ...LAB, roleArn: 'lab' }]);
      expect(done).toEqual(oneLine('accounts.json: \\[1\\].roleArn: must be the ARN'));
    });

    it('when the external id is another one', async () => {
      const done = await scan(aws.url, [{ ...SHOP, externalId: 'not-that-one' }], json());
      expect(done).toEqual(oneLine('accounts.json: \\[0\\].roleArn: .*external id'));
      expect(done.stderr).not.toContain('not-that-one');
    });

    it('when the base credentials are wrong', async () => {
      const done = await scan(aws.url, [SHOP, LAB], [], { AWS_SECRET_ACCESS_KEY: 'a-secret-that-is-wrong' });
      expect(done).toEqual(oneLine('AWS credentials .AWS_PROFILE, AWS_ACCESS_KEY_ID'));
      expect(done.stderr).not.toContain('a-secret-that-is-wrong');
    });

    it('when there are no base credentials', async () => {
      const nothing = { AWS_ACCESS_KEY_ID: undefined, AWS_SECRET_ACCESS_KEY: undefined };
      expect(await scan(aws.url, [SHOP], [], nothing)).toEqual(oneLine('AWS credentials: none were found'));
    });
  });

  it('never prints what was sent, though AWS repeats it', async () => {
    for (const operation of ['sts:AssumeRole', 'ec2:*']) {
      const repair = aws.faults.add({ operation, fault: { kind: 'echo' } });
      const done = await scan(aws.url, [SHOP], json());
      repair();
      const printed = done.stdout + done.stderr;
      expect(printed).toContain('The string to sign should have been');
      expect(printed).not.toContain(SHOP.externalId);
      expect(printed).not.toMatch(/sandbox-[0-9a-f]{64}|ASIA[0-9A-F]{16}/);
    }
  });

  it('never prints a secret', async () => {
    const done = await scan(aws.url, [SHOP], json());
    for (const secret of [HUB.secretAccessKey, SHOP.externalId]) {
      expect(done.stdout + done.stderr).not.toContain(secret);
    }
  });
});
