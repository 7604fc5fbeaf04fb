import { afterEach, describe, expect, it } from 'vitest';
import { type Endpoint, type Probe, startEndpoint, startProbe } from './probe';

describe('requests to the outside', () => {
  let aws: Endpoint;
  let probe: Probe;

  const start = async (awsAddressing: 'as-asked' | 'path') => {
    aws = await startEndpoint();
    probe = await startProbe({ awsEndpoint: aws.url, awsAddressing });
  };
  afterEach(async () => {
    await probe.host.stop();
    await aws.close();
  });
  const get = (url: string, init: object = {}) => probe.ask('fetch', { url, init });

  it('are refused where the manifest does not name the host, before anything is sent', async () => {
    await start('as-asked');
    for (const url of [
      'https://example.com/',
      'https://amazonaws.com.example.com/',
      'https://sts.amazonaws.com.evil.test/',
      aws.url,
      'http://169.254.169.254/latest/meta-data/',
    ]) {
      expect(await get(url), url).toMatchObject({ name: 'REQUEST_EGRESS_ALLOWLIST_ERR', status: 403 });
    }
    expect(aws.asked).toEqual([]);
    expect(probe.host.counters().externalRequests).toBe(0);
  });

  it('reach the local AWS with the host, path, query, headers and body that were asked for', async () => {
    await start('as-asked');
    const url = 'https://bucket.s3.eu-central-1.amazonaws.com/a%20key?list-type=2';
    const answer = await get(url, {
      method: 'POST',
      body: 'größe',
      headers: { authorization: 'AWS4 signed' },
    });
    expect(answer).toMatchObject({ value: { status: 200 } });
    // The Host itself is out of fetch's hands.
    expect(aws.asked).toMatchObject([
      {
        method: 'POST',
        path: '/a%20key?list-type=2',
        forwardedHost: 'bucket.s3.eu-central-1.amazonaws.com',
        authorization: 'AWS4 signed',
        body: 'größe',
      },
    ]);
    expect(probe.host.counters().externalRequests).toBe(1);
  });

  it('go to an endpoint of somebody else as the app wrote them, which learns its address from AWS_ENDPOINT_URL', async () => {
    await start('path');
    expect(await probe.ask('environment')).toMatchObject({ variables: { AWS_ENDPOINT_URL: aws.url } });
    expect(await get(`${aws.url}/bucket/key?list-type=2`)).toMatchObject({ value: { status: 200 } });
    expect(aws.asked).toMatchObject([
      { path: '/bucket/key?list-type=2', host: new URL(aws.url).host, forwardedHost: null },
    ]);
    expect(await get('http://127.0.0.1:9/')).toMatchObject({ name: 'REQUEST_EGRESS_ALLOWLIST_ERR' });
  });

  it('are not led to the endpoint of this machine where hosts are asked for by name', async () => {
    await start('as-asked');
    expect(await probe.ask('environment')).not.toHaveProperty('variables.AWS_ENDPOINT_URL');
  });

  it('are limited per invocation', async () => {
    await start('as-asked');
    await probe.host.stop();
    probe = await startProbe({ awsEndpoint: aws.url, limits: { egressRequestsPerRuntimeMinute: 0 } });
    expect(await get('https://sts.us-east-1.amazonaws.com/')).toMatchObject({ name: 'FUNCTION_FETCH_ERR' });
    expect(aws.asked).toEqual([]);
  });
});
