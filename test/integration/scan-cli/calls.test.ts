import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AwsSandbox } from '../../../sandbox/aws/server';
import { createResourceReaders } from '../../../src/aws/resource-readers';
import { testPermissions } from '../../../src/aws/test-permissions';
import { catalogue, permissionsOf } from '../../../src/rules';
import { RequestBudget } from '../../../src/scan/request-budget';
import { type ScanScopeInput, scanScope } from '../../../src/scan/scan-scope';
import { SHOP, shopSession, startAws } from './harness';

let aws: AwsSandbox;
beforeAll(async () => {
  // Pages as large as AWS's, so that a list is one call.
  aws = await startAws(1000);
});
afterAll(() => aws.close());

/** Scans the shop by these rules; without the calls of the session itself. */
async function scanShop(scope: string, ruleIds: string[], only: ScanScopeInput['only'] = {}) {
  const session = await shopSession(aws, scope);
  return scanScope({
    account: { id: SHOP.id, name: SHOP.name, tier: 'production' },
    scope,
    rules: catalogue
      .filter(({ id }) => ruleIds.includes(id))
      .map((rule) => ({ rule, severity: rule.severity, params: {} })),
    readers: createResourceReaders(session),
    now: Date.now(),
    remainingMs: () => 60_000,
    only,
  });
}

const ALL = catalogue.map(({ id }) => id);

describe('the calls that a scan makes', () => {
  it.each([
    ['us-east-1', [], {}],
    ['us-east-1', ['s3-bucket-public-read', 'iam-root-mfa'], {}],
    ['us-east-1', ['ebs-volume-encrypted', 'ebs-volume-unattached'], { 'ec2:DescribeVolumes': 1 }],
    [
      'us-east-1',
      ['ec2-sg-open-ssh', 'ec2-sg-open-rdp', 'ec2-sg-open-all-ports', 'ec2-sg-default-open'],
      { 'ec2:DescribeSecurityGroups': 1 },
    ],
    [
      'us-east-1',
      ['ec2-sg-unused'],
      { 'ec2:DescribeSecurityGroups': 1, 'ec2:DescribeNetworkInterfaces': 1, 'lambda:ListFunctions': 1 },
    ],
    ['us-east-1', ['ebs-snapshot-public'], { 'ec2:DescribeSnapshots': 1 }],
    [
      'us-east-1',
      ['ebs-default-encryption', 'ebs-snapshot-block-public'],
      { 'ec2:GetEbsEncryptionByDefault': 1, 'ec2:GetSnapshotBlockPublicAccessState': 1 },
    ],
    // Of three snapshots one is automated and one encrypted.
    [
      'us-east-1',
      ['rds-snapshot-public'],
      {
        'rds:DescribeDBSnapshots': 1,
        'rds:DescribeDBClusterSnapshots': 1,
        'rds:DescribeDBSnapshotAttributes': 1,
      },
    ],
    // Of two keys one is AWS's own.
    [
      'us-east-1',
      ['kms-key-rotation'],
      { 'kms:ListAliases': 1, 'kms:ListKeys': 1, 'kms:DescribeKey': 1, 'kms:GetKeyRotationStatus': 1 },
    ],
    // The account blocks everything, so that no bucket is asked.
    [
      'global',
      [
        's3-account-public-access-block',
        's3-bucket-public-access-block',
        's3-bucket-public-read',
        's3-bucket-public-write',
      ],
      { 's3:ListBuckets': 1, 's3control:GetPublicAccessBlock': 1 },
    ],
    ['global', ['s3-bucket-secure-transport'], { 's3:ListBuckets': 1, 's3:GetBucketPolicy': 13 }],
    ['global', ['iam-root-access-key'], { 'iam:GetAccountSummary': 1 }],
    ['global', ['iam-password-policy-length'], { 'iam:GetAccountPasswordPolicy': 1 }],
    ['global', ['iam-policy-full-admin'], { 'iam:GetAccountAuthorizationDetails': 1 }],
    [
      'global',
      ['cloudtrail-multi-region'],
      { 'cloudtrail:DescribeTrails': 1, 'cloudtrail:GetTrailStatus': 1, 'cloudtrail:GetEventSelectors': 1 },
    ],
  ])('in %s for %j are %j', async (scope, ruleIds, calls) => {
    const { apiCalls, unread } = await scanShop(scope, ruleIds);
    expect(unread).toEqual([]);
    expect(apiCalls).toEqual(calls);
  });

  it('share one credential report among the rules that read it', async () => {
    const { apiCalls } = await scanShop('global', [
      'iam-user-console-mfa',
      'iam-access-key-rotation',
      'iam-access-key-unused',
    ]);
    expect(apiCalls['iam:GetCredentialReport']).toBe(1);
  });

  it('are the same in number for one resource that is checked again', async () => {
    const all = await scanShop('us-east-1', ['ebs-volume-encrypted']);
    const arn = all.evaluations[3]?.resourceArn ?? '';
    const one = await scanShop('us-east-1', ['ebs-volume-encrypted'], { resourceArn: arn });
    expect(one.evaluations.map(({ resourceArn }) => resourceArn)).toEqual([arn]);
    expect(one.apiCalls).toEqual({ 'ec2:DescribeVolumes': 1 });
  });

  it.each(['us-east-1', 'global'])('are all read to the last of small pages in %s', async (scope) => {
    const large = await scanShop(scope, ALL);
    const smallPages = await startAws(2);
    try {
      const session = await shopSession(smallPages, scope);
      const small = await scanScope({
        account: { id: SHOP.id, name: SHOP.name, tier: 'production' },
        scope,
        rules: catalogue.map((rule) => ({ rule, severity: rule.severity, params: {} })),
        readers: createResourceReaders(session),
        now: Date.now(),
        remainingMs: () => 60_000,
      });
      const told = ({ evaluations }: typeof large) =>
        evaluations.map(({ ruleId, resourceArn, status }) => `${ruleId} ${resourceArn} ${status}`).sort();
      expect(told(small)).toEqual(told(large));
      expect(small.unread).toEqual([]);
    } finally {
      await smallPages.close();
    }
  });
});

describe('the test of a connection', () => {
  const permissions = permissionsOf(catalogue);

  it('has a row for every permission that rules need, and none that we cannot ask', async () => {
    const rows = await testPermissions(await shopSession(aws, 'us-east-1'), permissions);
    expect(rows.map(({ permission }) => permission)).toEqual(permissions);
    expect(rows.filter(({ status }) => status === 'failed')).toEqual([]);
    // The shop has no cluster snapshot, and nothing of many services; what it has is asked about.
    const skipped = rows.filter(({ status }) => status === 'skipped');
    expect(skipped.map(({ permission }) => permission)).toContain('rds:DescribeDBClusterSnapshotAttributes');
    expect(skipped.filter(({ detail }) => !/^There (is|are) no/.test(detail))).toEqual([]);
    expect(skipped.map(({ permission }) => permission)).not.toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^(s3:(List|GetBucket)|iam:Get|ec2:|kms:|lambda:|cloudtrail:)/),
      ]),
    );
  });

  it('takes nothing for denied that it had no request left for', async () => {
    const requests = new RequestBudget(5);
    const session = await shopSession(aws, 'us-east-1', undefined, requests);
    aws.resetCalls();
    const rows = await testPermissions(session, permissions);
    expect(Object.values(aws.calls()).reduce((sum, calls) => sum + calls, 0)).toBe(5);
    expect(rows.filter(({ status }) => status === 'failed')).toEqual([]);
    expect(rows.filter(({ status }) => status === 'ok').length).toBeLessThanOrEqual(5);
    // What an answered question shows not to be there is not asked about either.
    const untested = rows.filter(
      ({ status, detail }) => status === 'skipped' && !/^There (is|are) no/.test(detail),
    );
    expect(untested.length).toBeGreaterThan(permissions.length / 2);
    expect(untested.filter(({ detail }) => !detail.includes('no more requests at once'))).toEqual([]);
  });

  it('says what is denied, and what could not be tried because of it', async () => {
    const session = await shopSession(aws, 'us-east-1', 'arn:aws:iam::111122223333:role/NoBuckets');
    const rows = await testPermissions(session, [
      's3:ListAllMyBuckets',
      's3:GetBucketAcl',
      'kms:ListKeys',
      'kms:DescribeKey',
      'ec2:DescribeVpcs',
    ]);
    expect(rows.map(({ permission, status }) => `${permission} ${status}`)).toEqual([
      's3:ListAllMyBuckets failed',
      's3:GetBucketAcl skipped',
      'kms:ListKeys failed',
      'kms:DescribeKey skipped',
      'ec2:DescribeVpcs ok',
    ]);
    expect(rows[0]?.detail).toContain('s3:ListAllMyBuckets');
  });

  it('does not claim to have tested what it does not know', async () => {
    const rows = await testPermissions(await shopSession(aws, 'us-east-1'), [
      'sqs:ListDeadLetterSourceQueues',
    ]);
    expect(rows).toMatchObject([{ status: 'skipped' }]);
  });
});
