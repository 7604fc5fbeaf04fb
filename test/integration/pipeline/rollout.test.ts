import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { PreviewView } from '../../../src/contract/admin-page';
import type { RolloutPolicy } from '../../../src/domain/rollout/policy';
import type { Sla } from '../../../src/domain/sla';
import { changePolicy } from './support/change-policy';
import { FAILING, HOUR, NOTHING_DONE, type Pipeline, startPipeline } from './support/pipeline';

vi.setConfig({ testTimeout: 120_000 });

const DAY = 24 * HOUR;
const NEVER: RolloutPolicy['ceiling'] = { perRun: 1000, perDay: 10_000 };

let pipeline: Pipeline;
beforeEach(async () => {
  pipeline = await startPipeline();
  await changePolicy(pipeline.pages, () => ({ stage: 'observe', ceiling: NEVER }));
  await pipeline.runHour();
});
afterEach(() => pipeline.stop());

async function previewOf(change: Partial<RolloutPolicy>): Promise<PreviewView> {
  const { rollout } = await pipeline.pages.admin('getRollout', {});
  const policies = rollout.policies.map((policy) => ({ ...policy, ...change }));
  return pipeline.pages.admin('previewRollout', { rollout: { ...rollout, policies } });
}

/** What Jira has, by project and rule: `PAY ebs-volume-encrypted` to the keys of its issues. */
async function filed(): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { issueKey, ruleId } of await pipeline.findings()) {
    if (issueKey === null) continue;
    const key = `${issueKey.split('-')[0]} ${ruleId}`;
    counts[key] = (counts[key] ?? 0) + 1;
  }
  return counts;
}

const issuesInJira = () => [...pipeline.jira.store.issues()].length;

describe('a preview', () => {
  it('says what the next run then files, by project and rule, and writes nothing itself', async () => {
    const before = issuesInJira();
    const preview = await previewOf({ stage: 'ticket' });
    expect(preview.totals).toEqual({ create: FAILING.length, held: 0, update: 0, close: 0 });
    expect(issuesInJira()).toBe(before);
    expect((await pipeline.nextHour()).issues).toEqual(NOTHING_DONE);

    await changePolicy(pipeline.pages, () => ({ stage: 'ticket' }));
    const { issues, problems } = await pipeline.nextHour();
    expect(problems).toEqual([]);
    expect(issues).toEqual({ ...NOTHING_DONE, created: preview.totals.create });
    expect(issuesInJira()).toBe(before + preview.totals.create);
    expect(await filed()).toEqual(
      Object.fromEntries(
        preview.groups.map(({ projectKey, ruleId, create }) => [`${projectKey} ${ruleId}`, create]),
      ),
    );
  });

  it('says which issues a pair that is switched off closes, and which get another date', async () => {
    await changePolicy(pipeline.pages, () => ({ stage: 'ticket' }));
    await pipeline.nextHour();

    const off = await previewOf({ stage: 'off' });
    expect(off.totals).toEqual({ create: 0, held: 0, update: 0, close: FAILING.length });
    const tuned = await previewOf({
      overrides: { 'ebs-volume-encrypted': { severity: 'critical', parameters: {} } },
    });
    expect(tuned.totals).toEqual({ create: 0, held: 0, update: 4, close: 0 });

    await changePolicy(pipeline.pages, () => ({
      overrides: { 'ebs-volume-encrypted': { severity: 'critical', parameters: {} } },
    }));
    expect((await pipeline.nextHour()).issues).toEqual({ ...NOTHING_DONE, updated: 4 });
    await changePolicy(pipeline.pages, () => ({ stage: 'off' }));
    expect((await pipeline.nextHour()).issues).toEqual({ ...NOTHING_DONE, closed: FAILING.length });
  });

  it('is of the ceilings too: the first are filed at once, the rest day by day, the most severe first', async () => {
    const ceiling = { perRun: 2, perDay: 3 };
    const preview = await previewOf({ stage: 'ticket', ceiling });
    expect(preview.totals).toMatchObject({ create: 2, held: FAILING.length - 2 });
    await changePolicy(pipeline.pages, () => ({ stage: 'ticket', ceiling }));

    const midnight = Math.ceil(pipeline.clock.now() / DAY) * DAY;
    pipeline.clock.advance(midnight - pipeline.clock.now());
    const created: number[] = [];
    for (let hour = 0; hour < 4; hour += 1) created.push((await pipeline.nextHour()).issues.created);
    expect(created).toEqual([2, 1, 0, 0]);
    const severities = (await pipeline.findings())
      .filter(({ issueKey }) => issueKey !== null)
      .map(({ severity }) => severity);
    const rest = (await pipeline.findings())
      .filter(({ issueKey }) => issueKey === null)
      .map(({ severity }) => severity);
    expect(severities).toHaveLength(3);
    const order = ['critical', 'high', 'medium', 'low'];
    const worst = Math.min(...rest.map((severity) => order.indexOf(severity)));
    for (const severity of severities) expect(order.indexOf(severity)).toBeLessThanOrEqual(worst);

    pipeline.clock.advance(DAY);
    await pipeline.runHour();
    await pipeline.nextHour();
    pipeline.clock.advance(DAY);
    await pipeline.runHour();
    await pipeline.nextHour();
    expect(Object.values(await filed()).reduce((sum, count) => sum + count, 0)).toBe(FAILING.length);
  });
});

describe('a change of a rule', () => {
  const change = { ruleId: 'ebs-volume-unattached', enabled: true, severity: null };

  async function tried(parameters: Record<string, unknown>, enabled = true) {
    const { pieces, total } = await pipeline.pages.admin('planTrial', { ruleId: change.ruleId });
    expect(pieces).toHaveLength(total);
    const totals = { opens: 0, resolves: 0, changes: 0, stays: 0 };
    for (const { accountId, scope } of pieces) {
      const view = await pipeline.pages.admin('tryRule', {
        ...change,
        enabled,
        parameters,
        accountId,
        scope,
      });
      expect(view.unread).toBeNull();
      for (const kind of ['opens', 'resolves', 'changes', 'stays'] as const)
        totals[kind] += view.totals[kind];
    }
    return totals;
  }

  it('is tried against AWS before it is saved: the next scan resolves what it said', async () => {
    expect(await tried({ min_age_days: 7 })).toEqual({ opens: 0, resolves: 0, changes: 0, stays: 2 });
    expect(await tried({ min_age_days: 30 })).toEqual({ opens: 0, resolves: 2, changes: 0, stays: 0 });
    expect(await tried({}, false)).toEqual({ opens: 0, resolves: 2, changes: 0, stays: 0 });
    expect(await pipeline.names('resolved')).toEqual([]);

    await pipeline.pages.admin('saveRule', { ...change, parameters: { min_age_days: 30 } });
    await pipeline.nextHour();
    expect(await pipeline.names('resolved')).toEqual([
      'archive ebs-volume-unattached',
      'cms ebs-volume-unattached',
    ]);
    expect(await tried({ min_age_days: 7 })).toEqual({ opens: 2, resolves: 0, changes: 0, stays: 0 });
  });

  it('is told as unknown where AWS does not say, never as resolved', async () => {
    const { pieces } = await pipeline.pages.admin('planTrial', { ruleId: change.ruleId });
    expect(pieces.length).toBeGreaterThan(0);
    await pipeline.pages.admin('removeHubCredentials', {});
    const views = await Promise.all(
      pieces.map(({ accountId, scope }) =>
        pipeline.pages.admin('tryRule', { ...change, parameters: { min_age_days: 30 }, accountId, scope }),
      ),
    );
    for (const { totals, unread } of views) {
      expect(totals.resolves).toBe(0);
      expect(unread).toMatch(/credentials/i);
    }
  });

  it('refuses parameters that the rule does not take, by name', async () => {
    const { pieces } = await pipeline.pages.admin('planTrial', { ruleId: change.ruleId });
    const [piece] = pieces;
    if (piece === undefined) throw new Error('Nothing was scanned');
    const { accountId, scope } = piece;
    await expect(
      pipeline.pages.admin('tryRule', { ...change, parameters: { min_age_days: 'soon' }, accountId, scope }),
    ).rejects.toThrow(/min_age_days/);
  });
});

describe('a rollout that is saved', () => {
  const daysOfAll = (days: number): Sla => {
    const tier = { critical: days, high: days, medium: days, low: days };
    return { production: tier, staging: tier, development: tier, sandbox: tier };
  };
  /** In how many days the open findings are due, counted from when they were first seen. */
  const daysGiven = async (): Promise<number[]> => [
    ...new Set(
      (await pipeline.findings({ states: ['open'] })).map(
        ({ dueAt, firstSeenAt }) => ((dueAt ?? 0) - (firstSeenAt ?? 0)) / DAY,
      ),
    ),
  ];

  it('holds for all that is open within the hour, wherever the saving was cut off, and says meanwhile that it does not yet', async () => {
    const { host, pages } = pipeline;
    let [cutOffs, waited] = [0, 0];
    for (let afterCalls = 1, isCutOff = true; isCutOff; afterCalls += 1) {
      host.cutOffOnce({ functionKey: 'admin-page-resolver', afterCalls, afterInvocations: 1 });
      isCutOff = await changePolicy(pages, () => ({ sla: daysOfAll(afterCalls) })).then(
        () => false,
        () => true,
      );
      host.cutOffOnce(null);
      if (isCutOff) cutOffs += 1;
      const { rollout, isApplied } = await pages.admin('getRollout', {});
      const saved = rollout.policies[0]?.sla?.production.critical;
      const isTrue = async () =>
        expect(await daysGiven(), `cut off after call ${afterCalls}`).toEqual([saved]);
      if (saved !== undefined && isApplied) await isTrue();
      if (!isApplied) waited += 1;
      await pipeline.nextHour();
      expect((await pages.admin('getRollout', {})).isApplied).toBe(true);
      if (saved !== undefined) await isTrue();
    }
    expect(cutOffs).toBeGreaterThan(5);
    expect(waited).toBeGreaterThan(1);
    expect(await daysGiven()).toEqual([cutOffs + 1]);
  }, 600_000);
});
