import type { WireRequest } from '../../wire/http';
import { locate } from '../../wire/location';

/** Finds the bucket, and the key, in host or path: what is left of the path is what S3's operations are matched by. */
export function splitBucket(request: WireRequest): { request: WireRequest; labels: Record<string, string> } {
  const prefix = locate(request)?.hostPrefix;
  if (prefix) return { request, labels: { Bucket: prefix } };
  const [, bucket = '', ...rest] = request.path.split('/');
  if (bucket === '') return { request, labels: {} };
  return {
    request: { ...request, path: `/${rest.join('/')}` },
    labels: { Bucket: decodeURIComponent(bucket) },
  };
}
