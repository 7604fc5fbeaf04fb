import { describe, expect, it } from 'vitest';
import { isConnectionFailure, toUnreadable, withoutSecrets } from '../../../src/aws/errors';

const SITE = { operation: 'ec2:DescribeVolumes', region: 'eu-west-1', home: false };
const HOME = { operation: 'iam:GetAccountSummary', region: 'global', home: true };

function awsError(name: string, message = 'Something happened', httpStatusCode = 400): Error {
  return Object.assign(new Error(message), { name, $fault: 'client', $metadata: { httpStatusCode } });
}

function fetchFailure(code: string, message = code): Error {
  return new TypeError('fetch failed', { cause: Object.assign(new Error(message), { code }) });
}

describe('toUnreadable', () => {
  it.each([
    ['AccessDenied', 'access-denied'],
    ['AccessDeniedException', 'access-denied'],
    ['UnauthorizedOperation', 'access-denied'],
    ['Client.UnauthorizedOperation', 'access-denied'],
    ['RequestLimitExceeded', 'throttled'],
    ['Throttling', 'throttled'],
    ['ThrottlingException', 'throttled'],
    ['SlowDown', 'throttled'],
    ['TooManyRequestsException', 'throttled'],
    ['OptInRequired', 'region-not-enabled'],
    ['AuthFailure', 'region-not-enabled'],
    ['InvalidClientTokenId', 'region-not-enabled'],
    ['UnrecognizedClientException', 'region-not-enabled'],
    ['ExpiredToken', 'credentials'],
    ['ExpiredTokenException', 'credentials'],
    ['SignatureDoesNotMatch', 'credentials'],
    ['RequestTimeout', 'timeout'],
    ['InternalError', 'error'],
    ['NoSuchBucketPolicy', 'error'],
  ])('takes %s of a region for %s', (name, reason) => {
    expect(toUnreadable(awsError(name), SITE)).toMatchObject({
      operation: 'ec2:DescribeVolumes',
      region: 'eu-west-1',
      reason,
    });
  });

  it.each(['AuthFailure', 'InvalidClientTokenId', 'UnrecognizedClientException'])(
    'takes %s of the home region, which is always enabled, for bad credentials',
    (name) => {
      expect(toUnreadable(awsError(name), HOME).reason).toBe('credentials');
    },
  );

  it.each([
    [fetchFailure('ECONNREFUSED'), 'network'],
    [fetchFailure('ECONNRESET'), 'network'],
    [fetchFailure('UND_ERR_SOCKET'), 'network'],
    [fetchFailure('ENOTFOUND'), 'network'],
    [
      new TypeError('terminated', { cause: Object.assign(new Error('x'), { code: 'UND_ERR_SOCKET' }) }),
      'network',
    ],
    [new TypeError('Failed to fetch'), 'network'],
    [fetchFailure('UND_ERR_CONNECT_TIMEOUT'), 'timeout'],
    [new DOMException('The operation was aborted due to timeout', 'TimeoutError'), 'timeout'],
    [Object.assign(new Error('no'), { name: 'CredentialsProviderError' }), 'credentials'],
    [new TypeError('x is not a function'), 'error'],
    ['a thrown string', 'error'],
    [undefined, 'error'],
  ])('takes what is no answer of AWS for what it is: %s', (error, reason) => {
    expect(toUnreadable(error, SITE)).toMatchObject({ reason, code: null });
  });

  it('takes an HTTP status for a reason where the body gives none', () => {
    expect(toUnreadable(awsError('Unknown', 'Unknown', 429), SITE).reason).toBe('throttled');
    const denied = toUnreadable(awsError('Unknown', 'UnknownError', 403), SITE);
    expect(denied.reason).toBe('access-denied');
    expect(denied.message).toContain('HTTP 403');
  });

  it('keeps the code, so that an absence that means something is recognised', () => {
    expect(toUnreadable(awsError('NoSuchBucketPolicy'), SITE).code).toBe('NoSuchBucketPolicy');
    expect(toUnreadable(awsError('Client.UnauthorizedOperation'), SITE).code).toBe('UnauthorizedOperation');
  });

  it('says what AWS said, where and of which call', () => {
    const message =
      'User: arn:aws:sts::1:assumed-role/R/cloud-findings is not authorized, with an explicit deny in a service control policy';
    expect(toUnreadable(awsError('AccessDenied', message), SITE).message).toBe(
      `AWS denied ec2:DescribeVolumes in eu-west-1: the role may not do it. AWS says: ${message}`,
    );
  });

  it('names the IAM action where it is not called like the API', () => {
    const site = { operation: 's3control:GetPublicAccessBlock', region: 'global', home: true };
    expect(toUnreadable(awsError('AccessDenied'), site).message).toContain('s3:GetAccountPublicAccessBlock');
  });

  it('leaves out keys, tokens, encoded messages and hints for programmers', () => {
    const token = 'IQoJb3JpZ2luX2VjE'.repeat(8);
    const error = awsError(
      'ExpiredToken',
      `The token ${token} of ASIAABCDEFGHIJKLMNOP expired. Encoded authorization failure message: abc\n  Deserialization error: to see ...`,
    );
    const { message } = toUnreadable(error, SITE);
    expect(message).not.toContain('IQoJ');
    expect(message).not.toContain('ABCDEFGHIJKLMNOP');
    expect(message).not.toContain('abc');
    expect(message).not.toContain('Deserialization');
    expect(message).toContain('expired');
  });

  it('cuts a very long answer short', () => {
    expect(
      toUnreadable(awsError('InternalError', 'so it goes '.repeat(100)), SITE).message.length,
    ).toBeLessThan(450);
  });

  it('asks whether the region exists where its host does not', () => {
    const error = fetchFailure('ENOTFOUND', 'getaddrinfo ENOTFOUND ec2.xx-fake-1.amazonaws.com');
    expect(toUnreadable(error, SITE).message).toBe(
      'AWS could not be reached for ec2:DescribeVolumes in eu-west-1. Does the region exist? (getaddrinfo ENOTFOUND ec2.xx-fake-1.amazonaws.com)',
    );
  });

  it('passes on what it made already', () => {
    const once = toUnreadable(awsError('AccessDenied'), SITE);
    expect(toUnreadable(once, HOME)).toBe(once);
  });
});

describe('isConnectionFailure', () => {
  it('is true of requests that may be sent again because no answer came back', () => {
    expect(isConnectionFailure(fetchFailure('UND_ERR_SOCKET'))).toBe(true);
    expect(isConnectionFailure(new DOMException('late', 'TimeoutError'))).toBe(true);
  });

  it('is false of answers, and of our own mistakes', () => {
    expect(isConnectionFailure(awsError('RequestTimeout'))).toBe(false);
    expect(isConnectionFailure(new TypeError('x is not a function'))).toBe(false);
  });
});

describe('withoutSecrets', () => {
  it('keeps ARNs and ordinary words', () => {
    const text = 'arn:aws:iam::111122223333:role/CloudFindingsReadOnly could not be assumed';
    expect(withoutSecrets(text)).toBe(text);
  });
});

describe('what was sent and may not be told', () => {
  const secrets = ['cloud-findings-6f1c2a80-0a01-4c5e-9d10-000000000001', 'token/with+signs='];

  it.each([
    ['as it was sent', `not token/with+signs= for cloud-findings-6f1c2a80-0a01-4c5e-9d10-000000000001`],
    ['encoded in a form', `not ${encodeURIComponent('token/with+signs=')} for you`],
  ])('is taken out of what AWS says, %s', (_, said) => {
    const { message } = toUnreadable(awsError('SignatureDoesNotMatch', said, 403), { ...HOME, secrets });
    expect(message).toContain('AWS says: not ... for');
    for (const secret of secrets) expect(message).not.toContain(secret);
  });
});
