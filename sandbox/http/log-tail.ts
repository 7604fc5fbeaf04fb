const KEPT_LINES = 500;

/** The last lines that the sandbox and the app logged. */
export class LogTail {
  readonly #lines: string[] = [];
  readonly #echo: (line: string) => void;

  /** @param echo gets each line as it comes */
  constructor(echo: (line: string) => void) {
    this.#echo = echo;
  }

  readonly write = (line: string): void => {
    this.#lines.push(line);
    if (this.#lines.length > KEPT_LINES) this.#lines.shift();
    this.#echo(line);
  };

  /** Oldest first. */
  lines(): string[] {
    return [...this.#lines];
  }
}
