interface Range {
  version: 4 | 6;
  first: bigint;
  last: bigint;
  prefix: number;
}

function ipv4Bits(address: string): bigint | null {
  const parts = address.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) <= 255))
    return null;
  return parts.reduce((bits, part) => (bits << 8n) | BigInt(part), 0n);
}

function ipv6Bits(address: string): bigint | null {
  const halves = address.split('::');
  if (halves.length > 2) return null;
  const groups = halves.map((half) => (half === '' ? [] : half.split(':')));
  const given = groups.flat();
  if (!given.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return null;
  const missing = 8 - given.length;
  if (halves.length === 1 ? missing !== 0 : missing < 1) return null;
  const [head = [], tail = []] = groups;
  const all = halves.length === 1 ? head : [...head, ...Array<string>(missing).fill('0'), ...tail];
  return all.reduce((bits, group) => (bits << 16n) | BigInt(`0x${group}`), 0n);
}

/** The addresses that a CIDR block or a single address names, or null for what is neither. */
function parseRange(cidr: string): Range | null {
  const [address = '', length] = cidr.trim().split('/');
  const version = address.includes(':') ? 6 : 4;
  const width = version === 4 ? 32 : 128;
  if (length !== undefined && !/^\d{1,3}$/.test(length)) return null;
  const prefix = length === undefined ? width : Number(length);
  const bits = version === 4 ? ipv4Bits(address) : ipv6Bits(address);
  if (bits === null || prefix > width) return null;
  const size = 1n << BigInt(width - prefix);
  const first = bits - (bits % size);
  return { version, first, last: first + size - 1n, prefix };
}

/** Whether the text is a CIDR block, IPv4 or IPv6. */
export function isCidr(text: string): boolean {
  return text.includes('/') && parseRange(text) !== null;
}

/**
 * Whether the blocks together contain all of `target`: 0.0.0.0/1 and 128.0.0.0/1 are as good as 0.0.0.0/0. Blocks that
 * cannot be read cover nothing.
 */
export function togetherCover(cidrs: string[], target: string): boolean {
  const wanted = parseRange(target);
  if (wanted === null) return false;
  const ranges = cidrs
    .map(parseRange)
    .filter((range): range is Range => range !== null && range.version === wanted.version)
    .sort((a, b) => (a.first < b.first ? -1 : 1));
  let next = wanted.first;
  for (const range of ranges) {
    if (range.first > next) break;
    if (range.last >= next) next = range.last + 1n;
  }
  return next > wanted.last;
}

/**
 * Which of the lists of blocks `target` is not covered without: an address of it is in theirs and in no other's. By their
 * place. One pass over where blocks begin and end, because a security group may have thousands.
 */
export function indispensable(lists: readonly string[][], target: string): Set<number> {
  const wanted = parseRange(target);
  const needed = new Set<number>();
  if (wanted === null) return needed;
  const edges = lists.flatMap((cidrs, owner) =>
    cidrs.flatMap((cidr) => {
      const range = parseRange(cidr);
      if (range === null || range.version !== wanted.version) return [];
      if (range.last < wanted.first || range.first > wanted.last) return [];
      const first = range.first > wanted.first ? range.first : wanted.first;
      return [
        { at: first, owner, step: 1 },
        { at: range.last + 1n, owner, step: -1 },
      ];
    }),
  );
  edges.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  const here = new Map<number, number>();
  for (const [index, { at, owner, step }] of edges.entries()) {
    const count = (here.get(owner) ?? 0) + step;
    if (count === 0) here.delete(owner);
    else here.set(owner, count);
    const [only] = here.keys();
    const next = edges[index + 1];
    if (here.size === 1 && only !== undefined && at <= wanted.last && next?.at !== at) needed.add(only);
  }
  return needed;
}

/** How many addresses the block has; none where it cannot be read. */
export function sizeOf(cidr: string): { version: 4 | 6; addresses: bigint } | null {
  const range = parseRange(cidr);
  return range && { version: range.version, addresses: range.last - range.first + 1n };
}

const PRIVATE = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'];

/**
 * Whether a source range is so wide that a condition on it lets the public in: broader than /8 in IPv4 or /32 in IPv6,
 * as S3 counts it, or unreadable.
 * Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html ("The meaning of public")
 */
export function isWideRange(cidr: string): boolean {
  const range = parseRange(cidr);
  if (range === null) return true;
  if (PRIVATE.some((block) => togetherCover([block], cidr))) return false;
  return range.version === 4 ? range.prefix < 8 : range.prefix < 32;
}
