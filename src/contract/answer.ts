/**
 * What every resolver function returns. A refusal is an answer, not a thrown error: Forge shows a thrown error to the
 * browser without its message.
 */
export type Answer<T> = { ok: true; value: T } | { ok: false; error: AnswerError };

export interface AnswerError {
  /** forbidden: the caller may not. invalid: the input is wrong, `fields` says where. not-found. failed: try again. */
  code: 'forbidden' | 'invalid' | 'not-found' | 'failed';
  /** For the person in front of the page: what happened and what to do. */
  message: string;
  fields?: Record<string, string>;
}
