/** A query that Jira would refuse; `messages` are in Jira's words. */
export class JqlError extends Error {
  constructor(readonly messages: string[]) {
    super(messages.join(' '));
  }
}
