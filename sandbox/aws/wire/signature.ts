import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { WireRequest } from './http';

export interface Authorization {
  accessKeyId: string;
  scope: { date: string; region: string; service: string };
  signedHeaders: string[];
  signature: string;
}

/** Reads the Authorization header of Signature Version 4; null when the request carries none. */
export function parseAuthorization(request: WireRequest): Authorization | null {
  const header = request.headers.authorization ?? '';
  const found =
    /^AWS4-HMAC-SHA256 Credential=([^/,\s]+)\/(\d{8})\/([^/,]+)\/([^/,]+)\/aws4_request,\s*SignedHeaders=([^,\s]+),\s*Signature=([0-9a-f]{64})$/.exec(
      header,
    );
  if (!found) return null;
  const [, accessKeyId = '', date = '', region = '', service = '', signedHeaders = '', signature = ''] =
    found;
  return {
    accessKeyId,
    scope: { date, region, service },
    signedHeaders: signedHeaders.split(';'),
    signature,
  };
}

/**
 * Whether the request was signed with `secret`.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export function isSignedWith(request: WireRequest, authorization: Authorization, secret: string): boolean {
  const { date, region, service } = authorization.scope;
  const payloadHash = request.headers['x-amz-content-sha256'] ?? sha256(request.body);
  const canonical = [
    request.method,
    canonicalPath(request.path, service),
    canonicalQuery(request.query),
    ...authorization.signedHeaders.map((name) => `${name}:${canonicalHeader(request, name)}`),
    '',
    authorization.signedHeaders.join(';'),
    payloadHash,
  ].join('\n');
  const scope = `${date}/${region}/${service}/aws4_request`;
  const text = `AWS4-HMAC-SHA256\n${request.headers['x-amz-date'] ?? ''}\n${scope}\n${sha256(canonical)}`;
  const key = [date, region, service, 'aws4_request'].reduce<string | Buffer>(hmac, `AWS4${secret}`);
  const expected = hmac(key, text);
  return timingSafeEqual(expected, Buffer.from(authorization.signature, 'hex'));
}

function canonicalHeader(request: WireRequest, name: string): string {
  const value =
    name === 'host' ? (request.headers['x-forwarded-host'] ?? request.headers.host) : request.headers[name];
  return (value ?? '').trim().replace(/\s+/g, ' ');
}

/** Every service but S3 signs the path encoded a second time. */
function canonicalPath(path: string, service: string): string {
  return service === 's3' ? path : path.split('/').map(encode).join('/');
}

function canonicalQuery(query: URLSearchParams): string {
  return [...query]
    .map(([key, value]) => [encode(key), encode(value)] as const)
    .sort(([keyA, a], [keyB, b]) => (keyA === keyB ? compare(a, b) : compare(keyA, keyB)))
    .map((pair) => pair.join('='))
    .join('&');
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function sha256(data: string | Buffer): string {
  return createHash('sha256').update(data).digest('hex');
}

function hmac(key: string | Buffer, data: string): Buffer {
  return createHmac('sha256', key).update(data).digest();
}
