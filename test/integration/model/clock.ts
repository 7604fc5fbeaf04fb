import { vi } from 'vitest';

/** The time of a history, in milliseconds since 1970, which is also what `Date` says. */
export class Clock {
  #at: number;

  constructor(start: number) {
    this.#at = start;
    vi.useFakeTimers({ toFake: ['Date'], now: start });
  }

  readonly now = (): number => this.#at;

  advance(milliseconds: number): void {
    this.set(this.#at + milliseconds);
  }

  set(at: number): void {
    this.#at = at;
    vi.setSystemTime(at);
  }

  stop(): void {
    vi.useRealTimers();
  }
}
