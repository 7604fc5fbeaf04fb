import { gunzipSync } from 'node:zlib';

/** What may still be unpacked, in bytes; whoever unpacks takes from it. */
export interface Unpacking {
  left: number;
}

/**
 * No byte of a gzip stands for more.
 * Source: https://www.zlib.net/zlib_tech.html
 */
const MOST_EXPANSION = 1032;

/**
 * The text that the bytes are, in UTF-8, UTF-16 or a code page, unpacked where they are gzipped; null for bytes that are no
 * text, or more than may be unpacked.
 */
export function textOf(bytes: Buffer, unpacking: Unpacking): string | null {
  const unpacked = isGzip(bytes) ? unpack(bytes, unpacking) : bytes;
  if (unpacked === null) return null;
  const text = utf16Of(unpacked) ?? utf8Of(unpacked) ?? unpacked.toString('latin1');
  return isText(text) ? text : null;
}

/** Whether the bytes are text, or are packed and nothing is unpacked any more, so that nobody knows. */
export function mayBeText(bytes: Buffer, unpacking: Unpacking): boolean {
  return textOf(bytes, unpacking) !== null || (isGzip(bytes) && unpacking.left <= 0);
}

/** The bytes behind base64, however it is broken into lines; null for what is not base64. */
export function fromBase64(text: string): Buffer | null {
  const joined = text.replace(/\s+/g, '');
  return /^[A-Za-z0-9+/_-]+={0,2}$/.test(joined) ? Buffer.from(joined, 'base64') : null;
}

const isGzip = (bytes: Buffer) => bytes[0] === 0x1f && bytes[1] === 0x8b;

function unpack(bytes: Buffer, unpacking: Unpacking): Buffer | null {
  if (unpacking.left <= 0) return null;
  try {
    const unpacked = gunzipSync(bytes, { maxOutputLength: unpacking.left });
    unpacking.left -= unpacked.length;
    return unpacked;
  } catch {
    // What is malformed or too large took time up to there; how much nobody says.
    unpacking.left -= bytes.length * MOST_EXPANSION;
    return null;
  }
}

/** With its mark, or, as every second byte of Latin text in UTF-16 is zero, by those. */
function utf16Of(bytes: Buffer): string | null {
  const isLittle = bytes[0] === 0xff && bytes[1] === 0xfe;
  const isBig = bytes[0] === 0xfe && bytes[1] === 0xff;
  if (isLittle || isBig) return decode(isLittle ? 'utf-16le' : 'utf-16be', bytes);
  if (bytes.length < 4 || bytes.length % 2 === 1) return null;
  const zeros = { even: 0, odd: 0 };
  for (let at = 0; at < bytes.length; at += 1) if (bytes[at] === 0) zeros[at % 2 === 0 ? 'even' : 'odd'] += 1;
  if (zeros.odd > bytes.length / 4 && zeros.even === 0) return decode('utf-16le', bytes);
  return zeros.even > bytes.length / 4 && zeros.odd === 0 ? decode('utf-16be', bytes) : null;
}

const utf8Of = (bytes: Buffer) => decode('utf-8', bytes);

function decode(encoding: string, bytes: Buffer): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** Scripts hold no control characters but white space, colours and the end-of-file of DOS. */
function isText(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  return !/[\x00-\x06\x0e-\x19\x1c-\x1f\x7f\ufffe\uffff]/.test(text);
}
