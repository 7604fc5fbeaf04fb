import { describe, expect, it } from 'vitest';
import { SqlRefused } from '../../../../sandbox/forge/sql';
import { translate } from '../../../../sandbox/forge/sql/translate';

function one(sql: string): string {
  const { statements } = translate(sql);
  expect(statements).toHaveLength(1);
  return statements[0] ?? '';
}

describe('what SQLite is told', () => {
  it.each([
    ['SELECT `order`, n FROM t -- why\n WHERE n = ?;', 'SELECT "order" , n FROM t WHERE n = ?1'],
    ["SELECT 'it''s' AS a", "SELECT 'it''s' AS a"],
    [String.raw`SELECT 'it\'s' AS a`, "SELECT 'it''s' AS a"],
    [`SELECT "say ""hi""" AS a`, `SELECT 'say "hi"' AS a`],
    [String.raw`SELECT 'a\\b\nc' AS a`, "SELECT 'a\\b\nc' AS a"],
    ["SELECT 'a . b' AS a", "SELECT 'a . b' AS a"],
    ["SELECT 'a' 'b' AS a", "SELECT 'ab' AS a"],
    ["SELECT 'größe 🎉 ?' AS a", "SELECT 'größe 🎉 ?' AS a"],
    ['SELECT t.`a` FROM t', 'SELECT t."a" FROM t'],
    ['SELECT n FROM t WHERE a <=> b && c', 'SELECT n FROM t WHERE a IS b AND c'],
    ['SELECT IF(a, b, c) AS x FROM t', 'SELECT iif ( a , b , c ) AS x FROM t'],
    ['SELECT GREATEST(a, b) AS x FROM t', 'SELECT max ( a , b ) AS x FROM t'],
    ['SELECT LENGTH(a) AS x FROM t', 'SELECT octet_length ( a ) AS x FROM t'],
    ['SELECT COUNT( * ) FROM t', 'SELECT COUNT ( * ) AS "COUNT( * )" FROM t'],
    ['SELECT n FROM t WHERE a LIKE ? AND n', "SELECT n FROM t WHERE a LIKE ?1 ESCAPE '\\' AND n"],
    ['SELECT n FROM t WHERE a LIKE t.b', "SELECT n FROM t WHERE a LIKE t.b ESCAPE '\\'"],
    ["SELECT n FROM t WHERE a LIKE ? ESCAPE '!'", "SELECT n FROM t WHERE a LIKE ?1 ESCAPE '!'"],
    ['INSERT IGNORE INTO t (a) VALUES (?), (?)', 'INSERT OR IGNORE INTO t ( a ) VALUES ( ?1 ) , ( ?2 )'],
    [
      'INSERT INTO t (a, n) VALUES (?, ?) ON DUPLICATE KEY UPDATE n = VALUES(n), b = COALESCE(VALUES(b), b)',
      'INSERT INTO t ( a , n ) VALUES ( ?1 , ?2 ) ON CONFLICT DO UPDATE SET n = excluded.n , b = COALESCE ( excluded.b , b ) WHERE t.n IS NOT ( excluded.n ) OR t.b IS NOT ( COALESCE ( excluded.b , b ) )',
    ],
    [
      'INSERT INTO t (a) SELECT a FROM s ON DUPLICATE KEY UPDATE a = VALUES(a)',
      'INSERT INTO t ( a ) SELECT a FROM s WHERE TRUE ON CONFLICT DO UPDATE SET a = excluded.a WHERE t.a IS NOT ( excluded.a )',
    ],
    [
      'INSERT INTO t (a) SELECT a FROM s WHERE n = 1 ON DUPLICATE KEY UPDATE a = VALUES(a)',
      'INSERT INTO t ( a ) SELECT a FROM s WHERE n = 1 ON CONFLICT DO UPDATE SET a = excluded.a WHERE t.a IS NOT ( excluded.a )',
    ],
    ['CREATE INDEX by_n ON t (n DESC, a(10))', 'CREATE INDEX "t__by_n" ON t (n DESC, a)'],
    ['DROP INDEX by_n ON t', 'DROP INDEX "t__by_n"'],
    ['ALTER TABLE t ADD UNIQUE KEY u (a)', 'CREATE UNIQUE INDEX "t__u" ON t (a)'],
    ['ALTER TABLE t RENAME COLUMN a TO b', 'ALTER TABLE t RENAME COLUMN a TO b'],
    ['UPDATE t SET a = 1 WHERE n = 2', 'UPDATE t SET a = 1 WHERE n = 2'],
    [
      'UPDATE t SET a = ? WHERE n = ? ORDER BY n LIMIT ?',
      'UPDATE t SET a = ?1 WHERE rowid IN ( SELECT rowid FROM t WHERE n = ?2 ORDER BY n LIMIT ?3 )',
    ],
    ['DELETE FROM t LIMIT 5', 'DELETE FROM t WHERE rowid IN ( SELECT rowid FROM t LIMIT 5 )'],
    ["SELECT CONCAT(a, 'b') AS x FROM t", "SELECT ( ( a ) || ( 'b' ) ) AS x FROM t"],
    ['SELECT LEFT(a, 3) AS x FROM t', 'SELECT substr ( a , 1 , 3 ) AS x FROM t'],
    ['SELECT a / b AS x FROM t', 'SELECT a * 1.0 / b AS x FROM t'],
  ])('%s', (mysql, sqlite) => {
    expect(one(mysql)).toBe(sqlite);
  });

  it('makes a table and its indexes of one CREATE TABLE, and repeats neither when it may exist', () => {
    const { statements } = translate(
      'CREATE TABLE IF NOT EXISTS t (id CHAR(3) NOT NULL, body TEXT NULL, PRIMARY KEY (id), INDEX by_body (body(9))) ENGINE=InnoDB',
    );
    expect(statements).toHaveLength(2);
    expect(statements[0]).toContain(`CHECK (length(id) <= 3)`);
    expect(statements[0]).toContain(`CHECK (octet_length(body) <= 65535)`);
    expect(statements[1]).toBe('CREATE INDEX IF NOT EXISTS "t__by_body" ON t (body)');
  });
});

describe('a schema that changes', () => {
  it('adds virtual columns, and indexes that may be there or gone', () => {
    const { statements } = translate(
      'ALTER TABLE t ADD COLUMN x TINYINT GENERATED ALWAYS AS (CASE WHEN a IS NULL THEN 1 ELSE 0 END) VIRTUAL',
    );
    expect(statements).toEqual([
      expect.stringMatching(
        /^ALTER TABLE t ADD COLUMN x INT GENERATED ALWAYS AS ?\(\s?CASE .* END\s?\) VIRTUAL$/,
      ),
    ]);
    expect(
      translate('ALTER TABLE t ADD INDEX IF NOT EXISTS by_x (x), DROP INDEX IF EXISTS by_a').statements,
    ).toEqual(['CREATE INDEX IF NOT EXISTS "t__by_x" ON t (x)', 'DROP INDEX IF EXISTS "t__by_a"']);
  });
});

describe('what is refused, by name', () => {
  it.each([
    ['SELECT a || b FROM t', 'CONCAT'],
    ['SELECT a DIV b FROM t', 'DIV'],
    ["SELECT n FROM t WHERE a REGEXP 'x'", 'REGEXP'],
    ['SELECT JSON_EXTRACT(a, ?) FROM t', 'JSON_EXTRACT'],
    ['SELECT typeof(a) FROM t', 'TYPEOF'],
    ['SELECT n FROM t WHERE at > NOW() - INTERVAL 1 DAY', 'INTERVAL'],
    ['SELECT n FROM t FOR UPDATE', 'FOR UPDATE'],
    ['SELECT @a := 1', '@'],
    ['SELECT 0x1F', '0x1F'],
    ['SELECT CAST(a AS DECIMAL(10, 2)) FROM t', 'DECIMAL'],
    ['SELECT CAST(a AS DATE) FROM t', 'CHAR and SIGNED'],
    ['(SELECT 1) UNION (SELECT 2)', 'in brackets'],
    ['SELECT /*+ hint */ 1', 'hints'],
    ["SELECT 'open", 'never closed'],
    ['SELECT (1', 'bracket'],
    ['SELECT 1; SELECT 2', 'one statement'],
    ['', 'empty statement'],
    ['TRUNCATE TABLE t', 'TRUNCATE'],
    ['SHOW TABLES', 'SHOW'],
    ['INSERT INTO t SET a = 1', 'INSERT ... SET'],
    ['INSERT INTO t (a) VALUES (1) ON CONFLICT DO NOTHING', 'CONFLICT'],
    ['INSERT INTO t (a) VALUES (1) RETURNING a', 'RETURNING'],
    ['UPDATE t JOIN s ON t.a = s.a SET t.n = 1', 'joined tables'],
    ['DELETE t FROM t JOIN s', 'joined tables'],
    ['CREATE TABLE t (a DECIMAL(10, 2))', 'DECIMAL'],
    ['CREATE TABLE t (a INT UNSIGNED)', 'UNSIGNED'],
    ['CREATE TABLE t (a INT GENERATED ALWAYS AS (1))', 'GENERATED'],
    ['CREATE TABLE t (a INT) COLLATE utf8mb4_general_ci', 'utf8mb4_general_ci'],
    ['CREATE TABLE t (a VARCHAR(9) COLLATE utf8mb4_general_ci)', 'COLLATE'],
    ['CREATE TABLE t LIKE s', 'columns in brackets'],
    ['CREATE TABLE t (a INT, FOREIGN KEY (a) REFERENCES s (a))', 'FOREIGN'],
    ['CREATE VIEW v AS SELECT 1', 'CREATE VIEW'],
    ['ALTER TABLE t MODIFY a BIGINT', 'MODIFY'],
    ['ALTER TABLE t ADD COLUMN a INT AFTER b', 'AFTER'],
    ['DROP VIEW v', 'DROP VIEW'],
  ])('%s', (sql, named) => {
    expect(() => translate(sql)).toThrow(SqlRefused);
    expect(() => translate(sql)).toThrow(named);
  });

  it.each([
    'UPDATE t SET a = 1, b = a',
    'UPDATE t SET a = a + 1, b = CASE WHEN t.a > 1 THEN 1 ELSE 0 END WHERE n = 1',
    'UPDATE t SET a = 1, a = a + 1',
    'INSERT INTO t (a, b) VALUES (1, 2) ON DUPLICATE KEY UPDATE a = VALUES(a), b = b + a',
  ])('an assignment that reads what one before it assigns, which engines read differently: %s', (sql) => {
    expect(() => translate(sql)).toThrow('reads a, which was assigned before it');
  });

  it.each([
    'UPDATE t SET b = a, a = 1',
    'UPDATE t SET a = a + 1, b = 2 WHERE a = 1',
    'INSERT INTO t (a, b) VALUES (1, 2) ON DUPLICATE KEY UPDATE a = VALUES(a), b = VALUES(a)',
  ])('but not where every engine reads the old value: %s', (sql) => {
    expect(() => translate(sql)).not.toThrow();
  });
});

describe('columns that MySQL returns as decimal text', () => {
  it.each([
    ['SELECT SUM(n) AS x FROM t', 0],
    ['SELECT COALESCE(SUM(n), 0) AS x FROM t', 0],
    ['SELECT SUM(CASE WHEN n > 1 THEN 1 ELSE 0 END) x FROM t', 0],
    ['SELECT CASE WHEN COUNT(*) > 1 THEN SUM(n) ELSE 0 END AS x FROM t', 0],
    ['SELECT AVG(n) AS x FROM t', 4],
    ['SELECT a / b AS x FROM t', 4],
    ['SELECT (SUM(n) + 1) * 1.5 AS x FROM t', 1],
    ['WITH s AS (SELECT n FROM t) SELECT SUM(n) AS x FROM s', 0],
  ])('%s', (sql, digits) => {
    expect([...translate(sql).decimals]).toEqual([['x', digits]]);
  });

  it.each(['SELECT COUNT(*) AS x FROM t', 'SELECT MAX(n) AS x FROM t', 'SELECT SUM(n) > 1 AS x FROM t'])(
    'not of %s',
    (sql) => {
      expect(translate(sql).decimals.size).toBe(0);
    },
  );
});
