import { rmSync } from 'node:fs';
import sqlite from 'node-sqlite3-wasm';
import { type SqlEngine, SqlRefused, type SqlResult, type SqlValue } from './engine';
import { remember } from './remember';
import { explained } from './sqlite-refusals';
import { type Translated, translate } from './translate';
import type { InsertFacts } from './translate-write';

const translated = remember(translate);

type Database = InstanceType<typeof sqlite.Database>;
type Statement = ReturnType<Database['prepare']>;

/** A value as MySQL's driver returns it: what JSON cannot hold as text, and DECIMAL as text with its digits. */
function asMysql(value: unknown, digits: number | undefined): unknown {
  if (typeof value === 'bigint') {
    const isSafe = Number.isSafeInteger(Number(value));
    if (digits === undefined) return isSafe ? Number(value) : value.toString();
    return digits === 0 || !isSafe ? value.toString() : Number(value).toFixed(digits);
  }
  return typeof value === 'number' && digits !== undefined ? value.toFixed(digits) : value;
}

function quoted(name: string): string {
  return `\`${name.replaceAll('`', '``')}\``;
}

/** Counts rows and ids of a write as MySQL does, with CLIENT_FOUND_ROWS as in Forge SQL's own client. */
class RowCounter {
  readonly #prepared: PreparedStatements;
  readonly #withSequence = new Map<string, boolean>();

  constructor(prepared: PreparedStatements) {
    this.#prepared = prepared;
  }

  schemaChanged(): void {
    this.#withSequence.clear();
  }

  rowsOf(table: string): number {
    const count = `SELECT COUNT(*) AS n FROM ${quoted(table)}`;
    return Number(this.#prepared.run(count, (known) => known.get())?.['n'] ?? 0);
  }

  /**
   * @param changes rows that SQLite inserted or changed
   * @param added by how many rows the table grew
   */
  affectedRows({ onDuplicate, rows }: InsertFacts, changes: number, added: number): number {
    if (onDuplicate === 'update') return (rows ?? added) + (rows === null ? 2 : 1) * (changes - added);
    return onDuplicate === 'replace' ? changes + (changes - added) : changes;
  }

  /** The id of the first row that was inserted; 0 for a table without AUTO_INCREMENT. */
  insertId(table: string, changes: number, lastRowId: number): number {
    let sequence = this.#withSequence.get(table);
    if (sequence === undefined) {
      const found = this.#prepared.run(
        "SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ?",
        (known) => known.get(table),
      );
      sequence = String(found?.['sql'] ?? '').includes('AUTOINCREMENT');
      this.#withSequence.set(table, sequence);
    }
    return sequence && changes > 0 ? lastRowId - changes + 1 : 0;
  }
}

/** Statements that are prepared once: preparing takes longer than running. */
class PreparedStatements {
  readonly #database: Database;
  readonly #prepared = new Map<string, Statement>();

  constructor(database: Database) {
    this.#database = database;
  }

  run<Result>(text: string, work: (statement: Statement) => Result): Result {
    const statement = this.#of(text);
    try {
      return work(statement);
    } catch (error) {
      this.#drop(text, statement);
      throw error;
    }
  }

  #of(text: string): Statement {
    const known = this.#prepared.get(text);
    if (known !== undefined) return known;
    if (this.#prepared.size >= MOST_PREPARED) this.forget();
    const statement = this.#database.prepare(text);
    this.#prepared.set(text, statement);
    return statement;
  }

  #drop(text: string, statement: Statement): void {
    this.#prepared.delete(text);
    try {
      statement.finalize();
    } catch {
      // It says once more why it failed, which the caller hears already.
    }
  }

  /** The schema changed, or they are too many. */
  forget(): void {
    for (const statement of this.#prepared.values()) statement.finalize();
    this.#prepared.clear();
  }
}

const MOST_PREPARED = 500;

/**
 * SQLite in WebAssembly, speaking enough of the MySQL dialect. Text compares case-sensitively, as in TiDB's default
 * collation utf8mb4_bin; column types are held to, as in MySQL's strict mode.
 * @param file null keeps the database in memory
 */
export function openSqlite(file: string | null): SqlEngine {
  // A process that was cut off leaves its lock behind; the sandbox is the file's only user.
  if (file !== null) rmSync(`${file}.lock`, { recursive: true, force: true });
  const database = new sqlite.Database(file ?? ':memory:');
  database.exec('PRAGMA case_sensitive_like = ON');
  database.exec('PRAGMA synchronous = OFF');
  // SQLite's own know the letters of ASCII alone.
  database.function('lower', (text: unknown) => (text === null ? null : String(text).toLowerCase()));
  database.function('upper', (text: unknown) => (text === null ? null : String(text).toUpperCase()));
  const prepared = new PreparedStatements(database);
  const counter = new RowCounter(prepared);

  const read = ({ statements: [statement = ''], decimals }: Translated, params: SqlValue[]): SqlResult => ({
    kind: 'rows',
    rows: prepared
      .run(statement, (known) => known.all(params))
      .map((row) =>
        Object.fromEntries(
          Object.entries(row).map(([column, value]) => [column, asMysql(value, decimals.get(column))]),
        ),
      ),
  });

  const write = ({ statements, insert }: Translated, params: SqlValue[]): SqlResult => {
    const grows = insert?.onDuplicate === 'update' || insert?.onDuplicate === 'replace';
    const before = grows ? counter.rowsOf(insert.table) : 0;
    let changes = 0;
    let lastRowId = 0;
    for (const statement of statements) {
      const result = prepared.run(statement, (known) => known.run(params));
      changes = result.changes;
      lastRowId = Number(result.lastInsertRowid);
    }
    const rowsWritten = changes;
    if (insert === null) return { kind: 'written', affectedRows: changes, rowsWritten, insertId: 0 };
    const added = grows ? counter.rowsOf(insert.table) - before : changes;
    return {
      kind: 'written',
      affectedRows: counter.affectedRows(insert, changes, added),
      rowsWritten,
      insertId: counter.insertId(insert.table, changes, lastRowId),
    };
  };

  const hasColumn = (wanted: Translated['unlessColumn'][number] | undefined): boolean =>
    wanted !== null &&
    wanted !== undefined &&
    database.all(`PRAGMA table_xinfo(${wanted.table})`).some(({ name }) => name === wanted.column);

  const within = (timeoutSeconds: number, work: () => SqlResult): SqlResult => {
    const started = performance.now();
    const result = work();
    if (performance.now() - started > timeoutSeconds * 1000) {
      throw new SqlRefused('QUERY_TIMED_OUT', `The query took longer than ${timeoutSeconds} seconds.`);
    }
    return result;
  };

  /** One statement of MySQL is done or not done, and not at all when it took too long. */
  const inTransaction = (timeoutSeconds: number, work: () => SqlResult): SqlResult => {
    prepared.run('BEGIN', (known) => known.run());
    try {
      const result = within(timeoutSeconds, work);
      prepared.run('COMMIT', (known) => known.run());
      return result;
    } catch (error) {
      prepared.run('ROLLBACK', (known) => known.run());
      throw error;
    }
  };

  return {
    async execute(query, params, timeoutSeconds = Number.POSITIVE_INFINITY) {
      try {
        const statement = translated(query);
        if (statement.changesSchema) {
          counter.schemaChanged();
          prepared.forget();
          return inTransaction(timeoutSeconds, () => {
            for (const [index, text] of statement.statements.entries())
              if (!hasColumn(statement.unlessColumn[index])) database.exec(text);
            return { kind: 'written', affectedRows: 0, rowsWritten: 0, insertId: 0 };
          });
        }
        return statement.reads
          ? within(timeoutSeconds, () => read(statement, params))
          : inTransaction(timeoutSeconds, () => write(statement, params));
      } catch (error) {
        throw explained(error);
      }
    },
    async close() {
      prepared.forget();
      database.close();
    },
  };
}
