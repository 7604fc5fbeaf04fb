import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { json, refusal } from '../answer';
import type { Counters } from '../counters';
import type { PlatformLimits } from '../limits';
import type { PlainResponse } from '../runtime/messages';
import { type SqlEngine, SqlRefused, type SqlResult } from './engine';
import { remember } from './remember';
import { closingBracket, is, type Token, tokenize } from './tokens';
import { rowsOfValues } from './translate-write';

const requestSchema = z.object({
  query: z.string(),
  params: z.array(z.union([z.string(), z.number(), z.boolean(), z.null()])).default([]),
  method: z.string().optional(),
});

const SCHEMA_CHANGES = ['CREATE', 'ALTER', 'DROP', 'TRUNCATE', 'RENAME'];
const READS = ['SELECT', 'WITH', '(', 'SHOW', 'DESCRIBE', 'EXPLAIN'];

const unknownError = (message = 'An unknown error occurred.') => refusal(500, 'UNKNOWN_ERROR', message);

const startsWithOne = ([first]: Token[], verbs: string[]): boolean => verbs.some((verb) => is(first, verb));

/** Test seam: what goes wrong with a number of statements, after a number of others. */
export interface SqlFault {
  /** `answer-lost`: the statement is executed, and the app hears of an error. */
  effect: 'rate-limit' | 'error' | 'answer-lost';
  after: number;
  times: number;
  /** Of an `error`: what the database says, in place of nothing. */
  message?: string;
}

/** Counts what happened in a sliding window of time. */
class Rate {
  readonly #at: number[] = [];

  /** How many are in the window. */
  get number(): number {
    return this.#at.length;
  }

  /** Whether one more stays within `limit` per `windowMs`; counts it when it does. */
  take(limit: number, windowMs: number): boolean {
    if (limit === Number.POSITIVE_INFINITY) return true;
    const now = Date.now();
    while (this.#at[0] !== undefined && this.#at[0] <= now - windowMs) this.#at.shift();
    if (this.#at.length >= limit) return false;
    this.#at.push(now);
    return true;
  }
}

/** What the platform looks at in a statement. */
const factsOf = remember((query) => {
  const tokens = tokenize(query);
  return {
    isSeveral: tokens.some((token) => is(token, ';')),
    changesSchema: startsWithOne(tokens, SCHEMA_CHANGES),
    reads: startsWithOne(tokens, READS),
    asked: tokens.filter((token) => token.kind === 'parameter').length,
    writtenTable: writtenTable(tokens),
    rowsOfUpsert: rowsOfUpsert(tokens),
    rowsLikeCopied: rowsLikeCopied(tokens),
  };
});
type StatementFacts = ReturnType<typeof factsOf>;

/** What the platform itself refuses, whatever the engine. */
function refuseMalformed(
  { isSeveral, changesSchema, asked }: StatementFacts,
  given: number,
  throughDdl: boolean,
): void {
  if (isSeveral) {
    throw new SqlRefused('INVALID_SQL_QUERY', 'Forge SQL takes one statement a request.');
  }
  if (changesSchema && !throughDdl) {
    throw new SqlRefused('INVALID_SQL_QUERY', 'Changes of the schema go through executeDDL.');
  }
  if (asked !== given) {
    throw new SqlRefused(
      'INVALID_SQL_QUERY',
      `The query has ${asked} parameters, and ${given} values were bound.`,
    );
  }
}

const TABLE_BEFORE = ['INTO', 'UPDATE', 'FROM'];

/** The table that a statement writes to. */
function writtenTable(tokens: Token[]): string {
  const before = tokens.findIndex((token) => TABLE_BEFORE.some((verb) => is(token, verb)));
  return tokens[before + 1]?.text ?? '';
}

/** Rows as a person counts them: MySQL counts one that ON DUPLICATE KEY UPDATE changed twice. Null for other statements. */
function rowsOfUpsert(tokens: Token[]): number | null {
  const duplicate = tokens.findIndex((token) => is(token, 'DUPLICATE'));
  return duplicate < 0 ? null : rowsOfValues(tokens.slice(0, duplicate));
}

const LOOKED_AT = 100;

/** Of an INSERT ... SELECT, the query for what rows of its table hold in the columns that it writes; null for other statements. */
function rowsLikeCopied(tokens: Token[]): string | null {
  const into = tokens.findIndex((token) => is(token, 'INTO'));
  const duplicate = tokens.findIndex((token) => is(token, 'DUPLICATE'));
  const values = rowsOfValues(duplicate < 0 ? tokens : tokens.slice(0, duplicate));
  if (!startsWithOne(tokens, ['INSERT', 'REPLACE']) || !is(tokens[into + 2], '(') || values !== null)
    return null;
  const columns = tokens.slice(into + 3, closingBracket(tokens, into + 2)).filter((token) => !is(token, ','));
  const quoted = columns.map(({ text }) => `\`${text}\``).join(', ');
  return `SELECT ${quoted} FROM \`${tokens[into + 1]?.text}\` LIMIT ${LOOKED_AT}`;
}

function body(result: SqlResult): object {
  if (result.kind === 'rows') return { rows: result.rows, metadata: {} };
  const { affectedRows, insertId } = result;
  return {
    rows: { affectedRows, insertId, fieldCount: 0, info: '', serverStatus: 2, warningStatus: 0 },
    metadata: {},
  };
}

/**
 * Forge SQL as @forge/sql speaks to it: POST { query, params } to /api/v1/execute, and to /api/v1/execute/ddl for
 * changes of the schema. Limits: https://developer.atlassian.com/platform/forge/limits-sql/
 */
export class SqlService {
  readonly #engine: SqlEngine;
  readonly #limits: PlatformLimits;
  readonly #counters: () => Counters;
  readonly #latencyMs: number;
  readonly #dml = new Rate();
  readonly #ddl = new Rate();
  readonly #bytesOfCopiedRow = new Map<string, number>();

  fault: SqlFault | null = null;

  /** @param latencyMs how long the way there and back takes, for those who measure */
  constructor(engine: SqlEngine, limits: PlatformLimits, counters: () => Counters, latencyMs = 0) {
    this.#latencyMs = latencyMs;
    this.#engine = engine;
    this.#limits = limits;
    this.#counters = counters;
  }

  async handle(path: string, text: string): Promise<PlainResponse> {
    if (Buffer.byteLength(text) > this.#limits.sqlRequestBytes) {
      return refusal(
        413,
        'INVALID_SQL_QUERY',
        `The request is larger than ${this.#limits.sqlRequestBytes} bytes.`,
      );
    }
    const request = requestSchema.safeParse(JSON.parse(text));
    if (!request.success) return refusal(400, 'INVALID_SQL_QUERY', z.prettifyError(request.error));
    const { query, params } = request.data;
    const throughDdl = path === '/api/v1/execute/ddl';
    const inRate = throughDdl
      ? this.#ddl.take(this.#limits.sqlDdlPerMinute, 60_000)
      : this.#dml.take(this.#limits.sqlDmlPerSecond, 1000);
    const counters = this.#counters();
    counters.sqlStatementsInASecond = Math.max(counters.sqlStatementsInASecond, this.#dml.number);
    if (this.#latencyMs > 0) await sleep(this.#latencyMs);
    const said = this.fault?.message;
    const effect = this.#strike();
    if (!inRate || effect === 'rate-limit')
      return refusal(429, 'RATE_LIMIT_EXCEEDED', 'Too many SQL requests; try again later.');
    if (effect === 'error') return unknownError(said);
    const answer = await this.#execute(query, params, throughDdl);
    return effect === 'answer-lost' ? unknownError() : answer;
  }

  #strike(): SqlFault['effect'] | null {
    if (this.fault === null) return null;
    const { effect, after, times } = this.fault;
    if (after > 0) {
      this.fault = { ...this.fault, after: after - 1 };
      return null;
    }
    this.fault = times > 1 ? { ...this.fault, times: times - 1 } : null;
    this.#counters().sqlFaults += 1;
    return effect;
  }

  async #execute(
    query: string,
    params: z.infer<typeof requestSchema>['params'],
    throughDdl: boolean,
  ): Promise<PlainResponse> {
    const counters = this.#counters();
    const started = performance.now();
    try {
      const facts = factsOf(query);
      refuseMalformed(facts, params.length, throughDdl);
      const { sqlSelectSeconds, sqlWriteSeconds } = this.#limits;
      const seconds = facts.reads ? sqlSelectSeconds : sqlWriteSeconds;
      const result = await this.#engine.execute(query, params, seconds);
      if (result.kind === 'written') {
        const { writtenTable: table, rowsOfUpsert: upserted } = facts;
        const rows = Math.min(result.rowsWritten, upserted ?? result.rowsWritten);
        counters.sqlRowsWritten += rows;
        counters.sqlRowsWrittenByTable[table] = (counters.sqlRowsWrittenByTable[table] ?? 0) + rows;
        const bytes =
          Buffer.byteLength(JSON.stringify(params)) + rows * (await this.#bytesOfCopied(facts, rows));
        counters.sqlBytesWritten += bytes;
        counters.sqlBytesWrittenByTable[table] = (counters.sqlBytesWrittenByTable[table] ?? 0) + bytes;
      }
      const answer = json(200, body(result));
      if (Buffer.byteLength(answer.body) > this.#limits.sqlResponseBytes) {
        return refusal(
          413,
          'SQL_EXECUTION_ERROR',
          `The result is larger than ${this.#limits.sqlResponseBytes} bytes.`,
        );
      }
      counters.sqlBytes += answer.body.length;
      return answer;
    } catch (error) {
      if (!(error instanceof SqlRefused)) throw error;
      return refusal(error.code === 'QUERY_TIMED_OUT' ? 408 : 400, error.code, error.message);
    } finally {
      counters.sqlStatements += 1;
      counters.sqlMilliseconds += performance.now() - started;
    }
  }

  /** What a row that is copied has on average, of some that were: 0 where the statement copies none. */
  async #bytesOfCopied({ rowsLikeCopied: query }: StatementFacts, rows: number): Promise<number> {
    if (query === null || rows === 0) return 0;
    const known = this.#bytesOfCopiedRow.get(query);
    if (known !== undefined) return known;
    const alike = await this.#engine.execute(query, []);
    const found = alike.kind === 'rows' ? alike.rows.map((row) => JSON.stringify(Object.values(row))) : [];
    const bytes = found.reduce((sum, text) => sum + Buffer.byteLength(text), 0) / Math.max(1, found.length);
    this.#bytesOfCopiedRow.set(query, bytes);
    return bytes;
  }
}
