import type { IpPermission } from '@aws-sdk/client-ec2';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exposureOfPort } from '../../../src/rules/ec2/open-ports';
import { openIntervals } from '../../../src/rules/ec2/port-intervals';
import { indispensable, togetherCover } from '../../../src/rules/policy/ip-ranges';

/** Blocks that overlap, adjoin and together are everything. */
const CIDRS = [
  '0.0.0.0/0',
  '0.0.0.0/1',
  '128.0.0.0/1',
  '128.0.0.0/2',
  '192.0.0.0/2',
  '::/0',
  '::/1',
  '8000::/1',
];
const HIGHEST = 12;

const port = fc.integer({ min: 0, max: HIGHEST });
const permission = fc
  .record({
    protocol: fc.constantFrom('tcp', 'udp', '6', '-1', 'icmp'),
    ports: fc.option(fc.tuple(port, port)),
    cidrs: fc.array(fc.constantFrom(...CIDRS, 'no block'), { maxLength: 3 }),
  })
  .map(({ protocol, ports, cidrs }): IpPermission => {
    const [from, to] = ports ?? [-1, -1];
    return {
      IpProtocol: protocol,
      FromPort: Math.min(from, to),
      ToPort: Math.max(from, to),
      IpRanges: cidrs.filter((cidr) => !cidr.includes(':')).map((CidrIp) => ({ CidrIp })),
      Ipv6Ranges: cidrs.filter((cidr) => cidr.includes(':')).map((CidrIpv6) => ({ CidrIpv6 })),
    };
  });

describe('a security group of thousands of rules', () => {
  it('is open at just the ports that its rules, looked at one port at a time, open', () => {
    fc.assert(
      fc.property(fc.array(permission, { maxLength: 8 }), fc.uniqueArray(port), (permissions, approved) => {
        const intervals = openIntervals(permissions, approved);
        for (const protocol of ['tcp', 'udp'] as const)
          for (let at = 1; at <= HIGHEST + 1; at += 1) {
            const said = intervals.some(
              (interval) => interval.protocol === protocol && interval.from <= at && at <= interval.to,
            );
            const is = exposureOfPort(permissions, at, [protocol]) !== null && !approved.includes(at);
            expect(said, `${protocol} ${at}`).toBe(is);
          }
      }),
    );
  });

  it('names the rules without which it would not be open', () => {
    const lists = fc.array(fc.array(fc.constantFrom(...CIDRS), { maxLength: 3 }), { maxLength: 6 });
    fc.assert(
      fc.property(lists, (all) => {
        if (!togetherCover(all.flat(), '0.0.0.0/0')) return;
        const withoutIt = (index: number) => all.filter((_, other) => other !== index).flat();
        const expected = all.flatMap((_, index) =>
          togetherCover(withoutIt(index), '0.0.0.0/0') ? [] : [index],
        );
        expect([...indispensable(all, '0.0.0.0/0')].sort((a, b) => a - b)).toEqual(expected);
      }),
    );
  });

  // A quadratic look at them takes minutes, and an invocation that is cut off each time never says anything of the account.
  it('is judged within an invocation, whether its rules are for one port or for many', () => {
    const rules = Array.from({ length: 10_000 }, (_, index) => index + 1);
    const each = rules.map(
      (at): IpPermission => ({
        IpProtocol: 'tcp',
        FromPort: at,
        ToPort: at,
        IpRanges: [{ CidrIp: `10.${at >> 8}.${at & 255}.0/24` }, { CidrIp: '0.0.0.0/0' }],
      }),
    );
    const nested = rules.map(
      (at): IpPermission => ({
        IpProtocol: 'tcp',
        FromPort: 22,
        ToPort: 22 + at,
        IpRanges: [{ CidrIp: `10.${at >> 8}.${at & 255}.0/24` }],
      }),
    );
    expect(openIntervals(each, [443])).toEqual([
      { protocol: 'tcp', from: 1, to: 442 },
      { protocol: 'tcp', from: 444, to: 10_000 },
    ]);
    expect(openIntervals(nested, [])).toEqual([]);
    const open: IpPermission = {
      IpProtocol: 'tcp',
      FromPort: 22,
      ToPort: 22,
      IpRanges: [{ CidrIp: '0.0.0.0/0' }],
    };
    expect(exposureOfPort([...nested, open], 22, ['tcp'])?.permissions).toEqual([open]);
  });
});
