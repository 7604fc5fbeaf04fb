export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

const KEPT_LINES = 500;

/** The last lines that the sandbox and the app logged. */
export class LogTail {
  readonly #lines: string[] = [];
  readonly #echo: (line: string, level: LogLevel) => void;

  /** @param echo gets each line as it comes */
  constructor(echo: (line: string, level: LogLevel) => void) {
    this.#echo = echo;
  }

  readonly write = (line: string, level: LogLevel): void => {
    this.#lines.push(`${level} ${line}`);
    if (this.#lines.length > KEPT_LINES) this.#lines.shift();
    this.#echo(line, level);
  };

  /** Oldest first. */
  lines(): string[] {
    return [...this.#lines];
  }
}
