/**
 * How a call to the issue tracker ended when it did not succeed.
 *
 * - `refused`: it was understood and turned down; nothing was done, and the same call will be refused again.
 * - `forbidden`: the app may not.
 * - `missing`: what was asked for does not exist, or the app may not see it.
 * - `throttled`: too many calls; nothing was done.
 * - `unanswered`: no usable answer came, so a write may or may not have happened.
 */
export type TrackerOutcome = 'refused' | 'forbidden' | 'missing' | 'throttled' | 'unanswered';

/** A failed call to the issue tracker; `message` is a sentence for people, free of secrets. */
export class TrackerError extends Error {
  override name = 'TrackerError';

  constructor(
    readonly outcome: TrackerOutcome,
    message: string,
    /** What is wrong with which field, by field id. */
    readonly fieldErrors: Readonly<Record<string, string>> = {},
    options?: ErrorOptions,
  ) {
    super(message, options);
  }

  /** Whether a write certainly had no effect, so that it can be tried again without looking first. */
  get hadNoEffect(): boolean {
    return this.outcome !== 'unanswered';
  }
}
