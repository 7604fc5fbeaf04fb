import type { Account } from '../../../sandbox/aws/estate/estate';
import { startAwsSandbox } from '../../../sandbox/aws/server';
import { assumeAccountRole } from '../../../src/aws/credentials';
import { createResourceReaders } from '../../../src/aws/resource-readers';
import { AwsSession } from '../../../src/aws/session';
import type { ScanOutcome, Unread } from '../../../src/domain/scan-outcome';
import { catalogue } from '../../../src/rules';
import { RequestBudget } from '../../../src/scan/request-budget';
import { scanScope } from '../../../src/scan/scan-scope';
import { ACCOUNT_ID, REGION, ROLE } from './estate';

/** AWS's own limits of a page hold in each service; this one is above them all. */
const ANY_PAGE = 100_000;
const HUB = { accessKeyId: 'AKIAHUBOFTHEBENCHMARK', secretAccessKey: 'hub-secret-of-the-benchmark-00001' };

/** One account in one scope, read by all rules: a work item of the product. */
export interface ScopeMeasure {
  scope: string;
  /** How many it took: each assumes the role once. */
  invocations: number;
  /** By `service:Operation`, without the assuming of the role. */
  calls: Record<string, number>;
  evaluations: number;
  unread: Unread[];
  /** Requests that were sent more than once to the letter: an answer that was there already. */
  repeated: string[];
  /** Of the answers. */
  bytes: number;
  milliseconds: number;
}

/**
 * Reads the account as the product does, in the global scope and in its region.
 * @param perInvocation requests that one invocation may send; one invocation without a limit when left out
 */
export async function measure(
  account: Account,
  perInvocation = Number.POSITIVE_INFINITY,
): Promise<ScopeMeasure[]> {
  const aws = await startAwsSandbox({ estate: estateOf(account), pageSize: ANY_PAGE });
  const wire = watchWire();
  try {
    const measures: ScopeMeasure[] = [];
    for (const scope of ['global', REGION])
      measures.push(await measureScope(aws.url, scope, wire, perInvocation));
    return measures;
  } finally {
    wire.stop();
    await aws.close();
  }
}

function estateOf(account: Account) {
  const accessKeys = [{ id: HUB.accessKeyId, secret: HUB.secretAccessKey }];
  return {
    regions: [REGION],
    hub: { accountId: '100000000001', user: 'cloud-findings', accessKeys },
    accounts: [account],
    timeline: [],
    documents: {},
  };
}

async function measureScope(
  endpoint: string,
  scope: string,
  wire: Wire,
  perInvocation: number,
): Promise<ScopeMeasure> {
  wire.reset();
  const started = performance.now();
  const parts: ScanOutcome[] = [];
  do parts.push(await invocation(endpoint, scope, new RequestBudget(perInvocation), parts.at(-1)));
  while (parts.at(-1)?.rest !== null);
  return {
    scope,
    invocations: parts.length,
    calls: sumOf(parts.map(({ apiCalls }) => apiCalls)),
    evaluations: parts.reduce((sum, { evaluations }) => sum + evaluations.length, 0),
    unread: parts.flatMap(({ unread }) => unread),
    repeated: parts.length === 1 ? wire.repeated() : [],
    bytes: wire.bytes(),
    milliseconds: Math.round(performance.now() - started),
  };
}

/** What one invocation of the scan's consumer asks of AWS. */
async function invocation(
  endpoint: string,
  scope: string,
  requests: RequestBudget,
  before: ScanOutcome | undefined,
): Promise<ScanOutcome> {
  const role = { roleArn: `arn:aws:iam::${ACCOUNT_ID}:role/${ROLE}`, externalId: 'of-the-benchmark' };
  const credentials = await assumeAccountRole(HUB, role, { endpoint, requests });
  const session = new AwsSession({
    accountId: ACCOUNT_ID,
    partition: 'aws',
    scope,
    credentials,
    endpoint,
    requests,
  });
  return scanScope({
    account: { id: ACCOUNT_ID, name: 'bench', tier: 'production' },
    scope,
    rules: catalogue.map((rule) => ({ rule, severity: rule.severity, params: {} })),
    readers: createResourceReaders(session),
    now: Date.now(),
    remainingMs: () => Number.POSITIVE_INFINITY,
    requests,
    ...(before?.rest ? { rest: before.rest } : {}),
  });
}

function sumOf(counts: Record<string, number>[]): Record<string, number> {
  const sums = new Map<string, number>();
  for (const [operation, count] of counts.flatMap((one) => Object.entries(one))) {
    sums.set(operation, (sums.get(operation) ?? 0) + count);
  }
  return Object.fromEntries([...sums].sort(([a], [b]) => (a < b ? -1 : 1)));
}

interface Wire {
  /** Of the answers since the last reset. */
  bytes(): number;
  repeated(): string[];
  reset(): void;
  stop(): void;
}

/** Asked again until AWS has made the report. */
const MAY_REPEAT = /Action=GenerateCredentialReport/;

/** Watches the global fetch, which is how the clients reach AWS. */
function watchWire(): Wire {
  const fetchItself = globalThis.fetch;
  let bytes = 0;
  let sent = new Map<string, number>();
  globalThis.fetch = async (...args) => {
    const request = new Request(...args);
    const { method, url, headers } = request;
    const body = await request.clone().text();
    const line = [method, url, headers.get('x-amz-target'), body].filter(Boolean).join(' ');
    sent.set(line, (sent.get(line) ?? 0) + 1);
    const response = await fetchItself(request);
    const answer = await response.arrayBuffer();
    bytes += answer.byteLength;
    return new Response(answer.byteLength === 0 ? null : answer, response);
  };
  return {
    bytes: () => bytes,
    repeated: () =>
      [...sent].filter(([line, times]) => times > 1 && !MAY_REPEAT.test(line)).map(([line]) => line),
    reset: () => {
      bytes = 0;
      sent = new Map();
    },
    stop: () => {
      globalThis.fetch = fetchItself;
    },
  };
}
