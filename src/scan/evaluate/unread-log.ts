import type { Unread } from '../../domain/scan-outcome';
import type { UnreadableError } from './unreadable';

/** Collects what was not read, one entry per operation, region and reason however many resources it was asked for. */
export class UnreadLog {
  readonly #entries = new Map<string, Unread>();
  readonly #accountId: string;

  constructor(accountId: string) {
    this.#accountId = accountId;
  }

  add({ operation, region, reason, message }: UnreadableError): void {
    const key = JSON.stringify([operation, region, reason]);
    if (this.#entries.has(key)) return;
    this.#entries.set(key, { accountId: this.#accountId, region, operation, reason, message });
  }

  entries(): Unread[] {
    return [...this.#entries.values()];
  }
}
