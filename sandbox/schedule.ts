import type { SandboxClock } from './clock';
import type { SandboxStatus } from './http/parts';

const HOUR_MS = 60 * 60 * 1000;

/** Starts the hourly run by the sandbox's clock, and on demand; never two at once. */
export class Schedule {
  readonly #clock: SandboxClock;
  readonly #run: () => Promise<void>;
  readonly #onFailure: (error: unknown) => void;
  #current: Promise<void> | null = null;
  #runsFinished = 0;
  #lastError: string | null = null;
  #nextRunAt: number | null = null;
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;

  constructor(clock: SandboxClock, run: () => Promise<void>, onFailure: (error: unknown) => void) {
    this.#clock = clock;
    this.#run = run;
    this.#onFailure = onFailure;
    clock.onAdvance(() => this.#wait());
  }

  /** Runs now, and every hour from now on. */
  start(): void {
    this.#nextRunAt = this.#clock.now();
    this.#wait();
  }

  /** Starts a run in the background; nothing happens while one is running. */
  runNow(): void {
    if (this.#current !== null || this.#stopped) return;
    this.#current = this.#run()
      .then(
        () => {
          this.#lastError = null;
        },
        (error: unknown) => {
          this.#lastError = error instanceof Error ? error.message : String(error);
          this.#onFailure(error);
        },
      )
      .finally(() => {
        this.#current = null;
        this.#runsFinished += 1;
        this.#wait();
      });
  }

  status(): SandboxStatus {
    return {
      now: this.#clock.now(),
      nextRunAt: this.#nextRunAt,
      running: this.#current !== null,
      runsFinished: this.#runsFinished,
      lastError: this.#lastError,
    };
  }

  /** Starts nothing more, and resolves when the current run has ended. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#current;
  }

  #wait(): void {
    clearTimeout(this.#timer);
    if (this.#stopped || this.#nextRunAt === null || this.#current !== null) return;
    this.#timer = setTimeout(() => this.#due(), this.#clock.realMillisecondsUntil(this.#nextRunAt));
  }

  #due(): void {
    const now = this.#clock.now();
    if (this.#nextRunAt === null || now < this.#nextRunAt) {
      this.#wait();
      return;
    }
    // However far the clock jumped, one run catches up: the platform does not repeat missed hours either.
    const missed = Math.floor((now - this.#nextRunAt) / HOUR_MS);
    this.#nextRunAt += (missed + 1) * HOUR_MS;
    this.runNow();
  }
}
