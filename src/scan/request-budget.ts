import { REQUESTS_PER_MINUTE } from '../domain/quotas';
import { MINUTE_MS } from '../domain/time';

/** Kept back of them, for what is not counted here. */
const RESERVE = 0.05;
/**
 * Below this part of the budget nothing new is begun, so that what has begun can be finished. With a half, an account of 830 requests took
 * two events instead of one and a sixth more statements, to spare a quota that an invocation has for itself alone.
 */
const LOW = 0.25;

/**
 * How many requests an invocation may still send to AWS, retries among them. Past the last one nothing is sent: Forge would
 * refuse it, which is no answer of AWS.
 */
export class RequestBudget {
  readonly #limit: number;
  #taken = 0;
  #exceeded = false;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /**
   * What Forge allows an invocation that has just begun.
   * Source: https://developer.atlassian.com/platform/forge/limits-invocation/
   * @param remainingMs milliseconds that it has left
   */
  static ofInvocation(remainingMs: number): RequestBudget {
    const allowed = Math.ceil(remainingMs / MINUTE_MS) * REQUESTS_PER_MINUTE;
    return new RequestBudget(Math.floor(allowed * (1 - RESERVE)));
  }

  /** For whoever is not limited. */
  static unlimited(): RequestBudget {
    return new RequestBudget(Number.POSITIVE_INFINITY);
  }

  get limit(): number {
    return this.#limit;
  }

  /** Takes one request; false when there is none left. */
  take(): boolean {
    if (this.#taken >= this.#limit) {
      this.#exceeded = true;
      return false;
    }
    this.#taken += 1;
    return true;
  }

  /** So many are sent before nothing new is begun. */
  get beginsUntil(): number {
    return Math.ceil(this.#limit * (1 - LOW));
  }

  /** Whether what is left had better be kept for what has begun. */
  get low(): boolean {
    return this.#taken >= this.beginsUntil;
  }

  /** Whether a request was refused: from then on, answers may be missing anywhere. */
  get exceeded(): boolean {
    return this.#exceeded;
  }
}
