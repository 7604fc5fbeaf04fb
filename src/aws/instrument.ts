import type {
  FinalizeRequestMiddleware,
  InitializeMiddleware,
  MetadataBearer,
  MiddlewareStack,
} from '@smithy/types';
import type { LimitFunction } from 'p-limit';
import { noteUsage } from '../log/log';
import { RequestsSpentError } from '../scan/evaluate/unreadable';
import type { RequestBudget } from '../scan/request-budget';
import type { CallCounter } from './call-counter';
import { isConnectionFailure, toUnreadable } from './errors';

export interface Instruments {
  /** As in the rule catalogue: ec2, s3, s3control, iam ... */
  service: string;
  /** What findings call the place: a region's code, or `global`. */
  region: string;
  home: boolean;
  /** What no error may tell. */
  secrets: readonly string[];
  calls: CallCounter;
  /** Each attempt takes one; none is sent past the last one. */
  requests: RequestBudget;
  /** Holds back calls above what the service takes at once. */
  limit: LimitFunction;
}

/** A client's stack, whatever the client's operations are. */
interface InstrumentedClient<I extends object, O extends MetadataBearer> {
  middlewareStack: MiddlewareStack<I, O>;
}

/**
 * Puts the limit, the count and the translation of errors around every call of the client: what the client rejects with is
 * an UnreadableError.
 */
export function instrument<I extends object, O extends MetadataBearer>(
  client: InstrumentedClient<I, O>,
  instruments: Instruments,
): void {
  const { service, region, home, secrets, calls, requests, limit } = instruments;
  const operationOf = (commandName: string | undefined) =>
    `${service}:${(commandName ?? 'Unknown').replace(/Command$/, '')}`;

  const limitAndTranslateErrors: InitializeMiddleware<I, O> = (next, context) => (args) =>
    limit(async () => {
      try {
        return await next(args);
      } catch (error) {
        throw toUnreadable(error, { operation: operationOf(context.commandName), region, home, secrets });
      }
    });

  const countAttempts: FinalizeRequestMiddleware<I, O> = (next, context) => async (args) => {
    if (!requests.take()) throw new RequestsSpentError(operationOf(context.commandName), region);
    calls.count(operationOf(context.commandName));
    noteUsage({ awsCalls: 1 });
    try {
      return await next(args);
    } catch (error) {
      // The SDK knows the network errors of Node's http and of browsers, not those of Node's fetch.
      if (error instanceof Error && isConnectionFailure(error)) Object.assign(error, { $retryable: {} });
      throw error;
    }
  };

  client.middlewareStack.add(limitAndTranslateErrors, {
    step: 'initialize',
    priority: 'high',
    name: 'limitAndTranslateErrors',
  });
  client.middlewareStack.addRelativeTo(countAttempts, {
    relation: 'after',
    toMiddleware: 'retryMiddleware',
    name: 'countAttempts',
  });
}
