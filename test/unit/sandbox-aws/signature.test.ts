import { describe, expect, it } from 'vitest';
import { locate } from '../../../sandbox/aws/wire/location';
import { isSignedWith, parseAuthorization } from '../../../sandbox/aws/wire/signature';

const SECRET = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY';

/** The example of AWS's Signature Version 4 test suite called get-vanilla-query-order-key-case. */
function example(overrides: { query?: string; host?: string } = {}) {
  return {
    method: 'GET',
    path: '/',
    query: new URLSearchParams(overrides.query ?? 'Param2=value2&Param1=value1'),
    headers: {
      host: overrides.host ?? 'example.amazonaws.com',
      'x-amz-date': '20150830T123600Z',
      authorization:
        'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=host;x-amz-date, Signature=b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500',
    },
    body: Buffer.alloc(0),
  };
}

function isSigned(request: ReturnType<typeof example>, secret = SECRET): boolean {
  const authorization = parseAuthorization(request);
  return authorization !== null && isSignedWith(request, authorization, secret);
}

describe('Signature Version 4', () => {
  it('agrees with the example that AWS publishes', () => {
    expect(isSigned(example())).toBe(true);
  });

  it('notices another secret, query or host', () => {
    expect(isSigned(example(), `${SECRET}x`)).toBe(false);
    expect(isSigned(example({ query: 'Param1=value1&Param2=other' }))).toBe(false);
    expect(isSigned(example({ host: 'other.amazonaws.com' }))).toBe(false);
  });

  it('takes no header that is something else', () => {
    const request = example();
    expect(
      parseAuthorization({ ...request, headers: { ...request.headers, authorization: 'Bearer x' } }),
    ).toBeNull();
  });
});

describe('where a request goes', () => {
  const at = (host: string, service = 's3', path = '/') =>
    locate({
      ...example({ host }),
      path,
      headers: {
        host,
        authorization: `AWS4-HMAC-SHA256 Credential=AKID/20150830/eu-west-1/${service}/aws4_request, SignedHeaders=host, Signature=${'0'.repeat(64)}`,
      },
    });

  it.each([
    ['ec2.us-west-2.amazonaws.com', 'ec2', 'ec2', 'us-west-2', null],
    ['iam.amazonaws.com', 'iam', 'iam', 'eu-west-1', null],
    ['s3.amazonaws.com', 's3', 's3', 'us-east-1', null],
    ['my.bucket.s3.eu-central-1.amazonaws.com', 's3', 's3', 'eu-central-1', 'my.bucket'],
    ['111122223333.s3-control.us-east-1.amazonaws.com', 's3', 's3control', 'us-east-1', '111122223333'],
    ['127.0.0.1:4600', 'kms', 'kms', 'eu-west-1', null],
    ['bucket.localhost:4600', 's3', 's3', 'eu-west-1', 'bucket'],
    ['ec2.us-east-1.amazonaws.com.evil.example', 'ec2', 'ec2', 'eu-west-1', null],
  ])('%s', (host, signed, service, region, hostPrefix) => {
    expect(at(host, signed)).toMatchObject({ service, region, hostPrefix });
  });

  it('knows S3 Control by its path where the host does not tell', () => {
    expect(at('127.0.0.1:4600', 's3', '/v20180820/configuration/publicAccessBlock')?.service).toBe(
      's3control',
    );
  });
});
