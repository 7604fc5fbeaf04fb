import type { UnreadReason } from '../../domain/scan-outcome';

/**
 * AWS did not answer an operation, or its answer lacks what it must have. Whatever depends on it is unknown.
 * `message` is for the person who can fix it, free of secrets.
 */
export class UnreadableError extends Error {
  override readonly name = 'UnreadableError';
  /** As in an IAM policy and in the rule catalogue: `ec2:DescribeVolumes`. */
  readonly operation: string;
  /** The region that was asked; `global` for what AWS keeps once for an account. */
  readonly region: string;
  readonly reason: UnreadReason;
  /** The code of AWS's error, where there is one: `NoSuchBucketPolicy`. */
  readonly code: string | null;

  constructor(details: {
    operation: string;
    region: string;
    reason: UnreadReason;
    message: string;
    code?: string | null;
    cause?: unknown;
  }) {
    super(details.message, { cause: details.cause });
    this.operation = details.operation;
    this.region = details.region;
    this.reason = details.reason;
    this.code = details.code ?? null;
  }
}

/** The invocation may send no more requests, so this one was not sent. Another invocation will. */
export class RequestsSpentError extends UnreadableError {
  constructor(operation: string, region: string) {
    super({
      operation,
      region,
      reason: 'timeout',
      message: `${operation} was not asked: Forge lets one invocation send no more requests.`,
    });
  }
}

/** The resource was deleted since it was listed: nothing is to be said of it, as if it had not been listed. */
export class ResourceGoneError extends Error {
  override readonly name = 'ResourceGoneError';

  constructor(options?: ErrorOptions) {
    super('The resource was deleted while the scan read it', options);
  }
}
