import { afterEach, describe, expect, it } from 'vitest';
import { createResourceReaders } from '../../../src/aws/resource-readers';
import { type S3Account, type S3Bucket, s3Account, s3Bucket } from '../../../src/rules/s3/resources';
import { type RawServer, rawServer, sessionAt } from './http-server';

let server: RawServer;
afterEach(() => server.close());

const BUCKETS =
  '<ListAllMyBucketsResult><Buckets><Bucket><Name>my.logs</Name><BucketRegion>eu-west-1</BucketRegion></Bucket></Buckets></ListAllMyBucketsResult>';
const BLOCK =
  '<PublicAccessBlockConfiguration><BlockPublicAcls>true</BlockPublicAcls><IgnorePublicAcls>true</IgnorePublicAcls><BlockPublicPolicy>true</BlockPublicPolicy><RestrictPublicBuckets>false</RestrictPublicBuckets></PublicAccessBlockConfiguration>';

describe("the clients, with an endpoint of one's own", () => {
  it('ask S3 Control at that host, without the account id in front', async () => {
    server = await rawServer(() => ({ body: BLOCK }));
    const { resources } = await createResourceReaders(sessionAt(server.url, 'global')).list(s3Account);
    const [account] = resources as S3Account[];
    await expect(account?.publicAccessBlock()).resolves.toEqual({
      blockPublicAcls: true,
      ignorePublicAcls: true,
      blockPublicPolicy: true,
      restrictPublicBuckets: false,
    });
    expect(`http://${server.requests[0]?.host}`).toBe(server.url);
    expect(server.requests[0]?.url).toContain('/v20180820/configuration/publicAccessBlock');
  });

  it('name the bucket in the path, and ask it once for all who ask', async () => {
    server = await rawServer((request) => ({
      body: request.url?.includes('publicAccessBlock') ? BLOCK : BUCKETS,
    }));
    const readers = createResourceReaders(sessionAt(server.url, 'global'));
    const { resources } = await readers.list(s3Bucket);
    const [bucket] = resources as S3Bucket[];
    expect(bucket).toMatchObject({ id: 'my.logs', arn: 'arn:aws:s3:::my.logs', region: 'eu-west-1' });
    await Promise.all([bucket?.publicAccessBlock(), bucket?.publicAccessBlock()]);
    await bucket?.publicAccessBlock();
    expect(server.requests.map(({ url }) => url.split('?')[0])).toEqual(['/', '/my.logs/']);
    expect(readers.apiCalls()).toEqual({ 's3:GetPublicAccessBlock': 1, 's3:ListBuckets': 1 });
  });

  it('take flags that are missing for unread, not for off', async () => {
    server = await rawServer(() => ({ body: '<PublicAccessBlockConfiguration/>' }));
    const { resources } = await createResourceReaders(sessionAt(server.url, 'global')).list(s3Account);
    const [account] = resources as S3Account[];
    await expect(account?.publicAccessBlock()).rejects.toMatchObject({
      operation: 's3control:GetPublicAccessBlock',
    });
  });
});
