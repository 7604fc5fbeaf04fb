/** The sandbox's own time: it runs like the real one, and can be put forward. */
export class SandboxClock {
  #anchor: { real: number; sandbox: number };
  readonly #speed: number;
  readonly #listeners = new Set<() => void>();

  /**
   * @param start what the clock shows now, milliseconds since 1970
   * @param speed sandbox milliseconds per real millisecond
   */
  constructor(start: number, speed = 1) {
    this.#anchor = { real: Date.now(), sandbox: start };
    this.#speed = speed;
  }

  readonly now = (): number =>
    Math.round(this.#anchor.sandbox + (Date.now() - this.#anchor.real) * this.#speed);

  /** Real milliseconds until the clock shows `moment`; 0 when it already has. */
  realMillisecondsUntil(moment: number): number {
    return Math.max(0, Math.ceil((moment - this.now()) / this.#speed));
  }

  /** Puts the clock forward. Time never runs backwards: what is stored is not older than now. */
  advance(milliseconds: number): void {
    if (milliseconds < 0) throw new RangeError('The sandbox clock cannot be put back.');
    this.#anchor = { real: Date.now(), sandbox: this.now() + milliseconds };
    for (const listener of this.#listeners) listener();
  }

  /** @returns the way to stop listening */
  onAdvance(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
