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
