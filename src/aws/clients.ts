import { S3Client } from '@aws-sdk/client-s3';
import { S3ControlClient } from '@aws-sdk/client-s3-control';
import { FetchHttpHandler } from '@smithy/fetch-http-handler';
import type { AwsCredentialIdentity, AwsCredentialIdentityProvider, MetadataBearer } from '@smithy/types';
import pLimit, { type LimitFunction } from 'p-limit';
import { RequestBudget } from '../scan/request-budget';
import { CallCounter } from './call-counter';
import { type Instruments, instrument } from './instrument';
import { homeRegion } from './regions';

export type Credentials = AwsCredentialIdentity | AwsCredentialIdentityProvider;

/** One attempt, connection and whole answer. */
const REQUEST_TIMEOUT_MS = 20_000;
const MAX_ATTEMPTS = 4;

/**
 * Requests in flight per service for one account and scope. AWS's limits are per account and region and shared with the
 * account's own tools; IAM's are low, global and unpublished.
 */
const CONCURRENCY: Record<string, number> = { ec2: 10, kms: 10, s3: 20, s3control: 2 };
const CONCURRENCY_OF_OTHERS = 5;

/** Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/MrapOperations.html */
const MULTI_REGION_ACCESS_POINTS = 'us-west-2';

export interface ClientOptions {
  credentials: Credentials;
  /** aws, aws-us-gov or aws-cn. */
  partition: string;
  /** Where the regional services are asked; the home region where the account as a whole is read. */
  region?: string;
  calls?: CallCounter;
  /** What the clients may send; without a limit when absent. */
  requests?: RequestBudget;
  /** In place of AWS itself; AWS_ENDPOINT_URL of the environment where not given. */
  endpoint?: string;
  /** What is sent and no error may tell, besides the credentials. */
  secrets?: readonly string[];
}

/**
 * The clients of one account in one region. Each is made when it is first asked for, counts what it sends, keeps within the
 * service's limit and rejects with UnreadableErrors. Everything goes through the global fetch, which is the way out of
 * Forge.
 */
export class AwsClients {
  readonly calls: CallCounter;
  readonly partition: string;
  readonly region: string;
  readonly #credentials: Credentials;
  readonly #requests: RequestBudget;
  readonly #endpoint: string | undefined;
  readonly #secrets: readonly string[];
  readonly #limits = new Map<string, LimitFunction>();
  /** By constructor, for two generations of a service can share its name. */
  readonly #made = new Map<unknown, Map<string, unknown>>();

  constructor({ credentials, partition, region, calls, requests, endpoint, secrets = [] }: ClientOptions) {
    this.partition = partition;
    this.region = region ?? homeRegion(partition);
    this.calls = calls ?? new CallCounter();
    this.#credentials = credentials;
    this.#secrets = [...secrets, ...secretsOf(credentials)];
    this.#requests = requests ?? RequestBudget.unlimited();
    this.#endpoint = endpoint ?? process.env['AWS_ENDPOINT_URL'];
  }

  /**
   * The client of a service that is asked in the session's region.
   * @param service the prefix of its operations in the rule catalogue: `ec2`
   */
  regional<C extends InstrumentableClient>(service: string, Client: ClientConstructor<C>): C {
    return this.in(this.region, service, Client);
  }

  /** The client of a service for what only another region answers, such as a trail's own. */
  in<C extends InstrumentableClient>(region: string, service: string, Client: ClientConstructor<C>): C {
    return this.#client(Client, service, region, region, () => new Client(this.#config(region)));
  }

  /** The client of a service for what it keeps once for the account: asked in the home region, told of as `global`. */
  global<C extends InstrumentableClient>(service: string, Client: ClientConstructor<C>): C {
    const region = homeRegion(this.partition);
    return this.#client(Client, service, region, 'global', () => new Client(this.#config(region)));
  }

  /** For the list of buckets. */
  s3(): S3Client {
    return this.#s3(homeRegion(this.partition), 'global');
  }

  /** For a bucket, asked in its own region: elsewhere S3 redirects. */
  s3In(region: string): S3Client {
    return this.#s3(region, region);
  }

  s3Control(): S3ControlClient {
    return this.#s3Control(homeRegion(this.partition), 'global');
  }

  /** For access points, which S3 Control lists by their region. */
  s3ControlIn(region: string): S3ControlClient {
    return this.#s3Control(region, region);
  }

  /** Multi-Region access points are looked after in one region, whatever the regions of their buckets. */
  s3ControlOfMultiRegion(): S3ControlClient {
    return this.#s3Control(MULTI_REGION_ACCESS_POINTS, 'global');
  }

  #s3Control(region: string, label: string): S3ControlClient {
    return this.#client(S3ControlClient, 's3control', region, label, () => {
      const config = this.#config(region);
      if (this.#endpoint === undefined) return new S3ControlClient(config);
      // The account id in front of an endpoint's host makes a host that does not exist, or no host at all of an IP address.
      const url = new URL(this.#endpoint);
      return new S3ControlClient({
        ...config,
        endpointProvider: () => ({ url }),
      });
    });
  }

  #s3(region: string, label: string): S3Client {
    return this.#client(S3Client, 's3', region, label, () => {
      return new S3Client({
        ...this.#config(region),
        forcePathStyle: this.#endpoint !== undefined,
        followRegionRedirects: false,
        disableS3ExpressSessionAuth: true,
        disableMultiregionAccessPoints: true,
        requestChecksumCalculation: 'WHEN_REQUIRED',
        responseChecksumValidation: 'WHEN_REQUIRED',
      });
    });
  }

  #config(region: string): ClientConfig {
    return {
      region,
      credentials: this.#credentials,
      ...(this.#endpoint === undefined ? {} : { endpoint: this.#endpoint }),
      useDualstackEndpoint: false,
      useFipsEndpoint: false,
      maxAttempts: MAX_ATTEMPTS,
      retryMode: 'adaptive',
      requestHandler: new FetchHttpHandler({ customFetch: fetchWithTimeout }),
    };
  }

  #client<C extends InstrumentableClient>(
    Client: unknown,
    service: string,
    region: string,
    label: string,
    make: () => C,
  ): C {
    const key = `${service} ${region} ${label}`;
    const clients = this.#made.get(Client) ?? new Map<string, unknown>();
    this.#made.set(Client, clients);
    const made = clients.get(key);
    // Only `make` of the same constructor was ever put there, so what is found is a C.
    if (made !== undefined) return made as C;
    const client = make();
    const instruments: Instruments = {
      service,
      region: label,
      home: region === homeRegion(this.partition),
      secrets: this.#secrets,
      calls: this.calls,
      requests: this.#requests,
      limit: this.#limit(service),
    };
    instrument(client, instruments);
    clients.set(key, client);
    return client;
  }

  #limit(service: string): LimitFunction {
    const limit = this.#limits.get(service) ?? pLimit(CONCURRENCY[service] ?? CONCURRENCY_OF_OTHERS);
    this.#limits.set(service, limit);
    return limit;
  }
}

/** Those that a developer's own AWS chain finds are known to nobody here; they have the usual length and are told by it. */
function secretsOf(credentials: Credentials): string[] {
  if (typeof credentials === 'function') return [];
  const { secretAccessKey, sessionToken = '' } = credentials;
  return [secretAccessKey, sessionToken];
}

/** What every client is made with. */
interface ClientConfig {
  region: string;
  credentials: Credentials;
  endpoint?: string;
  useDualstackEndpoint: false;
  useFipsEndpoint: false;
  maxAttempts: number;
  retryMode: 'adaptive';
  requestHandler: FetchHttpHandler;
}

type ClientConstructor<C extends InstrumentableClient> = new (config: ClientConfig) => C;

interface InstrumentableClient {
  middlewareStack: Parameters<typeof instrument<object, MetadataBearer>>[0]['middlewareStack'];
}

/** The handler's own timeout ends with the headers; this one covers the body too. */
function fetchWithTimeout(input: Parameters<typeof fetch>[0]): Promise<Response> {
  return globalThis.fetch(input, { signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS) });
}
