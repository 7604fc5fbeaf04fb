import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { FAILING, HUB, NOTHING_DONE, PAYMENTS, type Pipeline, startPipeline, WEB } from './support/pipeline';

vi.setConfig({ testTimeout: 120_000 });

/** One for all tests of a group, each of which leaves behind what it found. */
let pipeline: Pipeline;
afterEach(() => pipeline.aws?.faults.clear());
afterAll(() => pipeline.stop());

async function startAnew() {
  await pipeline?.stop();
  pipeline = await startPipeline();
}

const unread = async () =>
  (await pipeline.pages.global('listUnread', {})).rows.map(
    ({ accountName, region, operation, reason }) => `${accountName} ${region} ${operation} ${reason}`,
  );

describe('an hour', () => {
  beforeAll(startAnew);

  it('files what fails; the next one with nothing new changes nothing and leaves Jira alone', async () => {
    const first = await pipeline.runHour();
    expect(await pipeline.names('open')).toEqual(FAILING);
    expect(first).toMatchObject({
      trigger: 'schedule',
      workItems: { total: 6, done: 6, failed: 0 },
      issues: { ...NOTHING_DONE, created: 8 },
      problems: [],
    });
    expect(first.finishedAt).toBeGreaterThanOrEqual(first.scannedAt ?? Number.POSITIVE_INFINITY);
    const before = await pipeline.findings();
    expect(before.map(({ issueKey, projectKey }) => issueKey?.split('-')[0] === projectKey)).not.toContain(
      false,
    );

    pipeline.jira.resetCalls();
    const second = await pipeline.nextHour();
    expect(second.runId).not.toBe(first.runId);
    expect(second).toMatchObject({ workItems: { total: 6, done: 6 }, issues: NOTHING_DONE });
    expect(await pipeline.findings()).toEqual(before);
    expect(Object.keys(pipeline.jira.calls('app').byRoute)).toEqual(['POST /rest/api/3/permissions/check']);
  });

  it('reads an account only where its rules and regions say', async () => {
    const account = await pipeline.account(WEB);
    await pipeline.pages.admin('saveAccount', { account: { ...account, regions: ['us-east-1'] } });
    await pipeline.pages.admin('saveAccount', {
      account: { ...(await pipeline.account(PAYMENTS)), enabled: false },
    });
    pipeline.aws?.resetCalls();
    const run = await pipeline.nextHour();
    expect(run.workItems).toMatchObject({ total: 2, done: 2 });
    expect(pipeline.aws?.calls()['s3control:GetPublicAccessBlock']).toBe(1);
    expect(pipeline.aws?.calls()['ec2:DescribeRegions']).toBeUndefined();
  });
});

describe('what cannot be read', () => {
  beforeAll(async () => {
    await startAnew();
    await pipeline.runHour();
  });

  it('is unknown, says why, closes no issue, and goes on as it was when it can be read again', async () => {
    const before = await pipeline.findings({ search: 'ledger' });
    const repair = pipeline.aws?.faults.add({
      accountId: PAYMENTS,
      region: 'us-east-1',
      operation: 'ec2:DescribeVolumes',
      fault: { kind: 'deny' },
    });

    const denied = await pipeline.nextHour();
    expect(denied).toMatchObject({ workItems: { done: 6 }, issues: { closed: 0, created: 0, reopened: 0 } });
    expect((await pipeline.names('unknown')).filter((name) => name.startsWith('ledger'))).toHaveLength(3);
    expect(await unread()).toEqual(['prod-payments us-east-1 ec2:DescribeVolumes access-denied']);
    const [ledger] = await pipeline.findings({ search: 'ledger-1' });
    expect(ledger?.message).toContain('ec2:DescribeVolumes');
    const summary = await pipeline.pages.global('getSummary', {});
    expect(summary.notices.map(({ title }) => title)).toEqual([
      '1 AWS operation could not be read in 1 account',
    ]);

    repair?.();
    await pipeline.nextHour();
    expect(await unread()).toEqual([]);
    expect(await pipeline.names('unknown')).toEqual([]);
    const dates = (rows: typeof before) =>
      rows.map(({ id, firstSeenAt, dueAt }) => ({ id, firstSeenAt, dueAt }));
    expect(dates(await pipeline.findings({ search: 'ledger' }))).toEqual(dates(before));
  });

  it('of an account whose role is refused is all of it, and the other accounts go on', async () => {
    const account = await pipeline.account(PAYMENTS);
    const roleArn = `arn:aws:iam::${PAYMENTS}:role/Misspelt`;
    await pipeline.pages.admin('saveAccount', { account: { ...account, roleArn } });

    const run = await pipeline.nextHour();
    // One of them is the question which regions there are.
    expect(run).toMatchObject({ workItems: { total: 7, done: 3, failed: 4 } });
    expect(run.issues).toEqual({ ...NOTHING_DONE, updated: 6 });
    expect(await pipeline.names('open')).toEqual(FAILING.filter((name) => name.startsWith('cms')));
    expect(await pipeline.names('unknown')).toEqual(FAILING.filter((name) => !name.startsWith('cms')));
    expect((await unread()).sort()).toEqual([
      'prod-payments eu-west-1 sts:AssumeRole access-denied',
      'prod-payments global sts:AssumeRole access-denied',
      'prod-payments us-east-1 sts:AssumeRole access-denied',
    ]);
    const rows = (await pipeline.pages.global('listUnread', {})).rows;
    expect(rows.every(({ message }) => message.includes(roleArn))).toBe(true);

    await pipeline.pages.admin('saveAccount', { account });
    await pipeline.nextHour();
    expect(await pipeline.names('open')).toEqual(FAILING);
    expect(await unread()).toEqual([]);
  });

  it('leaves the regions that were scanned before to be scanned when their list is denied', async () => {
    const repair = pipeline.aws?.faults.add({ operation: 'ec2:DescribeRegions', fault: { kind: 'deny' } });
    const run = await pipeline.nextHour();
    expect(run.workItems).toMatchObject({ total: 8, done: 6, failed: 2 });
    expect(await pipeline.names('open')).toEqual(FAILING);
    expect((await unread()).sort()).toEqual([
      'prod-payments every region ec2:DescribeRegions access-denied',
      'prod-web every region ec2:DescribeRegions access-denied',
    ]);
    repair?.();
    await pipeline.nextHour();
    expect(await unread()).toEqual([]);
  });
});

describe('what was never read', () => {
  beforeAll(startAnew);

  it('is everything before there are credentials, and the summary does not call that a scan', async () => {
    await pipeline.pages.admin('removeHubCredentials', {});
    const run = await pipeline.runHour();
    expect(run).toMatchObject({ workItems: { done: 0, failed: 4 } });
    expect(run.scannedAt).not.toBeNull();
    const summary = await pipeline.pages.global('getSummary', {});
    expect(summary.lastScanAt).toBeNull();
    expect(summary.notices.map(({ title }) => title)[0]).toBe('No scan has ended yet');
    expect((await pipeline.pages.global('listUnread', {})).rows[0]).toMatchObject({
      operation: 'sts:AssumeRole',
      reason: 'credentials',
    });
  });

  it('of an account that was never read says so too', async () => {
    const account = await pipeline.account(PAYMENTS);
    const roleArn = `arn:aws:iam::${PAYMENTS}:role/Misspelt`;
    await pipeline.pages.admin('saveAccount', { account: { ...account, roleArn } });
    await pipeline.pages.admin('saveHubCredentials', HUB);
    await pipeline.nextHour();
    expect((await unread()).sort()).toEqual([
      'prod-payments every region sts:AssumeRole access-denied',
      'prod-payments global sts:AssumeRole access-denied',
    ]);
  });
});
