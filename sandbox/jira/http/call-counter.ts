export interface CallCount {
  total: number;
  /** By "METHOD /route", such as "POST /rest/api/3/issue/bulk". */
  byRoute: Record<string, number>;
}

/** Counts the REST calls, the app's own apart from people's. */
export class CallCounter {
  readonly #counts = { app: new Map<string, number>(), people: new Map<string, number>() };

  count(route: string, viaApp: boolean): void {
    const counts = viaApp ? this.#counts.app : this.#counts.people;
    counts.set(route, (counts.get(route) ?? 0) + 1);
  }

  /** @param who everybody's calls when left out */
  read(who?: 'app' | 'people'): CallCount {
    const sources = who ? [this.#counts[who]] : [this.#counts.app, this.#counts.people];
    const byRoute: Record<string, number> = {};
    for (const source of sources) {
      for (const [route, count] of source) byRoute[route] = (byRoute[route] ?? 0) + count;
    }
    return { total: Object.values(byRoute).reduce((sum, count) => sum + count, 0), byRoute };
  }

  reset(): void {
    this.#counts.app.clear();
    this.#counts.people.clear();
  }
}
