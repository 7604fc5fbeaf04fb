import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

/**
 * The id of the `nth` scheduled run of an hour, a UUID of version 8: two deliveries of the same trigger come to the same
 * id, so that only one of them can insert the run. `hour` counts from 1970.
 */
export function scheduledRunId(hour: number, nth: number): string {
  const hex = bytesToHex(sha256(utf8ToBytes(JSON.stringify(['schedule', hour, nth]))));
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}
