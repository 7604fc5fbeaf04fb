import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { DEMO_ACCOUNTS, type FaultEffect } from '../../../sandbox/jira';
import { changePolicy } from './support/change-policy';
import { PAYMENTS, type Pipeline, startPipeline } from './support/pipeline';

vi.setConfig({ testTimeout: 180_000, hookTimeout: 240_000 });

const lineSchema = z.looseObject({
  level: z.enum(['debug', 'info', 'warn', 'error']),
  event: z.string(),
  correlationId: z.string().min(1),
  runId: z.string().optional(),
  what: z.string().optional(),
  problems: z.number().optional(),
});

let pipeline: Pipeline;
let runId: string;
let byHand: string;

const ROOT = join(import.meta.dirname, '..', '..', '..');
const ADDRESS = '203.0.113.7';

/** Two hours with people about: one denied operation, one project that refuses, edits, an exception, failures. */
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

  await askTheOtherPages();
  await host.deliverProductEvent({ eventType: 'avi:forge:upgraded:app' });
  await host.deliverProductEvent({ eventType: 'avi:jira:updated:issue', issue: { id: {} } });
  await pages.admin('saveAccount', { account: await pipeline.account(PAYMENTS) });
  await failWithWordsAbout(finding.issueKey);

  // A setting that nobody can read any more: the trigger fails, and says so with the run's id.
  const rules = host.kvs.values.get('settings:rollout');
  host.kvs.values.set('settings:rollout', { value: 'unreadable', createdAt: 0, updatedAt: 0 });
  pipeline.clock.advance(3_600_000);
  await expect(host.runScheduledTrigger('hourly-scan')).rejects.toThrow('StoredDataError');
  if (rules !== undefined) host.kvs.values.set('settings:rollout', rules);
});
afterAll(() => pipeline.stop());

async function askTheOtherPages(): Promise<void> {
  const { pages, jira, host } = pipeline;
  await pages.global('getSummary', {});
  const [project] = jira.store.site.projects;
  await host.invokeResolver({
    moduleKey: 'findings-project-page',
    functionKey: 'getSummary',
    payload: {},
    accountId: DEMO_ACCOUNTS.admin,
    extension: { type: 'jira:projectPage', project: { id: project?.id, key: project?.key } },
  });
}

/** A page, a ticket event and a trigger fail, each in words of Jira or the database that name a person. */
async function failWithWordsAbout(issueKey: string): Promise<void> {
  const { pages, jira, host } = pipeline;
  const developer = jira.store.site.accounts.find(({ accountId }) => accountId === DEMO_ACCOUNTS.developer);
  const message = `${developer?.displayName} <${developer?.emailAddress}> (${developer?.accountId}) of ${ADDRESS} may not`;
  const refused: FaultEffect = { kind: 'error', status: 400, errorMessages: [message] };
  jira.faults.add({ path: '/user/search', effect: refused });
  await expect(pages.admin('listPeople', { search: 'ma' })).rejects.toThrow('went wrong on our side');
  await changePolicy(pages, () => ({
    overrides: { 'ebs-volume-encrypted': { severity: 'critical', parameters: {} } },
  }));
  pipeline.clock.advance(3_600_000);
  jira.faults.add({ appOnly: true, effect: refused });
  await host.runScheduledTrigger('hourly-scan');
  await host.drainQueues({ skipDelays: true });
  jira.faults.clear();

  await pages.admin('retryTickets', {});
  const lost = { effect: 'error', after: 0, times: 1000, message } as const;
  host.failSql(lost);
  await personEdits(issueKey, DEMO_ACCOUNTS.admin);
  await host.drainQueues({ skipDelays: true });
  host.failSql(null);
}

async function personEdits(issueKey: string, assignee: string = DEMO_ACCOUNTS.developer): Promise<void> {
  const answer = await pipeline.jira.app.request(`/rest/api/3/issue/${issueKey}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json', 'x-sandbox-account': DEMO_ACCOUNTS.developer },
    body: JSON.stringify({ fields: { assignee: { accountId: assignee } } }),
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
    const declared = pipeline.host.manifest.modules.function.map(({ key }) => key);
    expect([...functions].sort()).toEqual([...declared].sort());
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
    const whats = failures.map(({ what }) => what);
    expect([...new Set(whats)].sort()).toEqual([
      'listPeople',
      'on-issue-event',
      'schedule-scan',
      'sync-tickets',
    ]);
    for (const { correlationId } of failures) {
      expect(correlationId).toMatch(/^[0-9a-f]{8}-/);
      expect(eventsOf(correlationId)).toContain('invocation');
    }
  });

  it('says what of Jira or of the database failed, by call, status and code', () => {
    const failureOf = (what: string) => lines().find((line) => line.event === 'failed' && line.what === what);
    expect(failureOf('listPeople')).toMatchObject({
      error: 'JiraError',
      call: 'GET /rest/api/3/user/search',
      status: 400,
      stack: expect.stringContaining('searchPeople'),
    });
    for (const what of ['sync-tickets', 'on-issue-event'])
      expect(failureOf(what)).toMatchObject({
        error: 'ForgeSQLError',
        status: 500,
        code: 'UNKNOWN_ERROR',
        stack: expect.stringContaining('executeSql'),
      });
    const refused = lines().filter(({ event, problems }) => event === 'tickets-synced' && problems !== 0);
    expect(refused.length).toBeGreaterThan(0);
    expect(failureOf('schedule-scan')).toMatchObject({
      error: 'StoredDataError',
      message: expect.stringContaining('cannot be understood'),
    });
  });

  it('names no person, no address and no text of an issue, at any level', () => {
    // With what the platform logs of what the app throws at it.
    const all = pipeline.logged.join('\n');
    expect(all.includes(ADDRESS)).toBe(false);
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

describe('docs/observability.md', () => {
  it('has every event that the code logs, and no other', async () => {
    const logged: string[] = [];
    for (const entry of await readdir(join(ROOT, 'src'), { withFileTypes: true, recursive: true })) {
      if (!entry.isFile() || !entry.name.endsWith('.ts')) continue;
      const code = await readFile(join(entry.parentPath, entry.name), 'utf8');
      for (const [, event] of code.matchAll(/\blog\(\s*(?:'(?:debug|info|warn|error)',\s*)?'([a-z-]+)'/g))
        if (event !== undefined) logged.push(event);
    }
    expect([...(await documented()).keys()].sort()).toEqual([...new Set(logged)].sort());
  });

  it('has the level and the fields of every line of the run', async () => {
    const events = await documented();
    const seen = new Set<string>();
    for (const { functionKey: _, correlationId: __, level, event, ...fields } of lines()) {
      const row = events.get(event);
      seen.add(event);
      const line = JSON.stringify({ level, event, ...fields });
      expect(row?.level, line).toBe(level);
      expect(Object.keys(fields), line).toEqual(expect.arrayContaining(row?.always ?? []));
      const unknown = Object.keys(fields).filter(
        (field) => ![...(row?.always ?? []), ...(row?.sometimes ?? [])].includes(nameOfField(field)),
      );
      expect(unknown, line).toEqual([]);
    }
    // The rest need a platform that fails in ways of its own.
    const unseen = [...events.keys()].filter((event) => !seen.has(event));
    expect(unseen.filter((event) => !RARE.has(event))).toEqual([]);
  });
});

const RARE = new Set([
  'run-not-resumed',
  'run-resumed',
  'work-item-continued',
  'work-item-failed',
  'work-item-given-up',
  'work-item-held',
]);

/** Counts of calls stand under the name of each operation. */
function nameOfField(field: string): string {
  return /^[a-z0-9-]+:[A-Z]\w+$/.test(field) ? '<service>:<Operation>' : field;
}

interface DocumentedEvent {
  level: string;
  always: string[];
  /** Named after a semicolon. */
  sometimes: string[];
}

/** The table of the page, by event. */
async function documented(): Promise<Map<string, DocumentedEvent>> {
  const page = await readFile(join(ROOT, 'docs', 'observability.md'), 'utf8');
  const namesIn = (cell = '') => [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name);
  const events = new Map(
    page
      .split('\n')
      .filter((line) => /^\| (debug|info|warn|error) \|/.test(line))
      .map((line) => {
        const [, level = '', event = '', , fields = ''] = line.split('|').map((cell) => cell.trim());
        const [always, sometimes] = fields.split(';');
        const row: DocumentedEvent = { level, always: namesIn(always), sometimes: namesIn(sometimes) };
        return [namesIn(event)[0] ?? '', row];
      }),
  );
  for (const { sometimes } of events.values()) {
    // "the same as `failed`"
    const like = sometimes.map((name) => events.get(name)).find((other) => other !== undefined);
    if (like !== undefined) sometimes.push(...like.always, ...like.sometimes);
  }
  return events;
}
