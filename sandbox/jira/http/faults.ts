/** What goes wrong on purpose. */
export type FaultEffect =
  /** 429 before anything is done. */
  | { kind: 'rate-limit'; retryAfterSeconds: number }
  /** An error of Jira's, before anything is done. */
  | { kind: 'error'; status: 400 | 401 | 403 | 404 | 500 | 502 | 503 | 504; errorMessages?: string[] }
  /** The work is done, the caller never hears of it: the connection drops (over HTTP) or a 502 comes back. */
  | { kind: 'answer-lost' }
  /** The answer takes this much longer, in real milliseconds. */
  | { kind: 'delay'; milliseconds: number };

export interface Fault {
  effect: FaultEffect;
  method?: string;
  /** A route such as /issue/bulk or /issue/{issueIdOrKey}; every route when left out. */
  path?: string;
  /** Matches the requested path and query after /rest/api/3. */
  pattern?: RegExp;
  /** Only the app's calls. */
  appOnly?: boolean;
  /** How many matching calls are hit; every one when left out. */
  times?: number;
  /** How many matching calls pass first. */
  after?: number;
}

export interface FaultRequest {
  method: string;
  path: string;
  target: string;
  viaApp: boolean;
}

/** The faults that are switched on, tried in the order in which they were added. */
export class Faults {
  #active: { fault: Fault; skip: number; left: number }[] = [];

  add(fault: Fault): void {
    this.#active.push({ fault, skip: fault.after ?? 0, left: fault.times ?? Number.POSITIVE_INFINITY });
  }

  clear(): void {
    this.#active = [];
  }

  /** How many of the hits that were asked for have not come yet: a test that waits for a fault looks whether it came. */
  get outstanding(): number {
    return this.#active.reduce((sum, { left }) => (Number.isFinite(left) ? sum + left : sum), 0);
  }

  /** The effect on this call, which counts as one hit. */
  strike(request: FaultRequest): FaultEffect | null {
    for (const entry of this.#active) {
      if (entry.left <= 0 || !matches(entry.fault, request)) continue;
      if (entry.skip > 0) {
        entry.skip -= 1;
        continue;
      }
      entry.left -= 1;
      return entry.fault.effect;
    }
    return null;
  }
}

const matches = (fault: Fault, request: FaultRequest) =>
  (fault.method === undefined || fault.method.toUpperCase() === request.method) &&
  (fault.path === undefined || fault.path === request.path) &&
  (fault.pattern === undefined || fault.pattern.test(request.target)) &&
  (!fault.appOnly || request.viaApp);
