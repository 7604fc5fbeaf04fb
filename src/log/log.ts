import { AsyncLocalStorage } from 'node:async_hooks';
import { DEFAULT_LOG_LEVEL, isLogged, type LogLevel } from '../domain/log-level';
import { describeFailure } from './failure';
import { scrub } from './scrub';

/** What a line may carry. Ids of AWS accounts and of issues, never of people, and no payloads: they may hold a secret. */
export type LogDetails = Record<string, string | number | boolean | null>;

/** What an invocation took of the outside. */
export interface Usage {
  sqlStatements: number;
  sqlMilliseconds: number;
  jiraCalls: number;
  /** Of Jira's hourly quota, at the most. */
  jiraPoints: number;
  awsCalls: number;
  events: number;
}

/** Whose limit an invocation waited for. */
export type Waited = 'forge-sql' | 'forge-queue' | 'jira';

interface LogContext {
  /** Of the run, from the schedule to the last call of Jira; of the invocation where there is no run. */
  correlationId: string;
  level: LogLevel;
  usage: Usage;
  waits: Map<Waited, { times: number; milliseconds: number }>;
}

const NO_USAGE: Usage = {
  sqlStatements: 0,
  sqlMilliseconds: 0,
  jiraCalls: 0,
  jiraPoints: 0,
  awsCalls: 0,
  events: 0,
};

const context = new AsyncLocalStorage<LogContext>();

/** Runs `work` so that whatever it logs can be found by the id, and says at its end what it took. */
export function withLog<Result>(
  { correlationId, level, what }: { correlationId: string; level: LogLevel; what: string },
  work: () => Promise<Result>,
): Promise<Result> {
  const usage = { ...NO_USAGE };
  const given: LogContext = { correlationId, level, usage, waits: new Map() };
  return context.run(given, async () => {
    const started = Date.now();
    try {
      return await work();
    } finally {
      for (const [by, waited] of given.waits) log('warn', 'throttled', { what, by, ...waited });
      log('debug', 'invocation', { what, milliseconds: Date.now() - started, ...usage });
    }
  });
}

/** From here on the invocation's lines carry this id: which run it works for is known only after it has looked. */
export function correlateWith(correlationId: string): void {
  const store = context.getStore();
  if (store !== undefined) store.correlationId = correlationId;
}

/** Adds to what the invocation took. */
export function noteUsage(used: Partial<Usage>): void {
  const store = context.getStore();
  if (store === undefined) return;
  const { usage } = store;
  usage.sqlStatements += used.sqlStatements ?? 0;
  usage.sqlMilliseconds += used.sqlMilliseconds ?? 0;
  usage.jiraCalls += used.jiraCalls ?? 0;
  usage.jiraPoints += used.jiraPoints ?? 0;
  usage.awsCalls += used.awsCalls ?? 0;
  usage.events += used.events ?? 0;
}

/** What the invocation took so far, and how often it waited for whose limit. */
export function takenSoFar(): { usage: Usage; waits: Record<Waited, number> } {
  const { usage = NO_USAGE, waits } = context.getStore() ?? {};
  const times = (by: Waited): number => waits?.get(by)?.times ?? 0;
  return {
    usage: { ...usage },
    waits: {
      'forge-sql': times('forge-sql'),
      'forge-queue': times('forge-queue'),
      jira: times('jira'),
    },
  };
}

/** The invocation is about to wait, because somebody takes no more at the moment. One line at its end says how often. */
export function noteWait(by: Waited, milliseconds: number): void {
  const waits = context.getStore()?.waits;
  if (waits === undefined) return;
  const before = waits.get(by) ?? { times: 0, milliseconds: 0 };
  waits.set(by, { times: before.times + 1, milliseconds: Math.round(before.milliseconds + milliseconds) });
}

/** One structured line, where the level that admins chose lets it through. */
export function log(level: LogLevel, event: string, details: LogDetails = {}): void {
  const { correlationId, level: threshold } = context.getStore() ?? {
    correlationId: null,
    level: DEFAULT_LOG_LEVEL,
  };
  if (!isLogged(level, threshold)) return;
  const clean = Object.entries(details).map(([name, value]) => [
    name,
    typeof value === 'string' ? scrub(value) : value,
  ]);
  console[level](lineOf({ level, event, correlationId, ...Object.fromEntries(clean) }));
}

/**
 * JSON that is one line to whatever reads it: JSON leaves bare what some viewers break a line at (U+0085, U+2028) or are
 * steered by (the bidirectional controls).
 */
function lineOf(entry: LogDetails): string {
  return JSON.stringify(entry).replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, (character) =>
    character.split('').map(escaped).join(''),
  );
}

function escaped(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** One line per failure: what failed and how, without the payload, which may carry a secret, and without anybody's words. */
export function logFailure(what: string, error: unknown): void {
  log('error', 'failed', { what, ...describeFailure(error) });
}
