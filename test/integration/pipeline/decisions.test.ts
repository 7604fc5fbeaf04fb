import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { DEFAULT_SLA } from '../../../src/domain/sla';
import { changePolicy } from './support/change-policy';
import { FAILING, HOUR, NOTHING_DONE, PAYMENTS, type Pipeline, startPipeline, WEB } from './support/pipeline';

vi.setConfig({ testTimeout: 120_000 });

/** One for all: each test leaves behind what it found, except the last. */
let pipeline: Pipeline;
beforeAll(async () => {
  pipeline = await startPipeline();
  await pipeline.runHour();
});
afterAll(() => pipeline.stop());

describe('what an admin decides', () => {
  it('switching a rule off closes its issues, on again reopens them', async () => {
    const rule = { ruleId: 'ebs-volume-encrypted', severity: null, parameters: {} };
    await pipeline.pages.admin('saveRule', { ...rule, enabled: false });
    expect(await pipeline.names('resolved')).toHaveLength(4);
    expect((await pipeline.nextHour()).issues).toEqual({ ...NOTHING_DONE, closed: 4 });

    await pipeline.pages.admin('saveRule', { ...rule, enabled: true });
    expect((await pipeline.nextHour()).issues).toEqual({ ...NOTHING_DONE, reopened: 4 });
    expect(await pipeline.names('open')).toEqual(FAILING);
  });

  it('a region that is no longer scanned is no longer shown as seen, and closes nothing', async () => {
    const account = await pipeline.account(PAYMENTS);
    await pipeline.pages.admin('saveAccount', { account: { ...account, regions: ['eu-west-1'] } });
    expect((await pipeline.nextHour()).issues).toMatchObject({ closed: 0 });
    const [bastion] = await pipeline.findings({ search: 'bastion' });
    expect(bastion).toMatchObject({ state: 'unknown' });
    expect(bastion?.message).toContain('no longer among the regions');
    expect((await pipeline.nextHour()).issues).toEqual(NOTHING_DONE);

    await pipeline.pages.admin('saveAccount', { account });
    await pipeline.nextHour();
    expect(await pipeline.names('open')).toEqual(FAILING);
  });

  it('another owner gets the findings on their page, other days move the due dates', async () => {
    const account = await pipeline.account(WEB);
    await pipeline.pages.admin('saveAccount', { account: { ...account, ownerProjectKey: 'SEC' } });
    const owners = async () => (await pipeline.findings({ accountIds: [WEB] })).map((row) => row.projectKey);
    expect(await owners()).toEqual(['SEC', 'SEC']);

    const [before] = await pipeline.findings({ search: 'bastion' });
    const { tier } = account;
    const oneDayMore = { ...DEFAULT_SLA, [tier]: { ...DEFAULT_SLA[tier], high: DEFAULT_SLA[tier].high + 1 } };
    const policy = await changePolicy(pipeline.pages, () => ({ sla: oneDayMore }));
    const [after] = await pipeline.findings({ search: 'bastion' });
    expect((after?.dueAt ?? 0) - (before?.dueAt ?? 0)).toBe(24 * HOUR);

    await changePolicy(pipeline.pages, () => policy);
    await pipeline.pages.admin('saveAccount', { account });
    expect(await owners()).toEqual(['WEB', 'WEB']);
  });
});

describe('a scan that an admin starts', () => {
  it('reads the accounts that were named, at once', async () => {
    pipeline.aws?.resetCalls();
    const { runId } = await pipeline.pages.admin('startScan', { accountIds: [WEB] });
    await pipeline.host.drainQueues({ skipDelays: true });
    const { run } = await pipeline.pages.admin('getRun', { runId });
    expect(run).toMatchObject({ trigger: 'manual', workItems: { total: 3, done: 3 } });
    expect(run.finishedAt).not.toBeNull();
    expect(pipeline.aws?.calls()['s3control:GetPublicAccessBlock']).toBe(1);
  });
});

describe('removing every account', () => {
  it('closes the issues of its findings', async () => {
    for (const accountId of [PAYMENTS, WEB]) await pipeline.pages.admin('removeAccount', { accountId });
    expect(await pipeline.names('resolved')).toEqual(FAILING);
    const run = await pipeline.nextHour();
    expect(run).toMatchObject({ workItems: { total: 0 }, issues: { ...NOTHING_DONE, closed: 8 } });
    expect((await pipeline.pages.admin('getOverview', {})).accounts).toEqual([]);
  });
});
