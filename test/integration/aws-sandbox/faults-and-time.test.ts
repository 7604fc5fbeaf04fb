import { DescribeVolumesCommand, EC2Client, paginateDescribeVolumes } from '@aws-sdk/client-ec2';
import { GetAccountSummaryCommand, IAMClient } from '@aws-sdk/client-iam';
import { KMSClient, ListKeysCommand } from '@aws-sdk/client-kms';
import { GetBucketPolicyStatusCommand, ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ALPHA, BETA, type Bench, type ClientConfig, startBench } from './harness';

let bench: Bench;
let config: ClientConfig;
beforeEach(async () => {
  bench = await startBench();
  config = await bench.as('CloudFindingsReadOnly');
  bench.sandbox.resetCalls();
});
afterEach(() => bench.sandbox.close());

const volumes = (overrides = {}) =>
  new EC2Client({ ...config, ...overrides }).send(new DescribeVolumesCommand({}));

describe('faults', () => {
  it('throttles the first calls, and the SDK gets through by trying again', async () => {
    bench.sandbox.faults.add({ operation: 'ec2:DescribeVolumes', fault: { kind: 'throttle', first: 2 } });
    const { Volumes, $metadata } = await volumes({ maxAttempts: 4 });
    expect(Volumes).toHaveLength(5);
    expect($metadata.attempts).toBe(3);
    expect(bench.sandbox.calls()).toEqual({ 'ec2:DescribeVolumes': 3 });
    expect(bench.sandbox.callsByRegion()).toEqual({ 'us-east-1': { 'ec2:DescribeVolumes': 3 } });
  });

  it('throttles with the name that each service has for it', async () => {
    bench.sandbox.faults.add({ fault: { kind: 'throttle' } });
    await expect(volumes()).rejects.toMatchObject({ name: 'RequestLimitExceeded' });
    await expect(new IAMClient(config).send(new GetAccountSummaryCommand({}))).rejects.toMatchObject({
      name: 'Throttling',
    });
    await expect(new S3Client(config).send(new ListBucketsCommand({}))).rejects.toMatchObject({
      name: 'SlowDown',
    });
    await expect(new KMSClient(config).send(new ListKeysCommand({}))).rejects.toMatchObject({
      name: 'ThrottlingException',
    });
  });

  it('throttles a share of the calls, the same ones for the same seed', async () => {
    const pattern = async () => {
      const remove = bench.sandbox.faults.add({ fault: { kind: 'throttle', share: 0.5, seed: 7 } });
      const outcomes = [];
      for (let call = 0; call < 12; call += 1)
        outcomes.push(
          await volumes().then(
            () => 'ok',
            () => 'throttled',
          ),
        );
      remove();
      return outcomes;
    };
    const first = await pattern();
    expect(new Set(first)).toEqual(new Set(['ok', 'throttled']));
    expect(await pattern()).toEqual(first);
  });

  it('strikes only the account, region and operation it is planted for', async () => {
    bench.sandbox.faults.add({ accountId: BETA, fault: { kind: 'deny' } });
    bench.sandbox.faults.add({ region: 'eu-west-1', fault: { kind: 'deny' } });
    bench.sandbox.faults.add({ operation: 'kms:*', fault: { kind: 'deny' } });
    await expect(volumes()).resolves.toBeDefined();
    await expect(volumes({ region: 'eu-west-1' })).rejects.toMatchObject({ name: 'UnauthorizedOperation' });
    await expect(new KMSClient(config).send(new ListKeysCommand({}))).rejects.toMatchObject({
      name: 'AccessDeniedException',
    });
    bench.sandbox.faults.clear();
    await expect(volumes({ region: 'eu-west-1' })).resolves.toBeDefined();
  });

  it('denies by service control policy, under the IAM name of the action too', async () => {
    bench.sandbox.faults.add({ operation: 's3:ListAllMyBuckets', fault: { kind: 'deny', by: 'scp' } });
    await expect(new S3Client(config).send(new ListBucketsCommand({}))).rejects.toMatchObject({
      name: 'AccessDenied',
      message: `User: arn:aws:sts::${ALPHA}:assumed-role/CloudFindingsReadOnly/test is not authorized to perform: s3:ListAllMyBuckets with an explicit deny in a service control policy`,
    });
  });

  it('answers 5xx once, is slow, writes nonsense and hangs up', async () => {
    const { faults } = bench.sandbox;
    faults.add({ fault: { kind: 'error', status: 503, first: 1 } });
    expect((await volumes({ maxAttempts: 2 })).$metadata.attempts).toBe(2);
    faults.clear();
    faults.add({ fault: { kind: 'latency', ms: 80 } });
    const before = performance.now();
    await volumes();
    expect(performance.now() - before).toBeGreaterThanOrEqual(75);
    faults.clear();
    faults.add({ fault: { kind: 'malformed' } });
    await expect(volumes()).rejects.toThrow();
    faults.clear();
    faults.add({ fault: { kind: 'reset' } });
    await expect(volumes()).rejects.toMatchObject({ code: 'ECONNRESET' });
  });
});

describe('time', () => {
  it('changes the estate when a step is due, and leaves it alone before', async () => {
    const isPublic = async () => {
      const s3 = new S3Client({ ...(await bench.as('CloudFindingsReadOnly')), forcePathStyle: true });
      const { PolicyStatus } = await s3.send(new GetBucketPolicyStatusCommand({ Bucket: 'alpha-plain' }));
      return PolicyStatus?.IsPublic;
    };
    const countVolumes = async () => {
      const client = new EC2Client(await bench.as('CloudFindingsReadOnly'));
      let count = 0;
      for await (const page of paginateDescribeVolumes({ client }, {})) count += page.Volumes?.length ?? 0;
      return count;
    };
    bench.setHours(0.99);
    await expect(isPublic()).rejects.toMatchObject({ name: 'NoSuchBucketPolicy' });
    bench.setHours(1);
    expect(await isPublic()).toBe(true);
    expect(await countVolumes()).toBe(17);
    bench.setHours(2.5);
    expect(await isPublic()).toBe(false);
    expect(await countVolumes()).toBe(16);
    bench.setHours(3);
    await expect(countVolumes()).rejects.toMatchObject({ name: 'UnauthorizedOperation' });
  });
});
