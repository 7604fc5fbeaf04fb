export type SqlValue = string | number | boolean | null;

export type SqlResult =
  | { kind: 'rows'; rows: Record<string, unknown>[] }
  /** `affectedRows` as MySQL counts them, who counts a row that an upsert changed twice; `rowsWritten` counts each once. */
  | { kind: 'written'; affectedRows: number; rowsWritten: number; insertId: number };

/** A statement that the engine refuses, in the words and codes of Forge SQL. */
export class SqlRefused extends Error {
  readonly code: 'INVALID_SQL_QUERY' | 'SQL_EXECUTION_ERROR' | 'QUERY_TIMED_OUT';

  constructor(code: SqlRefused['code'], message: string) {
    super(message);
    this.name = 'SqlRefused';
    this.code = code;
  }
}

/** What stores the relational data of the installation. Statements are in the MySQL dialect. */
export interface SqlEngine {
  /**
   * @param timeoutSeconds after which the statement is given up; none when left out
   * @throws SqlRefused
   */
  execute(query: string, params: SqlValue[], timeoutSeconds?: number): Promise<SqlResult>;
  close(): Promise<void>;
}
