import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { EC2Client } from '@aws-sdk/client-ec2';
import { IAMClient } from '@aws-sdk/client-iam';
import { KMSClient } from '@aws-sdk/client-kms';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { RDSClient } from '@aws-sdk/client-rds';
import { S3Client } from '@aws-sdk/client-s3';
import { S3ControlClient } from '@aws-sdk/client-s3-control';
import { STSClient } from '@aws-sdk/client-sts';
import { FetchHttpHandler } from '@smithy/fetch-http-handler';
import type { AwsCredentialIdentity, AwsCredentialIdentityProvider, MetadataBearer } from '@smithy/types';
import pLimit, { type LimitFunction } from 'p-limit';
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
const CONCURRENCY = {
  cloudtrail: 4,
  ec2: 10,
  iam: 5,
  kms: 10,
  lambda: 5,
  rds: 5,
  s3: 20,
  s3control: 2,
  sts: 5,
} as const;
type Service = keyof typeof CONCURRENCY;

export interface ClientOptions {
  credentials: Credentials;
  /** aws, aws-us-gov or aws-cn. */
  partition: string;
  /** Where the regional services are asked; the home region where the account as a whole is read. */
  region?: string;
  calls?: CallCounter;
  /** In place of AWS itself; AWS_ENDPOINT_URL of the environment where not given. */
  endpoint?: string;
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
  readonly #endpoint: string | undefined;
  readonly #limits = new Map<Service, LimitFunction>();
  readonly #made = new Map<string, unknown>();

  constructor({ credentials, partition, region, calls, endpoint }: ClientOptions) {
    this.partition = partition;
    this.region = region ?? homeRegion(partition);
    this.calls = calls ?? new CallCounter();
    this.#credentials = credentials;
    this.#endpoint = endpoint ?? process.env['AWS_ENDPOINT_URL'];
  }

  ec2(): EC2Client {
    return this.#client('ec2', this.region, this.region, () => new EC2Client(this.#config(this.region)));
  }

  rds(): RDSClient {
    return this.#client('rds', this.region, this.region, () => new RDSClient(this.#config(this.region)));
  }

  kms(): KMSClient {
    return this.#client('kms', this.region, this.region, () => new KMSClient(this.#config(this.region)));
  }

  lambda(): LambdaClient {
    return this.#client(
      'lambda',
      this.region,
      this.region,
      () => new LambdaClient(this.#config(this.region)),
    );
  }

  iam(): IAMClient {
    const region = homeRegion(this.partition);
    return this.#client('iam', region, 'global', () => new IAMClient(this.#config(region)));
  }

  sts(): STSClient {
    const region = homeRegion(this.partition);
    return this.#client('sts', region, 'global', () => new STSClient(this.#config(region)));
  }

  /** For what concerns the whole account: the trails as the home region sees them. */
  cloudTrail(): CloudTrailClient {
    const region = homeRegion(this.partition);
    return this.#client('cloudtrail', region, 'global', () => new CloudTrailClient(this.#config(region)));
  }

  /** For what only the trail's own region answers. */
  cloudTrailIn(region: string): CloudTrailClient {
    return this.#client('cloudtrail', region, region, () => new CloudTrailClient(this.#config(region)));
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
    const region = homeRegion(this.partition);
    return this.#client('s3control', region, 'global', () => {
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
    return this.#client('s3', region, label, () => {
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

  #config(region: string) {
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

  #client<C extends InstrumentableClient>(service: Service, region: string, label: string, make: () => C): C {
    const key = `${service} ${region} ${label}`;
    const made = this.#made.get(key);
    // Only `make` of the same key was ever put there, so what is found is a C.
    if (made !== undefined) return made as C;
    const client = make();
    const instruments: Instruments = {
      service,
      region: label,
      home: region === homeRegion(this.partition),
      calls: this.calls,
      limit: this.#limit(service),
    };
    instrument(client, instruments);
    this.#made.set(key, client);
    return client;
  }

  #limit(service: Service): LimitFunction {
    const limit = this.#limits.get(service) ?? pLimit(CONCURRENCY[service]);
    this.#limits.set(service, limit);
    return limit;
  }
}

interface InstrumentableClient {
  middlewareStack: Parameters<typeof instrument<object, MetadataBearer>>[0]['middlewareStack'];
}

/** The handler's own timeout ends with the headers; this one covers the body too. */
function fetchWithTimeout(input: Parameters<typeof fetch>[0]): Promise<Response> {
  return globalThis.fetch(input, { signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS) });
}
