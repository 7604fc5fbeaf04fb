const RealDate = Date;

/**
 * The time of a history, in milliseconds since 1970, which is also what `Date` says. Vitest's own clock takes as long to set
 * as a statement, and every call moves it.
 */
export class Clock {
  #at: number;

  constructor(start: number) {
    this.#at = start;
    const { now } = this;
    const clockDate = new Proxy(RealDate, {
      construct: (target, given, newTarget) =>
        Reflect.construct(target, given.length === 0 ? [now()] : given, newTarget),
      get: (target, key) => (key === 'now' ? now : Reflect.get(target, key)),
    });
    Reflect.set(globalThis, 'Date', clockDate);
  }

  readonly now = (): number => this.#at;

  advance(milliseconds: number): void {
    this.#at += milliseconds;
  }

  set(at: number): void {
    this.#at = at;
  }

  stop(): void {
    Reflect.set(globalThis, 'Date', RealDate);
  }
}
