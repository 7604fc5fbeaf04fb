import { gunzipSync } from 'node:zlib';

/** No more is unpacked: user data has 16 kB, and what unpacks to more than this is no script. */
const LONGEST = 5_000_000;

/** The text that the bytes are, in UTF-8, UTF-16 or a code page, unpacked where they are gzipped; null for bytes that are no text. */
export function textOf(bytes: Buffer): string | null {
  const unpacked = isGzip(bytes) ? unpack(bytes) : bytes;
  if (unpacked === null) return null;
  const text = utf16Of(unpacked) ?? utf8Of(unpacked) ?? unpacked.toString('latin1');
  return isText(text) ? text : null;
}

/** The bytes behind base64, however it is broken into lines; null for what is not base64. */
export function fromBase64(text: string): Buffer | null {
  const joined = text.replace(/\s+/g, '');
  return /^[A-Za-z0-9+/_-]+={0,2}$/.test(joined) ? Buffer.from(joined, 'base64') : null;
}

const isGzip = (bytes: Buffer) => bytes[0] === 0x1f && bytes[1] === 0x8b;

function unpack(bytes: Buffer): Buffer | null {
  try {
    return gunzipSync(bytes, { maxOutputLength: LONGEST });
  } catch {
    return null;
  }
}

/** With its mark, or, as every second byte of Latin text in UTF-16 is zero, by those. */
function utf16Of(bytes: Buffer): string | null {
  const isLittle = bytes[0] === 0xff && bytes[1] === 0xfe;
  const isBig = bytes[0] === 0xfe && bytes[1] === 0xff;
  if (isLittle || isBig) return decode(isLittle ? 'utf-16le' : 'utf-16be', bytes);
  const zeros = (offset: number) => bytes.filter((byte, at) => at % 2 === offset && byte === 0).length;
  if (bytes.length < 4 || bytes.length % 2 === 1) return null;
  if (zeros(1) > bytes.length / 4 && zeros(0) === 0) return decode('utf-16le', bytes);
  return zeros(0) > bytes.length / 4 && zeros(1) === 0 ? decode('utf-16be', bytes) : null;
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
