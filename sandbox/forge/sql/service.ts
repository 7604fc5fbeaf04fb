import { z } from 'zod';
import { json, refusal } from '../answer';
import type { Counters } from '../counters';
import type { PlatformLimits } from '../limits';
import type { PlainResponse } from '../runtime/messages';
import { type SqlEngine, SqlRefused, type SqlResult } from './engine';

const requestSchema = z.object({
  query: z.string(),
  params: z.array(z.union([z.string(), z.number(), z.boolean(), z.null()])).default([]),
  method: z.string().optional(),
});

const DDL = /^\s*(CREATE|ALTER|DROP|TRUNCATE|RENAME)\b/i;
const READ = /^\s*(SELECT|WITH|SHOW|DESCRIBE|EXPLAIN)\b/i;

/** Counts what happened in a sliding window of time. */
class Rate {
  readonly #at: number[] = [];

  /** Whether one more stays within `limit` per `windowMs`; counts it when it does. */
  take(limit: number, windowMs: number): boolean {
    const now = Date.now();
    while (this.#at[0] !== undefined && this.#at[0] <= now - windowMs) this.#at.shift();
    if (this.#at.length >= limit) return false;
    this.#at.push(now);
    return true;
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
  readonly #dml = new Rate();
  readonly #ddl = new Rate();

  constructor(engine: SqlEngine, limits: PlatformLimits, counters: () => Counters) {
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
    const { query, params } = requestSchema.parse(JSON.parse(text));
    const throughDdl = path === '/api/v1/execute/ddl';
    if (DDL.test(query) && !throughDdl) {
      return refusal(400, 'INVALID_SQL_QUERY', 'Changes of the schema go through executeDDL.');
    }
    const inRate = throughDdl
      ? this.#ddl.take(this.#limits.sqlDdlPerMinute, 60_000)
      : this.#dml.take(this.#limits.sqlDmlPerSecond, 1000);
    if (!inRate) return refusal(429, 'RATE_LIMIT_EXCEEDED', 'Too many SQL requests; try again later.');
    return this.#execute(query, params);
  }

  async #execute(query: string, params: z.infer<typeof requestSchema>['params']): Promise<PlainResponse> {
    const counters = this.#counters();
    const started = performance.now();
    try {
      const result = await this.#engine.execute(query, params);
      const milliseconds = performance.now() - started;
      counters.sqlMilliseconds += milliseconds;
      const seconds = READ.test(query) ? this.#limits.sqlSelectSeconds : this.#limits.sqlWriteSeconds;
      if (milliseconds > seconds * 1000) {
        return refusal(408, 'QUERY_TIMED_OUT', `The query took longer than ${seconds} seconds.`);
      }
      if (result.kind === 'written') counters.sqlRowsWritten += result.affectedRows;
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
      if (error instanceof SqlRefused) return refusal(400, error.code, error.message);
      throw error;
    } finally {
      counters.sqlStatements += 1;
    }
  }
}
