import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { DEMO_ACCOUNTS } from '../../../sandbox/jira';
import { PAYMENTS, type Pipeline, startPipeline } from './support/pipeline';

vi.setConfig({ testTimeout: 180_000, hookTimeout: 240_000 });

const lineSchema = z.looseObject({
  level: z.enum(['debug', 'info', 'warn', 'error']),
  event: z.string(),
  correlationId: z.string().min(1),
  runId: z.string().optional(),
  what: z.string().optional(),
});

let pipeline: Pipeline;
let runId: string;
let byHand: string;

/** Two hours with people about: one denied operation, one project that refuses, edits, an exception, a failure. */
beforeAll(async () => {
  pipeline = await startPipeline();
  const { pages, jira, aws, host } = pipeline;
  await pages.admin('saveLogLevel', { level: 'debug' });
  aws?.faults.add({
    accountId: PAYMENTS,
    operation: 'ec2:DescribeSecurityGroups',
    fault: { kind: 'deny' },
  });
  jira.faults.add({ path: '/issue/bulk', times: 1, effect: { kind: 'rate-limit', retryAfterSeconds: 1 } });
  runId = (await pipeline.runHour()).runId;

  const finding = (await pipeline.findings()).find(({ issueKey }) => issueKey !== null);
  if (finding?.issueKey == null)
    throw new Error(`Nothing was filed:\n${pipeline.logged.slice(-30).join('\n')}`);
  const issue = jira.store.issue(finding.issueKey);
  await personEdits(finding.issueKey);
  const panel = (functionKey: string, payload: object) =>
    host.invokeResolver({
      moduleKey: 'finding-panel',
      functionKey,
      payload,
      accountId: DEMO_ACCOUNTS.developer,
      extension: { type: 'jira:issuePanel', issue: { id: issue?.id, key: finding.issueKey } },
    });
  await panel('checkAgain', {});
  const until = pipeline.clock.now() + 7 * 24 * 3_600_000;
  await panel('requestException', { reason: 'Priya Raman asked for a week', until });
  await pages.admin('getHealth', {});
  byHand = (await pages.admin('startScan', {})).runId;
  await host.drainQueues({ skipDelays: true });

  // A setting that nobody can read any more: the trigger fails, and says so with the run's id.
  const rules = host.kvs.values.get('settings:rollout');
  host.kvs.values.set('settings:rollout', { value: 'unreadable', createdAt: 0, updatedAt: 0 });
  pipeline.clock.advance(3_600_000);
  await expect(host.runScheduledTrigger('hourly-scan')).rejects.toThrow('StoredDataError');
  if (rules !== undefined) host.kvs.values.set('settings:rollout', rules);
});
afterAll(() => pipeline.stop());

async function personEdits(issueKey: string): Promise<void> {
  const answer = await pipeline.jira.app.request(`/rest/api/3/issue/${issueKey}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json', 'x-sandbox-account': DEMO_ACCOUNTS.developer },
    body: JSON.stringify({ fields: { assignee: { accountId: DEMO_ACCOUNTS.developer } } }),
  });
  expect(answer.status).toBe(204);
  await new Promise((done) => setTimeout(done, 500));
}

/** The app's lines with the function that wrote them; what the sandbox's platform says is not the app's. */
const lines = () =>
  pipeline.logged
    .filter((line) => !/^(platform|[\w-]+: [\w-]+ (threw|was cut off))/.test(line))
    .map((line) => {
      const [, functionKey, text] = /^([\w-]+): (.*)$/s.exec(line) ?? [];
      return { functionKey, ...lineSchema.parse(JSON.parse(text ?? line)) };
    });
const eventsOf = (correlationId: string) => [
  ...new Set(
    lines()
      .filter((line) => line.correlationId === correlationId)
      .map(({ event }) => event),
  ),
];

describe('the log of a full run', () => {
  it('is structured lines that carry an id, of every function of the manifest', () => {
    const functions = new Set(lines().map(({ functionKey }) => functionKey));
    expect([...functions].sort()).toEqual(
      expect.arrayContaining([
        'admin-page-resolver',
        'issue-panel-resolver',
        'on-issue-event',
        'scan-work-item',
        'schedule-scan',
        'sync-tickets',
      ]),
    );
  });

  it('carries the run’s id from the trigger to the last call of Jira', () => {
    expect(eventsOf(runId)).toEqual(
      expect.arrayContaining([
        'run-planned',
        'work-item-begun',
        'work-item-scanned',
        'unread',
        'aws-calls',
        'run-scanned',
        'jira-call',
        'throttled',
        'tickets-synced',
        'invocation',
      ]),
    );
    expect(eventsOf(byHand)).toEqual(
      expect.arrayContaining(['run-planned', 'run-scanned', 'tickets-synced']),
    );
    for (const line of lines().filter((each) => each.runId !== undefined))
      expect(line.correlationId, JSON.stringify(line)).toBe(line.runId);
    const background = lines().filter(({ functionKey }) =>
      /^(schedule-scan|scan-work-item|sync-tickets)$/.test(functionKey ?? ''),
    );
    const runs = new Set(lines().flatMap(({ runId: id }) => (id === undefined ? [] : [id])));
    const strangers = background.filter(
      ({ correlationId, event }) => !runs.has(correlationId) && event !== 'failed',
    );
    // The run that failed came to no line with its id but that of its failure and of its end.
    expect(strangers.map(({ event }) => event)).toEqual(['invocation']);
  });

  it('says what failed, with the id of its run', () => {
    const failures = lines().filter(({ event }) => event === 'failed');
    expect(failures.map(({ what }) => what)).toEqual(['schedule-scan']);
    expect(failures[0]?.correlationId).toMatch(/^[0-9a-f]{8}-/);
    const ends = lines().filter(({ correlationId }) => correlationId === failures[0]?.correlationId);
    expect(ends.map(({ event }) => event)).toContain('invocation');
  });

  it('names no person, no address and no text of an issue, at any level', () => {
    const all = lines()
      .map((line) => JSON.stringify(line))
      .join('\n');
    const { accounts } = pipeline.jira.store.site;
    expect(accounts.length).toBeGreaterThan(4);
    for (const { accountId, displayName, emailAddress, accountType } of accounts) {
      if (accountType === 'app') continue;
      for (const personal of [accountId, displayName, emailAddress])
        if (personal !== undefined) expect(all.includes(personal), personal).toBe(false);
    }
    const filed = [...pipeline.jira.store.issues()];
    expect(filed.length).toBeGreaterThan(5);
    for (const { summary } of filed) expect(all.includes(summary), summary).toBe(false);
    expect(all.includes('asked for a week')).toBe(false);
  });
});
