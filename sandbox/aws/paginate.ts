import type { Call } from './service';
import { AwsError } from './wire/aws-error';

export interface PageRequest {
  /** What the caller asked for; AWS may always give less. */
  limit: number | undefined;
  token: string | undefined;
  /** Bounds that the API puts on `limit`; outside of them AWS refuses the call. */
  min?: number;
  max?: number;
  /** The parameters' names in this API, for its errors. */
  limitName?: string;
  tokenName?: string;
  invalidToken?: readonly [code: string, status: number];
}

export interface Page<T> {
  items: T[];
  /** Undefined on the last page. */
  next: string | undefined;
}

/** One page of a list. No page is longer than the sandbox's page size, so that whoever stops at the first is found out. */
export function paginate<T>(items: T[], request: PageRequest, call: Call): Page<T> {
  const { limit, min = 1, max = 1000, limitName = 'MaxResults' } = request;
  if (limit !== undefined && (!Number.isInteger(limit) || limit < min || limit > max)) {
    const [code, status] = call.dialect.invalidParameter;
    throw new AwsError(
      code,
      status,
      `Value ( ${limit} ) for parameter ${limitName} is invalid. Expecting a value between ${min} and ${max}.`,
    );
  }
  const start = request.token === undefined ? 0 : readToken(request.token, request, call);
  const end = start + Math.min(limit ?? call.world.pageSize, call.world.pageSize);
  return {
    items: items.slice(start, end),
    next: end < items.length ? writeToken(call.operation, end) : undefined,
  };
}

function writeToken(operation: string, offset: number): string {
  return Buffer.from(JSON.stringify([operation, offset])).toString('base64url');
}

function readToken(token: string, request: PageRequest, call: Call): number {
  try {
    const [operation, offset]: unknown[] = JSON.parse(Buffer.from(token, 'base64url').toString('utf8'));
    if (operation === call.operation && typeof offset === 'number') return offset;
  } catch {
    // Not ours: answered below like any other token that this operation did not give out.
  }
  const [code, status] = request.invalidToken ?? call.dialect.invalidParameter;
  throw new AwsError(code, status, `The value of ${request.tokenName ?? 'NextToken'} is not valid.`);
}
