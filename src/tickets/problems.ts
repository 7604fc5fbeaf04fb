/** Collects what went wrong in a run, each sentence once, in the order met. */
export class Problems {
  readonly #counts = new Map<string, number>();

  /** Adds a sentence; `findings` is how many findings it keeps out of step. */
  add(sentence: string, findings = 0): void {
    this.#counts.set(sentence, (this.#counts.get(sentence) ?? 0) + findings);
  }

  /** The sentences, with the number of findings each concerns. */
  list(): string[] {
    return [...this.#counts].map(([sentence, findings]) =>
      findings === 0 ? sentence : `${sentence} (${findings} ${findings === 1 ? 'finding' : 'findings'})`,
    );
  }
}

const MOST_KEPT = 50;
/** The column holds 64 KiB, and Jira's words are long in some languages. */
const MOST_BYTES = 60_000;
const MORE = /^And at least (\d+) more\.$/;

/**
 * What is kept of a run's problems when `found` joins those `before`: the first fifty that fit, and in a last sentence how many
 * more. A report that is repeated finds again some that were left out, so that number is the least they can be.
 */
export function keptProblems(before: readonly string[], found: readonly string[]): string[] {
  const leftOut = Math.max(0, ...before.map((sentence) => Number(MORE.exec(sentence)?.[1] ?? 0)));
  const all = [...new Set([...before.filter((sentence) => !MORE.test(sentence)), ...found])];
  const kept = all.slice(0, MOST_KEPT);
  while (Buffer.byteLength(JSON.stringify(kept)) > MOST_BYTES) kept.pop();
  const more = Math.max(leftOut, all.length - kept.length);
  return more === 0 ? kept : [...kept, `And at least ${more} more.`];
}
