import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { json, refusal } from '../answer';
import type { Counters } from '../counters';
import type { PlatformLimits } from '../limits';
import type { PlainResponse } from '../runtime/messages';
import { type SqlEngine, SqlRefused, type SqlResult } from './engine';
import { remember } from './remember';
import { is, type Token, tokenize } from './tokens';

const requestSchema = z.object({
  query: z.string(),
  params: z.array(z.union([z.string(), z.number(), z.boolean(), z.null()])).default([]),
  method: z.string().optional(),
});

const SCHEMA_CHANGES = ['CREATE', 'ALTER', 'DROP', 'TRUNCATE', 'RENAME'];
const READS = ['SELECT', 'WITH', '(', 'SHOW', 'DESCRIBE', 'EXPLAIN'];

const startsWithOne = ([first]: Token[], verbs: string[]): boolean => verbs.some((verb) => is(first, verb));

/** Counts what happened in a sliding window of time. */
class Rate {
  readonly #at: number[] = [];

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
    if (this.#latencyMs > 0) await sleep(this.#latencyMs);
    if (!inRate) return refusal(429, 'RATE_LIMIT_EXCEEDED', 'Too many SQL requests; try again later.');
    return this.#execute(query, params, throughDdl);
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
        counters.sqlRowsWritten += result.affectedRows;
        counters.sqlBytesWritten += Buffer.byteLength(JSON.stringify(params));
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
}
