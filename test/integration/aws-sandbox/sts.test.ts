import { DescribeVolumesCommand, EC2Client } from '@aws-sdk/client-ec2';
import { GetAccountSummaryCommand, IAMClient } from '@aws-sdk/client-iam';
import { KMSClient, ListKeysCommand } from '@aws-sdk/client-kms';
import { LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ALPHA, BETA, type Bench, HUB, startBench } from './harness';

let bench: Bench;
let hub: STSClient;
beforeEach(async () => {
  bench = await startBench();
  hub = new STSClient({
    endpoint: bench.sandbox.url,
    region: 'us-east-1',
    maxAttempts: 1,
    credentials: HUB,
  });
});
afterEach(() => bench.sandbox.close());

function assume(role: string, rest: { ExternalId?: string; DurationSeconds?: number } = {}, account = ALPHA) {
  return hub.send(
    new AssumeRoleCommand({
      RoleArn: `arn:aws:iam::${account}:role/${role}`,
      RoleSessionName: 'scan-1',
      ...rest,
    }),
  );
}

describe('sts', () => {
  it('says who the hub is', async () => {
    expect(await hub.send(new GetCallerIdentityCommand({}))).toMatchObject({
      Account: '999900001111',
      Arn: 'arn:aws:iam::999900001111:user/cloud-findings',
    });
  });

  it('gives out credentials that act in the account of the role, until they expire', async () => {
    const { Credentials, AssumedRoleUser } = await assume('CloudFindingsReadOnly', {
      ExternalId: 'learn-me-1234',
    });
    expect(AssumedRoleUser?.Arn).toBe(`arn:aws:sts::${ALPHA}:assumed-role/CloudFindingsReadOnly/scan-1`);
    expect(Credentials?.AccessKeyId).toMatch(/^ASIA[0-9A-F]{16}$/);
    expect(Credentials?.Expiration).toEqual(new Date(Date.UTC(2026, 0, 15, 13)));
    const config = await bench.as('CloudFindingsReadOnly');
    const session = new STSClient(config);
    expect(await session.send(new GetCallerIdentityCommand({}))).toMatchObject({ Account: ALPHA });

    bench.setHours(1);
    await expect(session.send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({
      name: 'ExpiredToken',
    });
    await expect(new EC2Client(config).send(new DescribeVolumesCommand({}))).rejects.toMatchObject({
      name: 'RequestExpired',
    });
    await expect(new S3Client(config).send(new ListBucketsCommand({}))).rejects.toMatchObject({
      name: 'ExpiredToken',
    });
    await expect(new KMSClient(config).send(new ListKeysCommand({}))).rejects.toMatchObject({
      name: 'ExpiredTokenException',
    });
    await expect(new LambdaClient(config).send(new ListFunctionsCommand({}))).rejects.toMatchObject({
      name: 'ExpiredTokenException',
    });
  });

  it.each([
    ['a wrong ExternalId', 'CloudFindingsReadOnly', { ExternalId: 'not-the-one' }, ALPHA],
    ['no ExternalId', 'CloudFindingsReadOnly', {}, ALPHA],
    ['a role that is not there', 'Nobody', { ExternalId: 'learn-me-1234' }, ALPHA],
    [
      'an account that is not there',
      'CloudFindingsReadOnly',
      { ExternalId: 'learn-me-1234' },
      '000000000000',
    ],
    ['a role that trusts someone else', 'ForOthers', {}, ALPHA],
  ])('refuses %s with AccessDenied, and does not say which it was', async (_why, role, rest, account) => {
    await expect(assume(role, rest, account)).rejects.toMatchObject({
      name: 'AccessDenied',
      message: `User: arn:aws:iam::999900001111:user/cloud-findings is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::${account}:role/${role}`,
    });
  });

  it('keeps the first ExternalId that a learning role is shown', async () => {
    await expect(assume('Learner')).rejects.toMatchObject({ name: 'AccessDenied' });
    await assume('Learner', { ExternalId: 'installation-a' });
    await assume('Learner', { ExternalId: 'installation-a' });
    await expect(assume('Learner', { ExternalId: 'installation-b' })).rejects.toMatchObject({
      name: 'AccessDenied',
    });
    await assume('CloudFindingsReadOnly', { ExternalId: 'installation-b' }, BETA);
  });

  it('refuses sessions that are too long or too short, and an ARN that is none', async () => {
    const ok = { ExternalId: 'learn-me-1234' };
    for (const DurationSeconds of [60, 7200])
      await expect(assume('CloudFindingsReadOnly', { ...ok, DurationSeconds })).rejects.toMatchObject({
        name: 'ValidationError',
      });
    await expect(
      hub.send(new AssumeRoleCommand({ RoleArn: 'arn:aws:iam::1:role', RoleSessionName: 'scan' })),
    ).rejects.toMatchObject({ name: 'ValidationError', message: 'arn:aws:iam::1:role is invalid' });
  });

  it('tells an unknown key from a wrong secret', async () => {
    const config = { endpoint: bench.sandbox.url, region: 'us-east-1', maxAttempts: 1 };
    const unknown = { ...config, credentials: { ...HUB, accessKeyId: 'AKIANOBODYNOBODY0000' } };
    const wrong = { ...config, credentials: { ...HUB, secretAccessKey: 'not-the-secret-of-the-hub' } };
    const ask = (client: STSClient) => client.send(new GetCallerIdentityCommand({}));
    await expect(ask(new STSClient(unknown))).rejects.toMatchObject({ name: 'InvalidClientTokenId' });
    await expect(ask(new STSClient(wrong))).rejects.toMatchObject({ name: 'SignatureDoesNotMatch' });
    await expect(new EC2Client(wrong).send(new DescribeVolumesCommand({}))).rejects.toMatchObject({
      name: 'AuthFailure',
    });
    await expect(new S3Client(unknown).send(new ListBucketsCommand({}))).rejects.toMatchObject({
      name: 'InvalidAccessKeyId',
    });
    await expect(new KMSClient(wrong).send(new ListKeysCommand({}))).rejects.toMatchObject({
      name: 'InvalidSignatureException',
    });
  });

  it('lets the hub itself read nothing', async () => {
    const iam = new IAMClient({ endpoint: bench.sandbox.url, region: 'us-east-1', credentials: HUB });
    await expect(iam.send(new GetAccountSummaryCommand({}))).rejects.toMatchObject({
      name: 'AccessDenied',
      message: expect.stringContaining('no identity-based policy allows the iam:GetAccountSummary action'),
    });
  });
});
