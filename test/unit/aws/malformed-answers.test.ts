import { afterEach, describe, expect, it } from 'vitest';
import { createResourceReaders } from '../../../src/aws/resource-readers';
import { type CloudTrailAccount, cloudTrailAccount } from '../../../src/rules/cloudtrail/resources';
import type { Resource, ResourceType } from '../../../src/rules/define';
import { type EbsVolume, ebsPublicSnapshot, ebsVolume } from '../../../src/rules/ebs/resources';
import { ec2Image, ec2Instance, elasticIp, securityGroup } from '../../../src/rules/ec2/resources';
import { iamAccessKey, iamManagedPolicy, iamUser } from '../../../src/rules/iam/resources';
import { kmsKey } from '../../../src/rules/kms/resources';
import { rdsInstance, rdsSnapshot } from '../../../src/rules/rds/resources';
import { s3Bucket } from '../../../src/rules/s3/resources';
import { vpc } from '../../../src/rules/vpc/resources';
import { type Answer, type RawServer, rawServer, sessionAt } from './http-server';

let server: RawServer;
afterEach(() => server.close());

const BODIES: [string, Answer][] = [
  ['an empty body', { body: '' }],
  ['a page of a proxy', { body: '<html><body>Please sign in</body></html>', type: 'text/html' }],
  ['HTML that is no XML', { body: '<!DOCTYPE html><html><body>Hi<br></body></html>', type: 'text/html' }],
  ['JSON of somebody else', { body: '{"ok":true}', type: 'application/json' }],
  ['XML that is cut off', { body: '<DescribeVolumesResponse><volumeSet><item><volumeId>vol-1</volumeId>' }],
  ['an answer without its list', { body: '<Response><requestId>1</requestId></Response>' }],
];

const REGIONAL: ResourceType<Resource>[] = [
  ebsVolume,
  ebsPublicSnapshot,
  ec2Image,
  ec2Instance,
  elasticIp,
  kmsKey,
  rdsInstance,
  rdsSnapshot,
  securityGroup,
  vpc,
];
const GLOBAL: ResourceType<Resource>[] = [iamAccessKey, iamManagedPolicy, iamUser, s3Bucket];

describe.each(BODIES)('%s with status 200', (_, answer) => {
  it.each(REGIONAL.map((type) => [type.key, type] as const))('is no empty list of %s', async (_key, type) => {
    server = await rawServer(() => answer);
    const listing = await createResourceReaders(sessionAt(server.url)).list(type);
    expect(listing.resources).toEqual([]);
    expect(listing.failures[0]).toMatchObject({
      name: 'UnreadableError',
      reason: 'error',
      region: 'eu-west-1',
    });
  });

  it.each(GLOBAL.map((type) => [type.key, type] as const))('is no empty list of %s', async (_key, type) => {
    server = await rawServer(() => answer);
    const listing = await createResourceReaders(sessionAt(server.url, 'global')).list(type);
    expect(listing.resources).toEqual([]);
    expect(listing.failures[0]).toMatchObject({ name: 'UnreadableError', reason: 'error', region: 'global' });
  });

  it('is no list of trails', async () => {
    server = await rawServer(() => answer);
    const readers = createResourceReaders(sessionAt(server.url, 'global'));
    const { resources } = await readers.list(cloudTrailAccount);
    // The reader of cloudTrailAccount makes these.
    const [account] = resources as CloudTrailAccount[];
    await expect(account?.trails()).rejects.toMatchObject({ operation: 'cloudtrail:DescribeTrails' });
    expect(readers.refused()).toHaveLength(1);
  });
});

describe('an answer of AWS', () => {
  it('that is an empty list is one', async () => {
    server = await rawServer(() => ({
      body: '<DescribeVolumesResponse><requestId>1</requestId><volumeSet/></DescribeVolumesResponse>',
    }));
    const listing = await createResourceReaders(sessionAt(server.url)).list(ebsVolume);
    expect(listing).toEqual({ resources: [], failures: [] });
  });

  it('whose pages go round in a circle is incomplete', async () => {
    const item = '<item><volumeId>vol-1</volumeId><encrypted>true</encrypted></item>';
    server = await rawServer(() => ({
      body: `<DescribeVolumesResponse><volumeSet>${item}</volumeSet><nextToken>again</nextToken></DescribeVolumesResponse>`,
    }));
    const listing = await createResourceReaders(sessionAt(server.url)).list(ebsVolume);
    expect(listing.failures).toMatchObject([{ operation: 'ec2:DescribeVolumes' }]);
    expect(server.requests).toHaveLength(2);
  });

  it('keeps the pages before the one that failed', async () => {
    const item = '<item><volumeId>vol-1</volumeId><encrypted>false</encrypted></item>';
    server = await rawServer((_request, body) =>
      body.includes('NextToken')
        ? {
            status: 403,
            body: '<Response><Errors><Error><Code>UnauthorizedOperation</Code><Message>No</Message></Error></Errors></Response>',
          }
        : {
            body: `<DescribeVolumesResponse><volumeSet>${item}</volumeSet><nextToken>two</nextToken></DescribeVolumesResponse>`,
          },
    );
    const listing = await createResourceReaders(sessionAt(server.url)).list(ebsVolume);
    expect(listing.resources.map(({ id }) => id)).toEqual(['vol-1']);
    expect(listing.failures).toMatchObject([{ reason: 'access-denied', code: 'UnauthorizedOperation' }]);
  });

  it('that lacks the setting a rule reads is unread for that resource, and not taken for false', async () => {
    server = await rawServer(() => ({
      body: '<DescribeVolumesResponse><volumeSet><item><volumeId>vol-1</volumeId></item></volumeSet></DescribeVolumesResponse>',
    }));
    const { resources } = await createResourceReaders(sessionAt(server.url)).list(ebsVolume);
    // The reader of ebsVolume makes these.
    const [volume] = resources as EbsVolume[];
    expect(() => volume?.encrypted).toThrow(/Encrypted of vol-1/);
  });
});

describe('the connection', () => {
  it('that is cut is tried again, counted, and in the end of the network', async () => {
    server = await rawServer(() => ({ body: '', cut: true }));
    const readers = createResourceReaders(sessionAt(server.url));
    const listing = await readers.list(elasticIp);
    expect(listing.failures).toMatchObject([{ reason: 'network' }]);
    expect(readers.apiCalls()).toEqual({ 'ec2:DescribeAddresses': 4 });
    expect(server.requests).toHaveLength(4);
  });

  it('that throttles is tried again, counted, and in the end throttled', async () => {
    server = await rawServer(() => ({
      status: 503,
      body: '<Response><Errors><Error><Code>RequestLimitExceeded</Code><Message>Slow</Message></Error></Errors></Response>',
    }));
    const readers = createResourceReaders(sessionAt(server.url));
    const listing = await readers.list(elasticIp);
    expect(listing.failures).toMatchObject([{ reason: 'throttled' }]);
    expect(readers.apiCalls()).toEqual({ 'ec2:DescribeAddresses': 4 });
  }, 30_000);
});
