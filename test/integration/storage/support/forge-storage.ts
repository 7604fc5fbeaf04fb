import { type Counters, noCounts } from '../../../../sandbox/forge/counters';
import { KvsService } from '../../../../sandbox/forge/kvs/service';
import { KvsStore } from '../../../../sandbox/forge/kvs/store';
import { DOCUMENTED_LIMITS, type PlatformLimits } from '../../../../sandbox/forge/limits';
import type { PlainResponse } from '../../../../sandbox/forge/runtime/messages';
import { openSqlEngine } from '../../../../sandbox/forge/sql';
import { SqlService } from '../../../../sandbox/forge/sql/service';

export interface ForgeStorage {
  /** What Forge answers to one request of @forge/sql or @forge/kvs. */
  answer(target: { remote?: string; type?: string }, path: string, body: string): Promise<PlainResponse>;
  /** What was asked of Forge since the start or the last reset. */
  counters(): Counters;
  resetCounters(): void;
  /** The statements since the last reset, without their parameters. */
  statements(): string[];
  close(): Promise<void>;
}

/** One statement that was answered. */
export interface Watched {
  query: string;
  parameters: unknown[];
  milliseconds: number;
  bytes: number;
}

/**
 * Forge SQL and KVS for the unmodified @forge packages, with the documented limits: the embedded engine, or an empty
 * database of these tests' own on the server that SANDBOX_SQL_URL names; `embedded`: the embedded engine all the same.
 */
export async function startForgeStorage(
  database: string,
  limits: Partial<PlatformLimits> = {},
  {
    watch,
    fresh = true,
    embedded = false,
  }: { watch?: (statement: Watched) => void; fresh?: boolean; embedded?: boolean } = {},
): Promise<ForgeStorage> {
  const engine = await openSqlEngine({
    url: embedded ? undefined : ownDatabase(database),
    file: null,
    fresh,
  });
  let counters = noCounts();
  let bodies: string[] = [];
  const enforced = { ...DOCUMENTED_LIMITS, sqlDmlPerSecond: 100_000, ...limits };
  const sql = new SqlService(engine, enforced, () => counters);
  const kvs = new KvsService(new KvsStore(null), enforced, () => Date.now());

  const answerOf: ForgeStorage['answer'] = async (target, path, body) => {
    const started = performance.now();
    if (target.type === 'sql') bodies.push(body);
    const answer = await (target.type === 'sql'
      ? sql.handle(path, body)
      : kvs.handle(path, JSON.parse(body)));
    if (target.type === 'sql' && watch !== undefined) {
      const { query, params } = statementIn(body);
      const milliseconds = performance.now() - started;
      watch({ query, parameters: params ?? [], milliseconds, bytes: Buffer.byteLength(answer.body ?? '') });
    }
    return answer;
  };
  const fetchOfForge = async (
    target: { remote?: string; type?: string },
    path: string,
    init: { body?: string } = {},
  ): Promise<Response> => {
    const answer = await answerOf(target, path, init.body ?? '{}');
    return new Response(answer.status === 204 ? null : answer.body, {
      status: answer.status,
      headers: answer.headers,
    });
  };
  Reflect.set(globalThis, '__forge_fetch__', fetchOfForge);
  return {
    answer: answerOf,
    counters: () => counters,
    resetCounters: () => {
      counters = noCounts();
      bodies = [];
    },
    statements: () => bodies.map((body) => statementIn(body).query),
    close: async () => {
      Reflect.deleteProperty(globalThis, '__forge_fetch__');
      await engine.close();
    },
  };
}

function statementIn(body: string): { query: string; params?: unknown[] } {
  return JSON.parse(body);
}

/** Test files run side by side, so each has a database of its own. */
export function ownDatabase(name: string): string | undefined {
  const url = process.env['SANDBOX_SQL_URL'];
  if (url === undefined || url === '') return undefined;
  const address = new URL(url);
  address.pathname = `${address.pathname === '/' ? '/cloud_findings' : address.pathname}_${name}`;
  return address.toString();
}
