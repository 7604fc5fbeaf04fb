import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Probe, startProbe } from './probe';

describe('KVS', () => {
  let probe: Probe;
  beforeAll(async () => {
    probe = await startProbe({ now: () => 1_800_000_000_000 });
  });
  afterAll(() => probe.host.stop());
  const kvs = (verb: string, more: object = {}) => probe.ask('kvs', { do: verb, ...more });

  it('keeps values and secrets apart, and forgets what is deleted', async () => {
    await kvs('set', { key: 'a', value: { n: [1, 'zwei', null] } });
    await kvs('setSecret', { key: 'a', value: 'hush' });
    expect(await kvs('get', { key: 'a' })).toEqual({ value: { n: [1, 'zwei', null] } });
    expect(await kvs('getSecret', { key: 'a' })).toEqual({ value: 'hush' });
    await kvs('delete', { key: 'a' });
    expect(await kvs('get', { key: 'a' })).toEqual({});
    expect(await kvs('getSecret', { key: 'a' })).toEqual({ value: 'hush' });
  });

  it('tells when a value was written, by the sandbox clock', async () => {
    await kvs('set', { key: 'timed', value: 1 });
    expect(await kvs('getWithTimes', { key: 'timed' })).toMatchObject({
      value: { key: 'timed', value: 1, createdAt: 1_800_000_000_000, updatedAt: 1_800_000_000_000 },
    });
  });

  it('overwrites unless told not to', async () => {
    await kvs('set', { key: 'once', value: 1 });
    const refused = await kvs('set', { key: 'once', value: 2, options: { keyPolicy: 'FAIL_IF_EXISTS' } });
    expect(refused).toMatchObject({ kind: 'ForgeKvsAPIError', responseDetails: { status: 409 } });
    expect(await kvs('get', { key: 'once' })).toEqual({ value: 1 });
    const options = { keyPolicy: 'OVERRIDE', returnValue: 'PREVIOUS' };
    expect(await kvs('set', { key: 'once', value: 3, options })).toMatchObject({ value: { value: 1 } });
  });

  it('finds keys by their start, page by page', async () => {
    await kvs('batchSet', { items: ['p-1', 'p-2', 'p-3'].map((key) => ({ key, value: key })) });
    const first = await kvs('query', { key: 'p-' });
    expect(first).toMatchObject({
      value: { results: [{ key: 'p-1' }, { key: 'p-2' }], nextCursor: expect.any(String) },
    });
    const cursor: unknown = Reflect.get(Object(Reflect.get(Object(first), 'value')), 'nextCursor');
    const second = await kvs('queryOn', { key: 'p-', value: cursor });
    expect(second).toMatchObject({ value: { results: [{ key: 'p-3', value: 'p-3' }] } });
    expect(second).not.toHaveProperty('value.nextCursor');
  });

  it('does a transaction as a whole or not at all', async () => {
    await kvs('transact', { key: 't', value: 1, items: ['p-1'] });
    expect(await kvs('get', { key: 'p-1' })).toEqual({});
    expect(await kvs('transact', { key: 't', value: 2, items: ['not/allowed'] })).toMatchObject({
      kind: 'ForgeKvsAPIError',
    });
    expect(await kvs('get', { key: 't' })).toEqual({ value: 1 });
  });

  it.each([
    ['a key with other characters', { key: 'a/b', value: 1 }],
    ['an empty key', { key: '', value: 1 }],
    ['a key of 501 characters', { key: 'k'.repeat(501), value: 1 }],
    ['a value over 240 KiB', { key: 'large', value: 'x'.repeat(240 * 1024) }],
    ['null', { key: 'null', value: null }],
  ])('refuses %s', async (_what, more) => {
    expect(await kvs('set', more)).toMatchObject({
      kind: 'ForgeKvsAPIError',
      code: expect.stringMatching(/^[A-Z_]+$/),
      responseDetails: { status: expect.any(Number) },
    });
  });
});

describe('SQL', () => {
  let probe: Probe;
  beforeAll(async () => {
    probe = await startProbe({
      limits: { sqlDmlPerSecond: 60, sqlRequestBytes: 4096, sqlResponseBytes: 2000 },
    });
  });
  afterAll(() => probe.host.stop());
  const sql = (query: string, ...params: unknown[]) => probe.ask('sql', { query, params });

  it('migrates once, and goes on where a migration failed', async () => {
    expect(await probe.ask('migrate', { second: 'CREATE TABLE broken' })).toMatchObject({
      kind: 'MigrationExecutionError',
      migrationName: 'v2',
      cause: { code: 'INVALID_SQL_QUERY' },
    });
    const second = 'ALTER TABLE notes ADD COLUMN extra TEXT NULL';
    // A worker is warm, and the runner keeps the first statement that it was given for a name: start afresh.
    expect(await probe.ask('sql', { query: 'SELECT name FROM __migrations' })).toEqual({
      value: [{ name: 'v1' }],
    });
    const fresh = await startProbe();
    expect(await fresh.ask('migrate', { second })).toEqual({
      value: { ran: ['v1', 'v2'], known: ['v1', 'v2'] },
    });
    expect(await fresh.ask('migrate', { second })).toEqual({ value: { ran: [], known: ['v1', 'v2'] } });
    await fresh.host.stop();
  });

  it('answers reads with rows and writes with what they changed', async () => {
    expect(await sql('INSERT INTO notes (id, text) VALUES (?, ?), (?, ?)', 1, 'é', 2, '"\'\\')).toMatchObject(
      {
        value: { affectedRows: 2 },
      },
    );
    expect(await sql('SELECT id, text FROM notes WHERE id IN (?, ?) ORDER BY id', 1, 2)).toEqual({
      value: [
        { id: 1, text: 'é' },
        { id: 2, text: '"\'\\' },
      ],
    });
  });

  it.each([
    ['SELEC 1', 'INVALID_SQL_QUERY', 400],
    ['CREATE TABLE other (id INT)', 'INVALID_SQL_QUERY', 400],
    ['SELECT 1; SELECT 2', 'INVALID_SQL_QUERY', 400],
    ["INSERT INTO notes (id, text) VALUES (9, 'too long')", 'SQL_EXECUTION_ERROR', 400],
    [`SELECT '${'x'.repeat(4096)}' AS x`, 'INVALID_SQL_QUERY', 413],
    [`SELECT '${'x'.repeat(3000)}' AS x`, 'SQL_EXECUTION_ERROR', 413],
  ])('refuses %.40s', async (query, code, status) => {
    expect(await sql(query)).toMatchObject({ kind: 'ForgeSQLAPIError', code, responseDetails: { status } });
  });

  it('refuses more statements a second than the platform takes, and takes more a second later', async () => {
    const refused = await probe.ask('sqlBurst', { times: 61 });
    expect(refused).toMatchObject({ kind: 'ForgeSQLAPIError', responseDetails: { status: 429 } });
    await new Promise((done) => setTimeout(done, 1050));
    expect(await sql('SELECT 1 AS x')).toEqual({ value: [{ x: 1 }] });
  });
});

describe('state', () => {
  it('is there for the next host, with events that were not delivered, and is for nobody else to read', async () => {
    const stateDir = await mkdtemp(join(tmpdir(), 'forge-host-'));
    const first = await startProbe({ stateDir });
    await first.ask('migrate', { second: 'ALTER TABLE notes ADD COLUMN extra TEXT NULL' });
    await first.ask('sql', { query: "INSERT INTO notes (id, text) VALUES (1, 'kept')" });
    await first.ask('kvs', { do: 'set', key: 'kept', value: { deep: true } });
    await first.ask('kvs', { do: 'setSecret', key: 'kept', value: 'hush' });
    await first.ask('push', { events: { body: { name: 'kept', steps: ['ok'] }, delayInSeconds: 600 } });
    await first.host.stop();
    expect(first.said('kept')).toEqual([]);

    const second = await startProbe({ stateDir });
    expect(await second.ask('sql', { query: 'SELECT text FROM notes' })).toEqual({
      value: [{ text: 'kept' }],
    });
    expect(await second.ask('kvs', { do: 'get', key: 'kept' })).toEqual({ value: { deep: true } });
    expect(await second.ask('kvs', { do: 'getSecret', key: 'kept' })).toEqual({ value: 'hush' });
    await second.host.drainQueues({ skipDelays: true });
    expect(second.said('kept')).toMatchObject([{ delivery: 0 }, { ended: 0 }]);
    await second.host.stop();

    expect(await readFile(join(stateDir, 'kvs.json'), 'utf8')).toContain('deep');
    await rm(stateDir, { recursive: true });
  });
});
