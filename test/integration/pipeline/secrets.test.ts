import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import type { FaultRule } from '../../../sandbox/aws/faults';
import { DEMO_ACCOUNTS } from '../../../sandbox/jira';
import { type Sandbox, startSandbox } from '../../../sandbox/sandbox';
import { adminPageRequests } from '../../../src/contract/admin-page';
import { globalPageRequests } from '../../../src/contract/global-page';
import { projectPageRequests } from '../../../src/contract/project-page';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 480_000 });

/**
 * Everything that left the app in two hours of work and in every question of every page: what was logged, stored, sent to
 * Jira and answered to browsers.
 */
const places = new Map<string, string>();
const templates: string[] = [];
let secrets: { name: string; value: string }[] = [];
let stateDir: string;

const WRONG_SECRET = 'wrong-secret-that-nobody-may-see-again-01';
const failing: string[] = [];
/** AWS refuses in words that repeat what was sent: of every call, of AssumeRole alone, and of what comes after it. */
const FAILING_HOURS: FaultRule[][] = [
  [{ fault: { kind: 'echo' } }],
  [
    { operation: 'ec2:*', fault: { kind: 'echo' } },
    { operation: 's3:*', fault: { kind: 'echo' } },
  ],
  [{ operation: 'sts:AssumeRole', fault: { kind: 'deny' } }],
  [{ fault: { kind: 'reset' } }],
];

async function everyFileUnder(folder: string): Promise<[string, string][]> {
  const found: [string, string][] = [];
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile()) continue;
    const file = join(entry.parentPath, entry.name);
    found.push([file.slice(folder.length + 1), await readFile(file, 'latin1')]);
  }
  return found;
}

/** Findings whose own pages are looked at: as many as show each kind of evidence. */
const LOOKED_AT = 30;
/** Of these the resource is read again, as a person does on the issue. */
const CHECKED_AGAIN = 5;

async function answers({ host, pages, jira }: Sandbox): Promise<string> {
  const said: unknown[] = [];
  const accountId = DEMO_ACCOUNTS.admin;
  const askAt = async (
    moduleKey: string,
    extension: Record<string, unknown>,
    functionKey: string,
    payload: unknown,
  ) => {
    said.push(await host.invokeResolver({ moduleKey, accountId, extension, functionKey, payload }));
  };
  const ask = (moduleKey: string, type: string, functionKey: string, payload: unknown) =>
    askAt(moduleKey, { type }, functionKey, payload);
  const { accounts } = await pages.admin('getOverview', {});
  for (const { id } of accounts) {
    templates.push((await pages.admin('getRoleTemplate', { accountId: id })).template);
    await ask('findings-admin-page', 'jira:adminPage', 'testConnection', { accountId: id });
  }
  for (const name of Object.keys(adminPageRequests))
    if (!['removeHubCredentials', 'startScan', 'removeAccount', 'getRoleTemplate'].includes(name))
      await ask('findings-admin-page', 'jira:adminPage', name, {});
  for (const name of Object.keys(globalPageRequests))
    await ask('findings-global-page', 'jira:globalPage', name, {});

  const { rows } = await pages.global('listFindings', { states: ['open', 'unknown', 'resolved'] });
  for (const { id } of rows.slice(0, LOOKED_AT))
    await ask('findings-global-page', 'jira:globalPage', 'getFinding', { findingId: id });
  for (const { id: projectId, key } of jira.store.site.projects) {
    const at = { type: 'jira:projectPage', project: { id: projectId, key } };
    for (const name of Object.keys(projectPageRequests)) await askAt('findings-project-page', at, name, {});
    for (const { id } of rows.slice(0, LOOKED_AT))
      await askAt('findings-project-page', at, 'getFinding', { findingId: id });
  }
  for (const [index, issue] of [...jira.store.issues()].slice(0, LOOKED_AT).entries()) {
    const at = { type: 'jira:issuePanel', issue: { id: issue.id, key: jira.store.keyOf(issue) } };
    await askAt('finding-panel', at, 'getPanel', {});
    if (index < CHECKED_AGAIN) await askAt('finding-panel', at, 'checkAgain', {});
  }
  return JSON.stringify(said);
}

beforeAll(async () => {
  stateDir = await mkdtemp(join(tmpdir(), 'secrets-test-'));
  const logged: string[] = [];
  const sandbox = await startSandbox({ stateDir, log: (line) => logged.push(line) });
  const { host, pages, aws, jira, clock } = sandbox;
  const events: string[] = [];
  try {
    await pages.admin('saveLogLevel', { level: 'debug' });
    await sandbox.runCycle();
    places.set('Jira calls', JSON.stringify(host.counters().jiraCallsByRoute));
    for (const faults of FAILING_HOURS) {
      for (const fault of faults) aws?.faults.add(fault);
      clock.advance(60 * 60 * 1000);
      await host.runScheduledTrigger('hourly-scan');
      // What waits in the queues, while it waits.
      events.push(await readFile(join(stateDir, 'queues.json'), 'utf8'));
      await host.drainQueues({ skipDelays: true });
      failing.push(await answers(sandbox));
      aws?.faults.clear();
    }
    events.push(await readFile(join(stateDir, 'queues.json'), 'utf8'));
    const wrong = { accessKeyId: 'AKIAWRONGKEYOFTHETEST', secretAccessKey: WRONG_SECRET };
    await expect(pages.admin('saveHubCredentials', wrong)).rejects.toThrow(/AWS/);
    clock.advance(60 * 60 * 1000);
    await sandbox.runCycle();
    places.set('answers to pages', await answers(sandbox));
    places.set('answers to pages while AWS refuses', failing.join('\n'));
    places.set('events', events.join('\n'));
    places.set('logs', logged.join('\n'));
    const kept = z.record(z.string(), z.unknown()).parse(Object.fromEntries(host.kvs.secrets));
    secrets = [...secretsIn(kept), { name: 'the wrong key', value: WRONG_SECRET }];
    places.set('KVS outside the secret store', JSON.stringify([...host.kvs.values]));
    places.set('Jira', JSON.stringify([...jira.store.issues()]));
  } finally {
    await sandbox.stop();
  }
  for (const [file, text] of await everyFileUnder(stateDir))
    if (!/kvs/i.test(file)) places.set(`file ${file}`, text);
});
afterAll(() => rm(stateDir, { recursive: true, force: true }));

/** Whatever is long and looks random in the secret store: the hub's secret key, and the ExternalId of each account. */
function secretsIn(store: unknown): { name: string; value: string }[] {
  const texts: string[] = [];
  const walk = (value: unknown): void => {
    if (typeof value === 'string') texts.push(value);
    else if (typeof value === 'object' && value !== null) Object.values(value).forEach(walk);
  };
  walk(store);
  return texts
    .filter((text) => text.length >= 16 && !text.startsWith('arn:') && !/^A[KS]IA/.test(text))
    .map((value, index) => ({ name: `secret ${index}`, value }));
}

describe('secrets', () => {
  it('are in the secret store: the hub’s key, and an ExternalId for each account', () => {
    expect(secrets.length).toBeGreaterThanOrEqual(7);
    const template = templates.join('\n');
    expect(secrets.filter(({ value }) => template.includes(value))).toHaveLength(6);
  });

  it('are nowhere else: not in a log, not in the database, not in Jira, not in an answer', () => {
    expect([...places.keys()]).toEqual(expect.arrayContaining(['logs', 'Jira', 'answers to pages']));
    for (const [place, text] of places) {
      expect(text.length, place).toBeGreaterThan(0);
      for (const { name, value } of secrets) expect(text.includes(value), `${name} in ${place}`).toBe(false);
    }
  });

  it('were at stake: AWS repeated them in what it said, and people were told the rest of it', () => {
    expect(places.get('answers to pages while AWS refuses')).toContain('The string to sign should have been');
    expect(places.get('answers to pages')).toContain('"kind":"finding"');
    expect(places.get('events')).toContain('"queueName":"scan-queue"');
    expect(places.get('logs')).toContain('"event":"jira-call"');
  });

  it('of sessions are nowhere at all', () => {
    // Session tokens of the sandbox's STS begin so, and its temporary access keys with ASIA.
    for (const [place, text] of places) {
      expect(/sandbox-[0-9a-f]{64}/.exec(text)?.[0], place).toBeUndefined();
      expect(/ASIA[0-9A-F]{16}/.exec(text)?.[0], place).toBeUndefined();
    }
  });
});
