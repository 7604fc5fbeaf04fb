import type { PlatformLimits } from './limits';
import type { LogLevel } from './runtime/messages';

/** One line that the app or the platform logged. */
export interface LogLine {
  at: number;
  level: LogLevel;
  source: 'app' | 'platform';
  functionKey: string | null;
  invocationId: string | null;
  text: string;
}

export type Log = (line: LogLine) => void;

interface LoggingInvocation {
  functionKey: string;
  invocationId: string;
  /** Minutes of its timeout, rounded up: the platform keeps so many lines for each. */
  runtimeMinutes: number;
}

/** Collects what is logged, within what the platform keeps of an invocation. */
export class Logs {
  readonly #log: Log;
  readonly #limits: PlatformLimits;
  readonly #now: () => number;

  constructor(log: Log, limits: PlatformLimits, now: () => number) {
    this.#log = log;
    this.#limits = limits;
    this.#now = now;
  }

  platform(level: 'warn' | 'error', functionKey: string | null, text: string): void {
    this.#log({ at: this.#now(), level, source: 'platform', functionKey, invocationId: null, text });
  }

  app(functionKey: string | null, invocationId: string, level: LogLevel, text: string): void {
    this.#log({ at: this.#now(), level, source: 'app', functionKey, invocationId, text });
  }

  /** Where an invocation's lines go; what is beyond the limits is dropped, with one word about it. */
  ofInvocation({ functionKey, invocationId, runtimeMinutes }: LoggingInvocation) {
    const { logLinesPerRuntimeMinute, logBytesPerInvocation } = this.#limits;
    const mostLines = logLinesPerRuntimeMinute * runtimeMinutes;
    let lines = 0;
    let bytes = 0;
    const isFull = (): boolean => lines > mostLines || bytes > logBytesPerInvocation;
    return (level: LogLevel, text: string): void => {
      const wasFull = isFull();
      lines += 1;
      bytes += Buffer.byteLength(text);
      if (!isFull()) {
        this.app(functionKey, invocationId, level, text);
      } else if (!wasFull) {
        const most = `${mostLines} lines or ${logBytesPerInvocation} bytes`;
        this.platform('warn', functionKey, `The invocation logs more than ${most}; the rest is lost.`);
      }
    };
  }
}
