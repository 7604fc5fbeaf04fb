import type { StaticOperationSchema } from '@smithy/types';
import type { Account } from './estate/estate';
import type { Caller, Sessions } from './sessions';
import type { Dialect } from './wire/dialect';
import type { Location } from './wire/location';
import type { Protocol } from './wire/protocol';
import type { World } from './world';

/** What an operation knows of who calls it, where and when. */
export interface Call {
  world: World;
  sessions: Sessions;
  dialect: Dialect;
  caller: Caller;
  /** The account that the caller acts in, as it is now. */
  account: Account;
  region: string;
  location: Location;
  /** `ec2:DescribeVolumes`. */
  operation: string;
  /** Milliseconds since 1970, by the sandbox's clock. */
  now: number;
}

/** An operation with its types erased, as the server runs it. */
export interface Operation {
  schema: StaticOperationSchema;
  /** The IAM action when its name is not the operation's. */
  action: string | null;
  /** Callers whose role does not allow it are answered as well; the operation itself says what they may know. */
  answersStrangers: boolean;
  /** It speaks for the whole account from one region, which nobody has to enable. */
  global: boolean;
  run(input: unknown, call: Call): unknown;
}

/**
 * Declares an operation by its schema in the SDK. `I` and `O` are the client's own input and output types: the codecs read
 * and write them by the same schema, which the compiler cannot see.
 */
export function operation<I, O>(
  schema: StaticOperationSchema,
  run: (input: I, call: Call) => O,
  options: { action?: string; answersStrangers?: boolean; global?: boolean } = {},
): Operation {
  return {
    schema,
    action: options.action ?? null,
    answersStrangers: options.answersStrangers ?? false,
    global: options.global ?? false,
    run: (input: unknown, call: Call) => run(input as I, call),
  };
}

/** An AWS service as the sandbox offers it. */
export interface Service {
  /** The prefix of its operations in counts and faults: ec2, s3control, ... */
  name: string;
  /** The prefix of its IAM actions when it is another one. */
  actionPrefix?: string;
  /** The version of its API, where another service signs with the same name. */
  apiVersion?: string;
  /** Operations may be called whatever region the endpoint is in, because the service has one for the world. */
  global: boolean;
  protocol: Protocol;
  dialect: Dialect;
  operations: Operation[];
  /** Names of every operation that the service has, to tell what is missing here from what does not exist. */
  known(name: string): boolean;
}

/** A lookup over the exports of a client package, for Service.known. */
export function knownOperations(clientExports: Record<string, unknown>): (name: string) => boolean {
  return (name) => Array.isArray(clientExports[`${name}$`]) || `${name}Command` in clientExports;
}
