import type { AnswerError } from '../../contract/answer';

/** A call that is not carried out, with words for the person in front of the page. */
export class Refusal extends Error {
  readonly code: AnswerError['code'];
  readonly fields: Record<string, string> | undefined;

  constructor(code: AnswerError['code'], message: string, fields?: Record<string, string>) {
    super(message);
    this.name = 'Refusal';
    this.code = code;
    this.fields = fields;
  }
}
