import { createHash } from 'node:crypto';
import type { Account, Estate } from './estate/estate';
import { applyTimeline } from './estate/timeline';

/** The estate as it is at any moment: what was declared, and what the timeline has done to it since the start. */
export class World {
  private current: { due: number; estate: Estate };

  constructor(
    private readonly declared: Estate,
    /** Milliseconds since 1970; ages in the estate are counted back from here. */
    readonly startedAt: number,
    readonly now: () => number,
    readonly pageSize: number,
  ) {
    this.current = { due: 0, estate: declared };
  }

  /** The estate at the present moment. */
  get estate(): Estate {
    const elapsed = this.now() - this.startedAt;
    const due = this.declared.timeline.filter((step) => step.after <= elapsed).length;
    if (due !== this.current.due) this.current = { due, estate: applyTimeline(this.declared, elapsed) };
    return this.current.estate;
  }

  /** The account, or undefined when the estate has none with this id. */
  account(id: string): Account | undefined {
    return this.estate.accounts.find((account) => account.id === id);
  }

  /** The regions that an account has enabled. */
  enabledRegions(account: Account): string[] {
    return account.enabledRegions ?? this.estate.regions;
  }

  /** When something of this age (milliseconds before the start) came to be. */
  dateOf(age: number): Date {
    return new Date(Math.floor((this.startedAt - age) / 1000) * 1000);
  }
}

/** The same hexadecimal digits for the same words, every time: ids that survive a restart of the sandbox. */
export function stableHex(length: number, ...words: string[]): string {
  return createHash('sha256').update(words.join('\n')).digest('hex').slice(0, length);
}

/** A stable id in AWS's form: `vol-0` and 16 digits. */
export function resourceId(prefix: string, ...words: string[]): string {
  return `${prefix}-0${stableHex(16, prefix, ...words)}`;
}
