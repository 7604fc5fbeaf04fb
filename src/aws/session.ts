import { GLOBAL_SCOPE, type Scope } from '../domain/scope';
import { UnreadableError } from '../scan/evaluate/unreadable';
import { AwsClients, type ClientOptions } from './clients';

export interface SessionOptions extends Omit<ClientOptions, 'region'> {
  accountId: string;
  /** A region's code, or `global`. */
  scope: Scope;
}

/** Reading one account in one scope, with credentials of that account. */
export class AwsSession {
  readonly accountId: string;
  readonly scope: Scope;
  readonly clients: AwsClients;
  readonly #refused = new Set<UnreadableError>();

  constructor({ accountId, scope, ...options }: SessionOptions) {
    this.accountId = accountId;
    this.scope = scope;
    this.clients = new AwsClients(scope === GLOBAL_SCOPE ? options : { ...options, region: scope });
  }

  get partition(): string {
    return this.clients.partition;
  }

  get region(): string {
    return this.clients.region;
  }

  /** The principal that stands for the account as a whole. */
  get rootArn(): string {
    return `arn:${this.partition}:iam::${this.accountId}:root`;
  }

  /**
   * Makes a question that is asked of AWS at most once: its answer, or that there is none, is the same for every rule and
   * every resource that asks. A question that stays unanswered is in `refused`.
   */
  question<T>(ask: () => Promise<T>): () => Promise<T> {
    let answer: Promise<T> | undefined;
    return () => {
      answer ??= this.#remembered(ask);
      return answer;
    };
  }

  /** The questions that AWS did not answer, also those that a rule could do without in the end. */
  refused(): UnreadableError[] {
    return [...this.#refused];
  }

  async #remembered<T>(ask: () => Promise<T>): Promise<T> {
    try {
      return await ask();
    } catch (error) {
      if (error instanceof UnreadableError) this.#refused.add(error);
      throw error;
    }
  }
}
