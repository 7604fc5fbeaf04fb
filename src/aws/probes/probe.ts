import { RequestsSpentError, UnreadableError } from '../../scan/evaluate/unreadable';

/** Asks for the read; answers why it could not be asked, or anything else when AWS answered. Rejects with an UnreadableError. */
export type Probe = () => Promise<unknown>;

/** Why a read was not asked for. */
export class Skipped {
  readonly reason: string;
  constructor(reason: string) {
    this.reason = reason;
  }
}

/** The first of a list, or that there is nothing to ask about because the list itself was refused. */
export async function firstOf<T>(list: () => Promise<T>, what: string): Promise<T | Skipped> {
  try {
    return await list();
  } catch (error) {
    if (error instanceof UnreadableError && !(error instanceof RequestsSpentError))
      return new Skipped(`Not tested, because ${what} could not be read.`);
    throw error;
  }
}

/**
 * Asks about the first thing of a list, where there is one. `listed` is what the list is of, for people: `queues`.
 */
export function ofFirst<T>(
  list: () => Promise<T | undefined>,
  listed: string,
  ask: (first: T) => Promise<unknown>,
): Probe {
  return async () => {
    const first = await firstOf(list, `the list of ${listed}`);
    if (first instanceof Skipped) return first;
    return first === undefined ? new Skipped(`There are no ${listed} to ask about.`) : ask(first);
  };
}
