import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { HOUR, PAYMENTS, type Pages, startPages, WEB } from './support/pages';

// Two cores may have other work.
vi.setConfig({ testTimeout: 120_000 });

const findingSchema = z.object({
  id: z.string(),
  state: z.string(),
  issueKey: z.string().nullable(),
  resourceName: z.string().nullable(),
  ruleId: z.string(),
});

const idSchema = z.object({ id: z.string() });

let pages: Pages;
beforeEach(async () => {
  pages = await startPages();
  await pages.runHour();
});
afterEach(() => pages.sandbox.stop());

async function ssh() {
  const { value } = await pages.global('admin', 'listFindings', {
    states: ['open', 'unknown', 'resolved'],
    ruleIds: ['ec2-sg-open-ssh'],
  });
  const [finding] = z.object({ rows: z.array(findingSchema) }).parse(value).rows;
  if (finding === undefined) throw new Error('The open SSH port was not found');
  return finding;
}

async function sshIssueKey(): Promise<string> {
  const { issueKey } = await ssh();
  if (issueKey === null) throw new Error('The open SSH port has no issue');
  return issueKey;
}

function isDone(issueKey: string): boolean {
  const { jira } = pages.sandbox;
  const issue = jira.store.issue(issueKey);
  if (issue === undefined) throw new Error(`There is no issue ${issueKey}`);
  return issue.resolutionId !== null;
}

describe('what the pages show', () => {
  it('of all accounts, to administrators', async () => {
    expect(await pages.global('admin', 'getSummary')).toMatchObject({
      ok: true,
      value: { openBySeverity: { high: expect.any(Number) }, unknown: 0, notices: [] },
    });
    expect(await pages.global('admin', 'getFilters')).toMatchObject({
      ok: true,
      value: {
        accounts: [
          { id: PAYMENTS, name: 'prod-payments' },
          { id: WEB, name: 'prod-web' },
        ],
      },
    });
    expect(await pages.global('admin', 'listUnread')).toEqual({ ok: true, value: { rows: [], total: 0 } });
    expect(await pages.global('admin', 'listRuns')).toMatchObject({
      ok: true,
      value: { runs: [{ trigger: 'schedule', workItems: { failed: 0 }, problems: [] }] },
    });
    const { id } = await ssh();
    expect(await pages.global('admin', 'getFinding', { findingId: id })).toMatchObject({
      ok: true,
      value: {
        id,
        guidance: { why: expect.stringMatching(/\w/) },
        consoleUrl: expect.stringMatching(/^https/),
      },
    });
  });

  it('of a project, to its members: counts and filters of its own findings only', async () => {
    expect(await pages.project('PAY', 'developer', 'getFilters')).toMatchObject({
      ok: true,
      value: { accounts: [{ id: PAYMENTS }] },
    });
    const { id } = await ssh();
    expect((await pages.project('PAY', 'developer', 'getFinding', { findingId: id })).ok).toBe(true);
    expect(await pages.project('SEC', 'securityEngineer', 'getSummary')).toMatchObject({
      ok: true,
      value: { open: 0, unknown: 0, overdue: 0 },
    });
  });

  it('of the settings: what was typed in, and what may be known of it', async () => {
    expect(await pages.admin('admin', 'getOverview')).toMatchObject({
      ok: true,
      value: {
        accounts: [{ id: PAYMENTS, unreadOperations: 0 }, { id: WEB }],
        hub: { configured: true, accessKeyIdEnding: 'TEST', problem: null },
        notices: [],
      },
    });
    expect(await pages.admin('admin', 'testConnection', { accountId: PAYMENTS })).toMatchObject({
      ok: true,
      value: { ok: true },
    });
    const { value: kept } = await pages.admin('admin', 'getRollout');
    expect(await pages.admin('admin', 'previewRollout', kept)).toMatchObject({
      ok: true,
      value: { totals: { create: 0, held: 0, update: 0, close: 0 }, unowned: 0, unseenPairs: 0 },
    });
    expect(await pages.admin('admin', 'listIssueTypes', { projectKey: 'PAY' })).toMatchObject({
      ok: true,
      value: { issueTypes: [{ name: 'Task' }, { name: 'Bug' }, { name: 'Story' }] },
    });
    expect(await pages.admin('admin', 'getRun', { runId: crypto.randomUUID() })).toMatchObject({
      ok: false,
      error: { code: 'not-found' },
    });
  });

  it('the role’s template allows what the rules that are on need, and no more', async () => {
    const ruleId = 'ec2-instance-userdata-secrets';
    const allowsUserData = async () =>
      JSON.stringify((await pages.admin('admin', 'getRoleTemplate', { accountId: WEB })).value).includes(
        'ec2:DescribeInstanceAttribute',
      );
    const choose = (enabled: boolean) =>
      pages.admin('admin', 'saveRule', { ruleId, enabled, severity: null, parameters: {} });
    expect(await allowsUserData()).toBe(true);
    expect((await choose(false)).ok).toBe(true);
    expect(await allowsUserData()).toBe(false);
    expect((await choose(true)).ok).toBe(true);
    expect(await allowsUserData()).toBe(true);
  });

  it('an account that is removed and connected again keeps its ExternalId, so that its role still trusts the app', async () => {
    const template = await pages.admin('admin', 'getRoleTemplate', { accountId: WEB });
    const overview = z
      .object({ accounts: z.array(z.looseObject({ id: z.string() })) })
      .parse((await pages.admin('admin', 'getOverview')).value);
    const account = overview.accounts.find(({ id }) => id === WEB);
    await pages.admin('admin', 'removeAccount', { accountId: WEB });
    expect(await pages.admin('admin', 'getRoleTemplate', { accountId: WEB })).toMatchObject({
      ok: false,
      error: { code: 'not-found' },
    });
    expect((await pages.admin('admin', 'saveAccount', { account })).ok).toBe(true);
    expect(await pages.admin('admin', 'getRoleTemplate', { accountId: WEB })).toEqual(template);
  });
});

describe('the life of an issue', () => {
  it('“Check again now” closes it as soon as the resource is fixed, and not before', async () => {
    const issueKey = await sshIssueKey();
    expect(await pages.panel(issueKey, 'developer', 'checkAgain')).toMatchObject({
      ok: true,
      value: { outcome: 'open', message: expect.stringMatching(/still fails/) },
    });
    expect(isDone(issueKey)).toBe(false);

    pages.sandbox.clock.advance(HOUR);
    expect(await pages.panel(issueKey, 'developer', 'checkAgain')).toMatchObject({
      ok: true,
      value: { outcome: 'resolved', finding: { state: 'resolved', resolvedReason: 'fixed', issueKey } },
    });
    expect(isDone(issueKey)).toBe(true);
  });

  it('“Check again now” on what cannot be read says so and leaves the issue open', async () => {
    const issueKey = await sshIssueKey();
    pages.sandbox.clock.advance(HOUR);
    pages.sandbox.aws?.faults.add({ operation: 'ec2:DescribeSecurityGroups', fault: { kind: 'deny' } });
    expect(await pages.panel(issueKey, 'developer', 'checkAgain')).toMatchObject({
      ok: true,
      value: { outcome: 'unknown', message: expect.stringMatching(/could not be read/) },
    });
    expect(isDone(issueKey)).toBe(false);
  });

  it('is closed when fixed, and the same issue is opened again when the problem is back', async () => {
    const issueKey = await sshIssueKey();
    pages.sandbox.clock.advance(HOUR);
    await pages.runHour();
    expect(isDone(issueKey)).toBe(true);
    pages.sandbox.clock.advance(HOUR);
    await pages.runHour();
    expect(await ssh()).toMatchObject({ state: 'open', issueKey });
    expect(isDone(issueKey)).toBe(false);
    const { id } = await ssh();
    const ours = [...pages.sandbox.jira.store.issues()].filter(
      ({ properties }) => idSchema.safeParse(properties['cloud-finding']).data?.id === id,
    );
    expect(ours).toHaveLength(1);
  });

  it('of a deleted resource is closed once a complete list proves that it is gone', async () => {
    const ledger = async () => {
      const { value } = await pages.global('admin', 'listFindings', {
        states: ['open', 'unknown', 'resolved'],
        ruleIds: ['ebs-volume-encrypted'],
        accountIds: [PAYMENTS],
      });
      const [row] = z.object({ rows: z.array(findingSchema) }).parse(value).rows;
      if (row === undefined || row.issueKey === null) throw new Error('The volume has no issue');
      return { state: row.state, issueKey: row.issueKey };
    };
    const { issueKey } = await ledger();
    const repair = pages.sandbox.aws?.faults.add({
      operation: 'ec2:DescribeVolumes',
      fault: { kind: 'deny' },
    });
    pages.sandbox.clock.advance(3 * HOUR);
    await pages.runHour();
    expect((await ledger()).state).toBe('unknown');
    expect(isDone(issueKey)).toBe(false);

    repair?.();
    pages.sandbox.clock.advance(HOUR);
    await pages.runHour();
    expect((await ledger()).state).toBe('resolved');
    expect(isDone(issueKey)).toBe(true);
  });
});
