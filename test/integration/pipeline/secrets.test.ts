import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import type { FaultRule } from '../../../sandbox/aws/faults';
import { type Sandbox, startSandbox } from '../../../sandbox/sandbox';
import { askEveryRequest, type Said } from './support/every-request';
import { type Secret, secretSearch } from './support/secret-search';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 600_000 });

/**
 * Everything that left the app in some hours of work and in every question of every page: what was logged, stored, sent to
 * Jira and answered to browsers.
 */
const places = new Map<string, string>();
const said: { hour: string; answers: Said[] }[] = [];
/** By account id. */
const templates = new Map<string, string>();
const externalIds = new Map<string, string>();
let secrets: Secret[] = [];
let sessionSecrets: Secret[] = [];
let stateDir: string;

const HUB_KEY = 'hub-credentials';
const EXTERNAL_ID_KEY = /^external-id:(\d{12})$/;
const WRONG_SECRET = 'wrong-secret/that+nobody-may-see-again-01';
/** AWS refuses in words that repeat what was sent: of every call, of AssumeRole alone, and of what comes after it. */
const FAILING_HOURS: Record<string, FaultRule[]> = {
  'AWS repeats every call': [{ fault: { kind: 'echo' } }],
  'AWS repeats what follows AssumeRole': [
    { operation: 'ec2:*', fault: { kind: 'echo' } },
    { operation: 's3:*', fault: { kind: 'echo' } },
  ],
  'AWS denies AssumeRole': [{ operation: 'sts:AssumeRole', fault: { kind: 'deny' } }],
  'AWS is not reached': [{ fault: { kind: 'reset' } }],
};
const GOOD_HOUR = 'AWS answers';

async function everyFileUnder(folder: string): Promise<[string, string][]> {
  const found: [string, string][] = [];
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile()) continue;
    const file = join(entry.parentPath, entry.name);
    found.push([file.slice(folder.length + 1), await readFile(file, 'latin1')]);
  }
  return found;
}

async function ask(sandbox: Sandbox, hour: string, { removing = false } = {}): Promise<void> {
  const answers = await askEveryRequest(sandbox, { removing, lookedAt: removing ? 30 : 4 });
  for (const { name, payload, answer } of answers)
    if (name === 'getRoleTemplate' && answer.ok)
      templates.set(
        z.object({ accountId: z.string() }).parse(payload).accountId,
        z.object({ template: z.string() }).parse(answer.value).template,
      );
  // An ExternalId is meant to be in the template of its account, and nowhere else.
  said.push({ hour, answers: answers.filter(({ name }) => name !== 'getRoleTemplate') });
}

/** The hub's secret key and the ExternalId of each account, as Forge's secret store has them. */
function noteSecrets(store: ReadonlyMap<string, { value: unknown }>): void {
  const hub = z.object({ secretAccessKey: z.string() }).parse(store.get(HUB_KEY)?.value);
  for (const [key, { value }] of store) {
    const accountId = EXTERNAL_ID_KEY.exec(key)?.[1];
    if (accountId !== undefined) externalIds.set(accountId, z.string().parse(value));
  }
  secrets = [
    { name: 'the hub’s secret key', value: hub.secretAccessKey },
    { name: 'the wrong secret key', value: WRONG_SECRET },
    ...[...externalIds].map(([accountId, value]) => ({ name: `the ExternalId of ${accountId}`, value })),
  ];
}

function noteSessions({ aws }: Sandbox): void {
  sessionSecrets = (aws?.sessions() ?? []).flatMap(({ accessKeyId, secret, sessionToken }, index) => [
    { name: `the access key id of session ${index}`, value: accessKeyId },
    { name: `the secret key of session ${index}`, value: secret },
    ...(sessionToken === null ? [] : [{ name: `the token of session ${index}`, value: sessionToken }]),
  ]);
}

beforeAll(async () => {
  stateDir = await mkdtemp(join(tmpdir(), 'secrets-test-'));
  const logged: string[] = [];
  const toJira: string[] = [];
  const sandbox = await startSandbox({ stateDir, log: (line) => logged.push(line) });
  const { host, pages, aws, jira, clock } = sandbox;
  host.listenToJira((path, request) => toJira.push(JSON.stringify({ path, ...request })));
  const events: string[] = [];
  const nextHour = async () => {
    clock.advance(60 * 60 * 1000);
    await host.runScheduledTrigger('hourly-scan');
    // What waits in the queues, while it waits.
    events.push(await readFile(join(stateDir, 'queues.json'), 'utf8'));
    await host.drainQueues({ skipDelays: true });
  };
  try {
    await pages.admin('saveLogLevel', { level: 'debug' });
    // A create whose answer is lost is searched for; what Jira refuses was sent all the same.
    jira.faults.add({ path: '/issue/bulk', times: 1, effect: { kind: 'answer-lost' } });
    jira.faults.add({
      method: 'POST',
      path: '/issue/{issueIdOrKey}/comment',
      times: 1,
      effect: { kind: 'error', status: 400 },
    });
    await sandbox.runCycle();
    for (const [hour, faults] of Object.entries(FAILING_HOURS)) {
      for (const fault of faults) aws?.faults.add(fault);
      await nextHour();
      await ask(sandbox, hour);
      aws?.faults.clear();
    }
    events.push(await readFile(join(stateDir, 'queues.json'), 'utf8'));
    const wrong = { accessKeyId: 'AKIAWRONGKEYOFTHETEST', secretAccessKey: WRONG_SECRET };
    await expect(pages.admin('saveHubCredentials', wrong)).rejects.toThrow(/AWS/);
    await nextHour();
    noteSecrets(host.kvs.secrets);
    await ask(sandbox, GOOD_HOUR, { removing: true });
    await host.drainQueues({ skipDelays: true });
    noteSessions(sandbox);
    places.set(
      'answers to pages',
      JSON.stringify(said.flatMap(({ answers }) => answers.map(({ answer }) => answer))),
    );
    places.set('events', events.join('\n'));
    places.set('logs', logged.join('\n'));
    places.set('requests to Jira', toJira.join('\n'));
    places.set('KVS outside the secret store', JSON.stringify([...host.kvs.values]));
    places.set('Jira', JSON.stringify([...jira.store.issues()]));
  } finally {
    await sandbox.stop();
  }
  for (const [file, text] of await everyFileUnder(stateDir))
    if (!/kvs/i.test(file)) places.set(`file ${file}`, text);
});
afterAll(() => rm(stateDir, { recursive: true, force: true }));

function expectNoneOf(sought: readonly Secret[]): void {
  const found = secretSearch(sought);
  for (const [place, text] of places) {
    expect(text.length, place).toBeGreaterThan(0);
    expect(found(text), place).toBeNull();
  }
}

describe('secrets', () => {
  it('are in the secret store: the hub’s key, and an ExternalId for each account', () => {
    expect(externalIds.size).toBe(6);
    expect(new Set(externalIds.values()).size).toBe(6);
    expect(secrets).toHaveLength(8);
  });

  it('are in a template alone: the ExternalId of its account, and of no other', () => {
    expect([...templates.keys()].sort()).toEqual([...externalIds.keys()].sort());
    for (const [accountId, template] of templates) {
      expect(template).toContain(externalIds.get(accountId));
      const others = secrets.filter(({ value }) => value !== externalIds.get(accountId));
      expect(secretSearch(others)(template), accountId).toBeNull();
    }
  });

  it('are nowhere else: not in a log, not in the database, not in Jira, not in a request to it, not in an answer', () => {
    expectNoneOf(secrets);
  });

  it('of sessions are nowhere at all: the access key id, the secret key and the token of each', () => {
    expect(sessionSecrets.length).toBeGreaterThan(3 * 6);
    expectNoneOf(sessionSecrets);
  });

  it('were at stake: AWS repeated them in what it said, and people were told the rest of it', () => {
    const [repeated] = said;
    const tried = repeated?.answers.filter(({ name }) => name === 'tryRule') ?? [];
    expect(tried.length).toBeGreaterThan(0);
    for (const { answer } of tried)
      expect(JSON.stringify(answer)).toContain('The string to sign should have been');
    const isIn = (place: string, text: string) => places.get(place)?.includes(text);
    expect(isIn('answers to pages', '"kind":"finding"')).toBe(true);
    expect(isIn('events', '"queueName":"scan-queue"')).toBe(true);
    expect(isIn('logs', '"event":"jira-call"')).toBe(true);
    for (const path of ['/search/jql', '/issue/bulk', '/comment'])
      expect(isIn('requests to Jira', path), path).toBe(true);
  });

  it('were looked for in answers, not in refusals: every request of every page was understood', () => {
    // The right key is refused as long as AWS refuses everything.
    for (const { hour, answers } of said)
      for (const { name, answer } of answers)
        if (!answer.ok && !(hour !== GOOD_HOUR && name === 'saveHubCredentials'))
          expect.fail(`${name}, while ${hour}: ${JSON.stringify(answer.error)}`);
  });

  it.each([
    ['raw', (text: string) => text],
    ['in JSON', (text: string) => JSON.stringify({ text })],
    ['in JSON with escaped slashes', (text: string) => JSON.stringify({ text }).replaceAll('/', '\\/')],
    ['in a URI', (text: string) => `https://example.com/?q=${encodeURIComponent(text)}`],
    ['in a form', (text: string) => new URLSearchParams({ text: `a ${text}` }).toString()],
    ['in base64', (text: string) => Buffer.from(text).toString('base64')],
    ['in a header', (text: string) => Buffer.from(`u:${text}:1`).toString('base64')],
    ['in a token', (text: string) => Buffer.from(`{"k":"${text}"}`).toString('base64url')],
  ])('would be found %s', (_, write) => {
    for (const { name, value } of [...secrets, ...sessionSecrets.slice(0, 3)])
      expect(secretSearch([{ name, value }])(`before ${write(value)} after`), name).toContain(name);
  });
});
