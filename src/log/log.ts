import { AsyncLocalStorage } from 'node:async_hooks';
import { DEFAULT_LOG_LEVEL, isLogged, type LogLevel } from '../domain/log-level';

/** What a line may carry. Ids of AWS accounts and of issues, never of people, and no payloads: they may hold a secret. */
export type LogDetails = Record<string, string | number | boolean | null>;

interface LogContext {
  /** Of the run, from the schedule to the last call of Jira; of the invocation where there is no run. */
  correlationId: string;
  level: LogLevel;
}

const context = new AsyncLocalStorage<LogContext>();

/** Runs `work` so that whatever it logs can be found by the id. */
export function withLog<Result>(given: LogContext, work: () => Result): Result {
  return context.run(given, work);
}

/** One structured line, where the level that admins chose lets it through. */
export function log(level: LogLevel, event: string, details: LogDetails = {}): void {
  const { correlationId, level: threshold } = context.getStore() ?? {
    correlationId: null,
    level: DEFAULT_LOG_LEVEL,
  };
  if (!isLogged(level, threshold)) return;
  console[level](lineOf({ level, event, correlationId, ...details }));
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

/** One line per failure: what failed and how, without the payload, which may carry a secret. */
export function logFailure(what: string, error: unknown): void {
  const known = error instanceof Error ? error : new Error(String(error));
  log('error', 'failed', { what, error: known.name, message: known.message, stack: known.stack ?? null });
}
