import { gunzipSync } from 'node:zlib';
import type { Source } from '../source';

/** No more is unpacked: user data has 16 kB, and what unpacks to more than this is no script. */
const LONGEST = 5_000_000;

/**
 * User data as text. EC2 hands it out in base64; cloud-init takes it gzipped as well. Null when there is none.
 * Source: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/user-data.html
 */
export function decodeUserData(encoded: string | undefined, source: Source): string | null {
  if (encoded === undefined || encoded === '') return null;
  const bytes = Buffer.from(encoded, 'base64');
  const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
  try {
    return (isGzip ? gunzipSync(bytes, { maxOutputLength: LONGEST }) : bytes).toString('utf8');
  } catch {
    throw source.malformed('user data that cannot be unpacked');
  }
}
