import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSqlEngine, type SqlEngine, SqlRefused, type SqlValue } from '../../../sandbox/forge/sql';

/** A database of this suite's own on the server of SANDBOX_SQL_URL. */
function ownDatabase(): string | undefined {
  const given = process.env['SANDBOX_SQL_URL'];
  if (given === undefined || given === '') return undefined;
  const url = new URL(given);
  url.pathname = '/forge_host_sql_engines';
  return url.toString();
}

const mysql = ownDatabase();
if (mysql === undefined) console.log('SANDBOX_SQL_URL is not set: MySQL is left out of the SQL suite.');

const ENGINES: [string, string | undefined][] = [
  ['embedded', undefined],
  ...(mysql === undefined ? [] : ([['MySQL', mysql]] satisfies [string, string][])),
];

describe.each(ENGINES)('Forge SQL on the %s engine', (_, url) => {
  let engine: SqlEngine;

  beforeAll(async () => {
    engine = await openSqlEngine({ url, file: null, fresh: true });
    await run(`CREATE TABLE t (
      id INT NOT NULL, n BIGINT NULL, small TINYINT NOT NULL DEFAULT 0, name VARCHAR(5) NOT NULL,
      body TEXT NULL, PRIMARY KEY (id), INDEX by_name (name), UNIQUE KEY by_n (n))`);
    await run('CREATE TABLE counted (id BIGINT PRIMARY KEY AUTO_INCREMENT, name VARCHAR(255) NOT NULL)');
  });
  afterAll(() => engine.close());

  const run = (sql: string, ...params: SqlValue[]) => engine.execute(sql, params);
  const rows = async (sql: string, ...params: SqlValue[]) => {
    const result = await run(sql, ...params);
    if (result.kind !== 'rows') throw new Error(`no rows from ${sql}`);
    return result.rows;
  };
  const refusal = async (sql: string, ...params: SqlValue[]): Promise<string> => {
    const error: unknown = await run(sql, ...params).catch((caught) => caught);
    if (!(error instanceof SqlRefused)) throw new Error(`not refused: ${sql}: ${String(error)}`);
    return `${error.code} ${error.message.split(':')[0]}`;
  };
  const filled = async () => {
    await run('DELETE FROM t');
    await run("INSERT INTO t (id, n, name) VALUES (1, 10, 'a'), (2, 20, 'b'), (3, NULL, 'c')");
  };

  it.each([
    ['SELECT 1 / 3 AS x', '0.3333'],
    ['SELECT 6 / 2 AS x', '3.0000'],
    ['SELECT 1 / 0 AS x', null],
    ['SELECT 7 % 3 AS x', 1],
    ['SELECT 1.5 AS x', '1.5'],
    ['SELECT 1.5 * 2 AS x', '3.0'],
    ["SELECT CONCAT('a', 1, 'b') AS x", 'a1b'],
    ["SELECT CONCAT('a', NULL) AS x", null],
    ['SELECT GREATEST(1, 3, 2) AS x', 3],
    ['SELECT LEAST(1, NULL) AS x', null],
    ["SELECT IF(1 > 2, 'yes', 'no') AS x", 'no'],
    ["SELECT CASE 2 WHEN 1 THEN 'one' WHEN 2 THEN 'two' END AS x", 'two'],
    ["SELECT CASE WHEN 1 > 2 THEN 'one' ELSE 'other' END AS x", 'other'],
    ['SELECT NULL <=> NULL AS x', 1],
    ['SELECT NULL = NULL AS x', null],
    ['SELECT 1 <=> NULL AS x', 0],
    ['SELECT TRUE AS x', 1],
    ["SELECT LENGTH('é') AS x", 2],
    ["SELECT CHAR_LENGTH('é') AS x", 1],
    ["SELECT UPPER('é') AS x", 'É'],
    ["SELECT LOWER('ÉA') AS x", 'éa'],
    ["SELECT SUBSTRING('abcdef', 2, 3) AS x", 'bcd'],
    ["SELECT 'a' = 'A' AS x", 0],
    ["SELECT 'abc' LIKE 'A%' AS x", 0],
    ["SELECT 'abc' LIKE 'a_c' AS x", 1],
    [String.raw`SELECT 'a_c' LIKE 'a\_c' AS x`, 1],
    [String.raw`SELECT 'abc' LIKE 'a\_c' AS x`, 0],
    [String.raw`SELECT '50%' LIKE '50\%' AS x`, 1],
    ["SELECT 'a!b' LIKE 'a!!b' ESCAPE '!' AS x", 1],
    [String.raw`SELECT 'it\'s "a" \\ b' AS x`, String.raw`it's "a" \ b`],
    [`SELECT "it's ""a""" AS x`, `it's "a"`],
    ["SELECT 'a . b , c' AS x", 'a . b , c'],
    ["SELECT 'a' 'b' AS x", 'ab'],
    ['SELECT CAST(12 AS CHAR) AS x', '12'],
    ["SELECT CAST('12' AS SIGNED) AS x", 12],
    ['SELECT 9007199254740993 AS x', '9007199254740993'],
  ])('%s', async (sql, expected) => {
    expect(await rows(sql)).toEqual([{ x: expected }]);
  });

  it.each([
    'quote \' and " and `',
    'back\\slash \\n \\% \\',
    'line\nbreak\ttab',
    'größe 🎉 日本',
    '?; -- # /* */',
    '',
  ])('keeps text as it is, as a parameter: %j', async (text) => {
    await filled();
    await run('UPDATE t SET body = ? WHERE id = 1', text);
    expect(await rows('SELECT body FROM t WHERE body = ?', text)).toEqual([{ body: text }]);
  });

  it('adds up as DECIMAL text, counts as numbers, and names columns by their text', async () => {
    await filled();
    expect(
      await rows(
        'SELECT SUM(n), COUNT(*), MAX(n) top, AVG(n) AS average, COALESCE(SUM(small), 0) AS z FROM t',
      ),
    ).toEqual([{ 'SUM(n)': '30', 'COUNT(*)': 3, top: 20, average: '15.0000', z: '0' }]);
    expect(await rows('SELECT SUM(n) AS total FROM t WHERE id > 99')).toEqual([{ total: null }]);
    expect(
      await rows('SELECT name, SUM(n) AS total FROM t GROUP BY name HAVING SUM(n) > 9 ORDER BY total DESC'),
    ).toEqual([
      { name: 'b', total: '20' },
      { name: 'a', total: '10' },
    ]);
  });

  it('inserts several rows, and updates the ones that are there', async () => {
    await filled();
    expect(await run("INSERT IGNORE INTO t (id, name) VALUES (1, 'x'), (4, 'd')")).toMatchObject({
      affectedRows: 1,
    });
    await run(
      'INSERT INTO t (id, n, name) VALUES (?, ?, ?), (?, ?, ?) ON DUPLICATE KEY UPDATE n = VALUES(n), small = small + 1',
      ...[1, 11, 'x', 5, 50, 'e'],
    );
    expect(await rows('SELECT id, n, small, name FROM t WHERE id IN (1, 4, 5) ORDER BY id')).toEqual([
      { id: 1, n: 11, small: 1, name: 'a' },
      { id: 4, n: null, small: 0, name: 'd' },
      { id: 5, n: 50, small: 0, name: 'e' },
    ]);
  });

  it('counts a row that an upsert changes twice, one that it leaves as it is and a new one once', async () => {
    await filled();
    const upsert =
      'INSERT INTO t (id, n, name) VALUES (?, ?, ?), (?, ?, ?) ON DUPLICATE KEY UPDATE n = VALUES(n)';
    expect(await run(upsert, ...[1, 11, 'x', 7, 70, 'g'])).toMatchObject({ affectedRows: 3 });
    expect(await run(upsert, ...[1, 11, 'x', 7, 70, 'g'])).toMatchObject({ affectedRows: 2 });
    expect(await run("REPLACE INTO t (id, name) VALUES (1, 'r'), (8, 'h')")).toMatchObject({
      affectedRows: 3,
    });
  });

  it('writes as many rows as LIMIT says, the first ones of the order', async () => {
    await filled();
    expect(await run('UPDATE t SET small = 1 ORDER BY id DESC LIMIT ?', 2)).toMatchObject({
      affectedRows: 2,
    });
    expect(await run('DELETE FROM t WHERE small = ? ORDER BY id LIMIT 1', 1)).toMatchObject({
      affectedRows: 1,
    });
    expect(await rows('SELECT id FROM t ORDER BY id')).toEqual([{ id: 1 }, { id: 3 }]);
  });

  it('inserts what a SELECT finds, with and without a WHERE', async () => {
    await filled();
    await run('INSERT INTO t (id, name) SELECT id + 10, name FROM t WHERE id < 3');
    await run(
      'INSERT INTO t (id, name) SELECT id, name FROM t WHERE id > 10 ON DUPLICATE KEY UPDATE small = 1',
    );
    expect(await rows('SELECT id, small FROM t WHERE id > 10 ORDER BY id')).toEqual([
      { id: 11, small: 1 },
      { id: 12, small: 1 },
    ]);
    await run('INSERT INTO counted (name) SELECT name FROM t ON DUPLICATE KEY UPDATE name = VALUES(name)');
    expect(await rows('SELECT COUNT(*) AS c FROM counted')).toEqual([{ c: 5 }]);
  });

  it('updates by CASE, counts matched rows, and puts NULLs first', async () => {
    await filled();
    expect(await run('UPDATE t SET small = CASE id WHEN ? THEN ? ELSE small END', 2, 7)).toMatchObject({
      affectedRows: 3,
    });
    expect(await run('UPDATE t SET small = 7 WHERE id = 2')).toMatchObject({ affectedRows: 1 });
    expect(await run('DELETE FROM t WHERE id = 99')).toMatchObject({ affectedRows: 0 });
    expect(await rows('SELECT id, small FROM t ORDER BY n, id LIMIT 2')).toEqual([
      { id: 3, small: 0 },
      { id: 1, small: 0 },
    ]);
  });

  it('takes booleans as numbers, and tells the number of a row only where the table numbers them', async () => {
    await filled();
    expect(await run('INSERT INTO t (id, small, name) VALUES (?, ?, ?)', 9, true, 'z')).toMatchObject({
      insertId: 0,
    });
    expect(await rows('SELECT small FROM t WHERE id = 9')).toEqual([{ small: 1 }]);
    const first = await run("INSERT INTO counted (name) VALUES ('a')");
    expect(first).toMatchObject({ kind: 'written', affectedRows: 1 });
    expect(first.kind === 'written' && first.insertId).toBeGreaterThan(0);
  });

  it.each([
    ["INSERT INTO t (id, name) VALUES (1, 'x')", 'SQL_EXECUTION_ERROR ER_DUP_ENTRY'],
    ["INSERT INTO t (id, n, name) VALUES (9, 10, 'x')", 'SQL_EXECUTION_ERROR ER_DUP_ENTRY'],
    ["INSERT INTO t (id, name) VALUES (9, 'longer')", 'SQL_EXECUTION_ERROR ER_DATA_TOO_LONG'],
    ['INSERT INTO t (id, name) VALUES (9, NULL)', 'SQL_EXECUTION_ERROR ER_BAD_NULL_ERROR'],
    [
      "INSERT INTO t (id, n, name) VALUES (9, 'ten', 'x')",
      'SQL_EXECUTION_ERROR ER_TRUNCATED_WRONG_VALUE_FOR_FIELD',
    ],
    ['SELECT unheard_of FROM t', 'SQL_EXECUTION_ERROR ER_BAD_FIELD_ERROR'],
    ['SELECT id FROM nowhere', 'SQL_EXECUTION_ERROR ER_NO_SUCH_TABLE'],
    ['CREATE INDEX by_name ON t (name)', 'SQL_EXECUTION_ERROR ER_DUP_KEYNAME'],
    ['CREATE TABLE t (id INT NOT NULL)', 'SQL_EXECUTION_ERROR ER_TABLE_EXISTS_ERROR'],
    ['ALTER TABLE t ADD COLUMN name INT NULL', 'SQL_EXECUTION_ERROR ER_DUP_FIELDNAME'],
  ])('refuses %s', async (sql, expected) => {
    await filled();
    expect(await refusal(sql)).toBe(expected);
  });

  it.each([
    ['a number beyond its type', 'INSERT INTO t (id, small, name) VALUES (9, 128, ?)', 'x'],
    [
      'text beyond TEXT',
      'INSERT INTO t (id, name, body) VALUES (9, ?, REPLACE(?, 1, 1))',
      'x',
      'é'.repeat(32_768),
    ],
    ['no value where there is no default', 'INSERT INTO t (id) VALUES (?)', 9],
    ['a statement that makes no sense', 'SELEC ?', 1],
    ['a function that nobody knows', 'SELECT NOBODY(?)', 1],
  ])('refuses %s', async (_what, sql, ...params) => {
    await filled();
    expect(await refusal(sql, ...params)).toMatch(/^(SQL_EXECUTION_ERROR|INVALID_SQL_QUERY)/);
    expect(await rows('SELECT id FROM t WHERE id = 9')).toEqual([]);
  });

  it('alters tables: columns with defaults, indexes added and dropped', async () => {
    await filled();
    await run(
      "ALTER TABLE t ADD COLUMN extra VARCHAR(3) NOT NULL DEFAULT 'new', ADD INDEX by_extra (extra, n DESC)",
    );
    expect(await rows('SELECT extra FROM t WHERE id = 1')).toEqual([{ extra: 'new' }]);
    await run('ALTER TABLE t ADD COLUMN IF NOT EXISTS extra VARCHAR(3) NULL');
    await run('ALTER TABLE t ADD COLUMN IF NOT EXISTS more INT NULL');
    await run('ALTER TABLE t ADD COLUMN IF NOT EXISTS more INT NULL, ADD COLUMN IF NOT EXISTS most INT NULL');
    expect(await rows('SELECT extra, more, most FROM t WHERE id = 1')).toEqual([
      { extra: 'new', more: null, most: null },
    ]);
    await run('DROP INDEX by_extra ON t');
    await run('ALTER TABLE t ADD INDEX by_extra (extra)');
    await run('ALTER TABLE t DROP INDEX by_extra');
    await run('ALTER TABLE t DROP COLUMN extra');
    expect(await refusal('SELECT extra FROM t')).toBe('SQL_EXECUTION_ERROR ER_BAD_FIELD_ERROR');
  });
});
