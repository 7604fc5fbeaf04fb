import type { Account } from '../../../sandbox/aws/estate/estate';
import { startAwsSandbox } from '../../../sandbox/aws/server';
import { assumeAccountRole } from '../../../src/aws/credentials';
import { createResourceReaders } from '../../../src/aws/resource-readers';
import { AwsSession } from '../../../src/aws/session';
import type { Unread } from '../../../src/domain/scan-outcome';
import { catalogue } from '../../../src/rules';
import { scanScope } from '../../../src/scan/scan-scope';
import { ACCOUNT_ID, REGION, ROLE } from './estate';

/** AWS's own limits of a page hold in each service; this one is above them all. */
const ANY_PAGE = 100_000;
const HUB = { accessKeyId: 'AKIAHUBOFTHEBENCHMARK', secretAccessKey: 'hub-secret-of-the-benchmark-00001' };

/** One account in one scope, read by all rules: a work item of the product. */
export interface ScopeMeasure {
  scope: string;
  /** By `service:Operation`, without the assuming of the role. */
  calls: Record<string, number>;
  evaluations: number;
  unread: Unread[];
  /** Of the answers. */
  bytes: number;
  milliseconds: number;
}

/** Reads the account as the product does, in the global scope and in its region. */
export async function measure(account: Account): Promise<ScopeMeasure[]> {
  const aws = await startAwsSandbox({ estate: estateOf(account), pageSize: ANY_PAGE });
  const received = countBytes();
  try {
    const measures: ScopeMeasure[] = [];
    for (const scope of ['global', REGION]) measures.push(await measureScope(aws.url, scope, received.bytes));
    return measures;
  } finally {
    received.stop();
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

async function measureScope(endpoint: string, scope: string, bytes: () => number): Promise<ScopeMeasure> {
  const roleArn = `arn:aws:iam::${ACCOUNT_ID}:role/${ROLE}`;
  const credentials = await assumeAccountRole(HUB, { roleArn, externalId: 'of-the-benchmark' }, { endpoint });
  const session = new AwsSession({ accountId: ACCOUNT_ID, partition: 'aws', scope, credentials, endpoint });
  const started = { at: performance.now(), bytes: bytes() };
  const outcome = await scanScope({
    account: { id: ACCOUNT_ID, name: 'bench', tier: 'production' },
    scope,
    rules: catalogue.map((rule) => ({ rule, severity: rule.severity, params: {} })),
    readers: createResourceReaders(session),
    now: Date.now(),
    remainingMs: () => Number.POSITIVE_INFINITY,
  });
  return {
    scope,
    calls: outcome.apiCalls,
    evaluations: outcome.evaluations.length,
    unread: outcome.unread,
    bytes: bytes() - started.bytes,
    milliseconds: Math.round(performance.now() - started.at),
  };
}

/** Counts the bytes of every answer to the global fetch, which is how the clients reach AWS. */
function countBytes(): { bytes(): number; stop(): void } {
  const fetchItself = globalThis.fetch;
  let bytes = 0;
  globalThis.fetch = async (...request) => {
    const response = await fetchItself(...request);
    const body = await response.arrayBuffer();
    bytes += body.byteLength;
    return new Response(body.byteLength === 0 ? null : body, response);
  };
  return {
    bytes: () => bytes,
    stop: () => {
      globalThis.fetch = fetchItself;
    },
  };
}
