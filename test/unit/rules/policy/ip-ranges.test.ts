import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isCidr, isWideRange, togetherCover } from '../../../../src/rules/policy/ip-ranges';

const ipv4Cidr = fc
  .tuple(fc.ipV4(), fc.integer({ min: 0, max: 32 }))
  .map(([address, prefix]) => `${address}/${prefix}`);

/** Splits a block into its two halves. */
function halves(cidr: string): string[] {
  const [address = '', length = ''] = cidr.split('/');
  const prefix = Number(length);
  const bits = address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
  const size = 2 ** (32 - prefix);
  const first = Math.floor(bits / size) * size;
  return [first, first + size / 2].map((half) => {
    const parts = [24, 16, 8, 0].map((shift) => Math.floor(half / 2 ** shift) % 256);
    return `${parts.join('.')}/${prefix + 1}`;
  });
}

describe('togetherCover', () => {
  it('two halves cover the whole, one does not', () => {
    fc.assert(
      fc.property(
        ipv4Cidr.filter((cidr) => !cidr.endsWith('/32')),
        fc.boolean(),
        (cidr, swap) => {
          const parts = halves(cidr);
          expect(togetherCover(swap ? parts.reverse() : parts, cidr)).toBe(true);
          expect(togetherCover(parts.slice(0, 1), cidr)).toBe(false);
        },
      ),
    );
  });

  it('a hole of one address is seen', () => {
    expect(togetherCover(['198.51.100.0/25', '198.51.100.129/32'], '198.51.100.0/24')).toBe(false);
  });

  it('IPv4 and IPv6 do not stand for each other', () => {
    expect(togetherCover(['0.0.0.0/0'], '::/0')).toBe(false);
    expect(togetherCover(['::/0'], '0.0.0.0/0')).toBe(false);
  });

  it('what cannot be read covers nothing', () => {
    expect(togetherCover(['anywhere', '300.0.0.0/0', '1:2:3/0', '0.0.0.0/33'], '0.0.0.0/0')).toBe(false);
  });
});

describe('isCidr', () => {
  it.each(['0.0.0.0/0', '203.0.113.0/24', '::/0', '2001:db8::/32', '2001:db8:0:0:1:2:3:4/128'])(
    '%s',
    (cidr) => {
      expect(isCidr(cidr)).toBe(true);
    },
  );
  it.each(['', '10.0.0.1', '10.0.0/8', '::1::/64', '10.0.0.0/x', 'fe80:::/10'])('not %j', (text) => {
    expect(isCidr(text)).toBe(false);
  });
});

describe('isWideRange', () => {
  it.each(['0.0.0.0/0', '52.0.0.0/7', '::/0', '2001::/31', 'office'])('%s', (cidr) => {
    expect(isWideRange(cidr)).toBe(true);
  });
  it.each(['52.0.0.0/8', '203.0.113.7', '2001:db8::/32', '10.0.0.0/8', '172.16.0.0/12'])('not %s', (cidr) => {
    expect(isWideRange(cidr)).toBe(false);
  });
});
