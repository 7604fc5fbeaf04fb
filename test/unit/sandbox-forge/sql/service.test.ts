import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type Counters, noCounts } from '../../../../sandbox/forge/counters';
import { DOCUMENTED_LIMITS, type PlatformLimits } from '../../../../sandbox/forge/limits';
import { openSqlEngine, type SqlEngine } from '../../../../sandbox/forge/sql';
import { SqlService } from '../../../../sandbox/forge/sql/service';

const answerSchema = z.object({
  code: z.string().optional(),
  message: z.string().optional(),
  rows: z.unknown().optional(),
});

let engine: SqlEngine;
let counters: Counters;
beforeEach(async () => {
  counters = noCounts();
  engine = await openSqlEngine({ file: null });
  await engine.execute('CREATE TABLE t (a INT NOT NULL, b TEXT NULL, PRIMARY KEY (a))', []);
});
afterEach(() => engine.close());

function serviceWith(limits: Partial<PlatformLimits> = {}) {
  const service = new SqlService(engine, { ...DOCUMENTED_LIMITS, ...limits }, () => counters);
  return async (query: string, params: unknown[] = [], path = '/api/v1/execute') => {
    const { status, body } = await service.handle(path, JSON.stringify({ query, params, method: 'all' }));
    return { status, ...answerSchema.parse(JSON.parse(body)) };
  };
}

describe('Forge SQL', () => {
  it('answers writes with what @forge/sql calls an UpdateQueryResponse', async () => {
    const ask = serviceWith();
    expect(await ask('INSERT INTO t (a) VALUES (?), (?)', [1, 2])).toMatchObject({
      status: 200,
      rows: { affectedRows: 2, insertId: 0, fieldCount: 0, info: '', warningStatus: 0 },
    });
    expect(await ask('SELECT a FROM t ORDER BY a')).toMatchObject({
      status: 200,
      rows: [{ a: 1 }, { a: 2 }],
    });
    expect(counters).toMatchObject({ sqlStatements: 2, sqlRowsWritten: 2 });
  });

  it('counts the bytes of what is written, also of rows that no parameter has', async () => {
    await engine.execute('CREATE TABLE u (a INT NOT NULL, b TEXT NULL, PRIMARY KEY (a))', []);
    const ask = serviceWith();
    await ask('INSERT INTO t (a, b) VALUES (?, ?), (?, ?)', [1, 'x'.repeat(100), 2, 'x'.repeat(100)]);
    const sent = counters.sqlBytesWritten;
    expect(sent).toBeGreaterThan(200);
    await ask('INSERT INTO u (a, b) SELECT a, b FROM t WHERE 1 = 1 ON DUPLICATE KEY UPDATE b = VALUES(b)');
    expect(counters.sqlBytesWrittenByTable['u']).toBeGreaterThan(200);
    expect(counters.sqlBytesWritten).toBe(sent + (counters.sqlBytesWrittenByTable['u'] ?? 0));
    await ask('DELETE FROM t WHERE a = ?', [1]);
    expect(counters.sqlBytesWrittenByTable['t']).toBeLessThan(sent + 10);
  });

  it.each([
    ['two statements', 'SELECT 1; SELECT 2', [], 'one statement'],
    ['changes of the schema', 'DROP TABLE t', [], 'executeDDL'],
    ['changes of the schema after a comment', '/* x */ DROP TABLE t', [], 'executeDDL'],
    ['too few values', 'SELECT a FROM t WHERE a = ?', [], '1 parameters, and 0 values'],
    ['too many values', 'SELECT a FROM t', [1], '0 parameters, and 1 values'],
    ['values that are no scalars', 'SELECT ?', [{ a: 1 }], 'params'],
  ])('refuses %s', async (_what, query, params, message) => {
    const answer = await serviceWith()(query, params);
    expect(answer).toMatchObject({ status: 400, code: 'INVALID_SQL_QUERY' });
    expect(answer.message).toContain(message);
  });

  it('does not take a question mark in a text for a parameter', async () => {
    expect(await serviceWith()("SELECT 'why?' AS x")).toMatchObject({ rows: [{ x: 'why?' }] });
  });

  it('takes reads and changes of the schema through the DDL endpoint, 25 a minute', async () => {
    const ask = serviceWith({ sqlDdlPerMinute: 2 });
    const ddl = (query: string) => ask(query, [], '/api/v1/execute/ddl');
    expect(await ddl('CREATE TABLE u (a INT NOT NULL)')).toMatchObject({ status: 200 });
    expect(await ddl('SELECT a FROM u')).toMatchObject({ status: 200, rows: [] });
    expect(await ddl('DROP TABLE u')).toMatchObject({ status: 429, code: 'RATE_LIMIT_EXCEEDED' });
    expect(await ask('SELECT a FROM u')).toMatchObject({ status: 200 });
  });

  it('refuses requests and results that are too large', async () => {
    const ask = serviceWith({ sqlRequestBytes: 300, sqlResponseBytes: 200 });
    expect(await ask('SELECT ? AS x', ['y'.repeat(300)])).toMatchObject({ status: 413 });
    await engine.execute('INSERT INTO t (a, b) VALUES (1, ?)', ['y'.repeat(500)]);
    expect(await ask('SELECT b FROM t')).toMatchObject({ status: 413, code: 'SQL_EXECUTION_ERROR' });
  });

  it('gives up on a statement that takes too long, and undoes it', async () => {
    const ask = serviceWith({ sqlWriteSeconds: 0 });
    expect(await ask('INSERT INTO t (a) VALUES (1)')).toMatchObject({ status: 408, code: 'QUERY_TIMED_OUT' });
    expect(await serviceWith()('SELECT a FROM t')).toMatchObject({ rows: [] });
  });
});
