/** Counts the requests that were sent to AWS, retries included, by `service:Operation`. */
export class CallCounter {
  readonly #totals = new Map<string, number>();

  count(operation: string): void {
    this.#totals.set(operation, (this.#totals.get(operation) ?? 0) + 1);
  }

  /** In alphabetical order, so that two equal scans print the same. */
  totals(): Record<string, number> {
    return Object.fromEntries([...this.#totals].sort(([a], [b]) => (a < b ? -1 : 1)));
  }
}
