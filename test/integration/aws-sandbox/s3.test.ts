import {
  GetBucketAclCommand,
  GetBucketLocationCommand,
  GetBucketOwnershipControlsCommand,
  GetBucketPolicyCommand,
  GetBucketPolicyStatusCommand,
  GetBucketTaggingCommand,
  GetBucketVersioningCommand,
  GetPublicAccessBlockCommand,
  HeadBucketCommand,
  ListBucketsCommand,
  paginateListBuckets,
  S3Client,
} from '@aws-sdk/client-s3';
import {
  GetPublicAccessBlockCommand as GetAccountPublicAccessBlockCommand,
  ListStorageLensConfigurationsCommand,
  S3ControlClient,
} from '@aws-sdk/client-s3-control';
import { HttpRequest } from '@smithy/core/transport';
import { FetchHttpHandler } from '@smithy/fetch-http-handler';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ALPHA, BETA, type Bench, type ClientConfig, startBench } from './harness';

let bench: Bench;
let config: ClientConfig;
let s3: S3Client;
beforeAll(async () => {
  bench = await startBench();
  config = await bench.as('CloudFindingsReadOnly');
  s3 = new S3Client({ ...config, forcePathStyle: true });
});
afterAll(() => bench.sandbox.close());

/** Takes requests for AWS's own hosts to the sandbox, as a gateway does: the host that was signed goes along. */
class Gateway extends FetchHttpHandler {
  readonly hosts: string[] = [];

  override handle(request: HttpRequest, options = {}) {
    this.hosts.push(request.hostname);
    const target = new URL(config.endpoint);
    return super.handle(
      new HttpRequest({
        ...request,
        protocol: 'http:',
        hostname: target.hostname,
        port: Number(target.port),
        headers: { ...request.headers, 'x-forwarded-host': request.headers['host'] ?? request.hostname },
      }),
      options,
    );
  }
}

describe('s3 over REST-XML', () => {
  it('pages through the buckets, each with its region', async () => {
    const pages = [];
    for await (const page of paginateListBuckets({ client: s3, pageSize: 10_000 }, {}))
      pages.push(page.Buckets ?? []);
    expect(pages.map((page) => page.length)).toEqual([5, 5, 1]);
    expect(pages.flat().find((bucket) => bucket.Name === 'alpha-ireland')?.BucketRegion).toBe('eu-west-1');
  });

  it('answers ListBuckets without parameters in one piece and without regions', async () => {
    const { Buckets = [], ContinuationToken } = await s3.send(new ListBucketsCommand({}));
    expect(Buckets).toHaveLength(11);
    expect(ContinuationToken).toBeUndefined();
    expect(Buckets[0]?.BucketRegion).toBeUndefined();
  });

  it('reads everything about a bucket', async () => {
    const Bucket = 'alpha-website';
    expect((await s3.send(new GetBucketPolicyStatusCommand({ Bucket }))).PolicyStatus).toEqual({
      IsPublic: true,
    });
    const { Policy } = await s3.send(new GetBucketPolicyCommand({ Bucket }));
    expect(JSON.parse(Policy ?? '').Statement.map((statement: { Sid: string }) => statement.Sid)).toEqual([
      'DenyInsecureTransport',
      'PublicRead',
    ]);
    const { Grants } = await s3.send(new GetBucketAclCommand({ Bucket }));
    expect(Grants?.[1]).toEqual({
      Grantee: { Type: 'Group', URI: 'http://acs.amazonaws.com/groups/global/AllUsers' },
      Permission: 'READ',
    });
    expect((await s3.send(new GetBucketTaggingCommand({ Bucket }))).TagSet).toEqual([
      { Key: 'env', Value: 'prod' },
      { Key: 'team', Value: 'web' },
    ]);
    expect((await s3.send(new HeadBucketCommand({ Bucket }))).BucketRegion).toBe('us-east-1');
    const open = await s3.send(new GetPublicAccessBlockCommand({ Bucket: 'alpha-plain' }));
    expect(open.PublicAccessBlockConfiguration).toEqual({
      BlockPublicAcls: true,
      IgnorePublicAcls: true,
      BlockPublicPolicy: false,
      RestrictPublicBuckets: true,
    });
    const owned = await s3.send(new GetBucketOwnershipControlsCommand({ Bucket: 'alpha-plain' }));
    expect(owned.OwnershipControls?.Rules).toEqual([{ ObjectOwnership: 'BucketOwnerEnforced' }]);
  });

  it.each([
    [
      'NoSuchPublicAccessBlockConfiguration',
      () => new GetPublicAccessBlockCommand({ Bucket: 'alpha-website' }),
    ],
    [
      'OwnershipControlsNotFoundError',
      () => new GetBucketOwnershipControlsCommand({ Bucket: 'alpha-website' }),
    ],
    ['NoSuchBucketPolicy', () => new GetBucketPolicyCommand({ Bucket: 'alpha-plain' })],
    ['NoSuchBucketPolicy', () => new GetBucketPolicyStatusCommand({ Bucket: 'alpha-plain' })],
    ['NoSuchBucket', () => new GetBucketPolicyCommand({ Bucket: 'not-there' })],
    ['AccessDenied', () => new GetBucketPolicyCommand({ Bucket: 'beta-private' })],
    ['AuthorizationHeaderMalformed', () => new GetBucketPolicyCommand({ Bucket: 'alpha-ireland' })],
    ['NotImplemented', () => new GetBucketVersioningCommand({ Bucket: 'alpha-plain' })],
  ])('throws %s as S3 does', async (name, command) => {
    // Each command has its own type of client middleware, which the table cannot express.
    await expect(s3.send(command() as GetBucketPolicyCommand)).rejects.toMatchObject({ name });
  });

  it('knows by itself which policies are public', async () => {
    const isPublic = async (Bucket: string) =>
      (await s3.send(new GetBucketPolicyStatusCommand({ Bucket }))).PolicyStatus?.IsPublic;
    expect(await isPublic('alpha-offices')).toBe(false);
    expect(await isPublic('alpha-logs-1')).toBe(false);
  });

  it('answers in the region of the bucket, the first region without a location constraint', async () => {
    const ireland = new S3Client({ ...config, region: 'eu-west-1', forcePathStyle: true });
    const there = await ireland.send(new GetBucketLocationCommand({ Bucket: 'alpha-ireland' }));
    expect(there.LocationConstraint).toBe('eu-west-1');
    const here = await s3.send(new GetBucketLocationCommand({ Bucket: 'alpha-plain' }));
    expect(here.LocationConstraint).toBeUndefined();
  });

  it('takes the bucket from the host and redirects to the right region', async () => {
    const gateway = new Gateway();
    const { credentials } = config;
    const virtual = new S3Client({
      region: 'us-east-1',
      credentials,
      requestHandler: gateway,
      maxAttempts: 1,
    });
    const { PolicyStatus } = await virtual.send(
      new GetBucketPolicyStatusCommand({ Bucket: 'alpha-website' }),
    );
    expect(PolicyStatus?.IsPublic).toBe(true);
    expect(gateway.hosts).toEqual(['alpha-website.s3.us-east-1.amazonaws.com']);
    await expect(virtual.send(new GetBucketPolicyCommand({ Bucket: 'alpha-ireland' }))).rejects.toMatchObject(
      {
        name: 'PermanentRedirect',
        $metadata: { httpStatusCode: 301 },
      },
    );
  });
});

describe('s3control over REST-XML', () => {
  it.each([
    ['an AWS host', undefined, `${ALPHA}.s3-control.us-east-1.amazonaws.com`],
    ['a local host', 'http://localhost:4600', `${ALPHA}.localhost`],
  ])('answers the block of the account with the account in front of %s', async (_what, endpoint, host) => {
    const gateway = new Gateway();
    const client = new S3ControlClient({
      region: 'us-east-1',
      credentials: config.credentials,
      requestHandler: gateway,
      ...(endpoint === undefined ? {} : { endpoint }),
    });
    const { PublicAccessBlockConfiguration } = await client.send(
      new GetAccountPublicAccessBlockCommand({ AccountId: ALPHA }),
    );
    expect(PublicAccessBlockConfiguration).toEqual({
      BlockPublicAcls: true,
      IgnorePublicAcls: true,
      BlockPublicPolicy: true,
      RestrictPublicBuckets: true,
    });
    expect(gateway.hosts).toEqual([host]);
  });

  it('takes the account from the header when the host does not name it', async () => {
    const url = new URL(config.endpoint);
    const client = new S3ControlClient({ ...config, endpointProvider: () => ({ url }) });
    const { PublicAccessBlockConfiguration } = await client.send(
      new GetAccountPublicAccessBlockCommand({ AccountId: ALPHA }),
    );
    expect(PublicAccessBlockConfiguration?.BlockPublicAcls).toBe(true);
  });

  it('says when nothing was configured, refuses other accounts, and names what it lacks', async () => {
    const { credentials, region } = await bench.as(
      'CloudFindingsReadOnly',
      'us-east-1',
      'any-id-will-do',
      BETA,
    );
    const client = new S3ControlClient({ credentials, region, requestHandler: new Gateway() });
    await expect(
      client.send(new GetAccountPublicAccessBlockCommand({ AccountId: BETA })),
    ).rejects.toMatchObject({
      name: 'NoSuchPublicAccessBlockConfiguration',
    });
    await expect(
      client.send(new GetAccountPublicAccessBlockCommand({ AccountId: ALPHA })),
    ).rejects.toMatchObject({
      name: 'AccessDenied',
    });
    await expect(
      client.send(new ListStorageLensConfigurationsCommand({ AccountId: BETA })),
    ).rejects.toMatchObject({
      name: 'NotImplemented',
    });
  });
});
