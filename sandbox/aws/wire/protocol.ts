import { NormalizedSchema } from '@smithy/core/schema';
import type { StaticOperationSchema } from '@smithy/types';
import type { AwsError } from './aws-error';
import type { WireRequest, WireResponse } from './http';

/** The operation that a request names, with what only the protocol can tell of its input. */
export interface Named {
  name: string;
  /** Reads the input by the operation's schema. */
  input(schema: StaticOperationSchema): unknown;
}

/** One AWS wire protocol, seen from the server. */
export interface Protocol {
  /** What the request asks for; null when it names nothing. */
  identify(request: WireRequest): Named | null;
  writeOutput(schema: StaticOperationSchema, output: unknown, requestId: string): WireResponse;
  writeError(error: AwsError, requestId: string): WireResponse;
}

/** The output structure of an operation. */
export function outputOf(schema: StaticOperationSchema): NormalizedSchema {
  return NormalizedSchema.of(schema[5]);
}

/** The input structure of an operation. */
export function inputOf(schema: StaticOperationSchema): NormalizedSchema {
  return NormalizedSchema.of(schema[4]);
}
