import { UnreadableError } from '../scan/evaluate/unreadable';

/** Where an answer comes from, to say so when it lacks what it must have. */
export class Source {
  /** As in an IAM policy: `ec2:DescribeVolumes`. */
  readonly operation: string;
  /** A region's code, or `global`. */
  readonly region: string;

  constructor(operation: string, region: string) {
    this.operation = operation;
    this.region = region;
  }

  /** The value, which a genuine answer always has. Throws an UnreadableError where it is missing. */
  required<T>(value: T | null | undefined, what: string): T {
    if (value === undefined || value === null) throw this.malformed(`nothing for ${what}`);
    return value;
  }

  /** AWS answers, but only that it is not done yet. */
  late(message: string): UnreadableError {
    return new UnreadableError({
      operation: this.operation,
      region: this.region,
      reason: 'timeout',
      message,
    });
  }

  /** An answer that AWS itself would not give: of a proxy, or cut off. */
  malformed(what: string): UnreadableError {
    const place = this.region === 'global' ? '' : ` in ${this.region}`;
    return new UnreadableError({
      operation: this.operation,
      region: this.region,
      reason: 'error',
      message: `The answer to ${this.operation}${place} is not one that AWS gives: it holds ${what}.`,
    });
  }
}

/** What our own reading of an answer stumbled over. */
export function unforeseen(source: Source, error: unknown): UnreadableError {
  return new UnreadableError({
    operation: source.operation,
    region: source.region,
    reason: 'error',
    message: `The answer to ${source.operation} could not be understood: ${error instanceof Error ? error.message : error}`,
    cause: error,
  });
}
