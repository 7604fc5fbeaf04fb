import type { IpPermission } from '@aws-sdk/client-ec2';
import sgOpenAllPorts from '../../../../src/rules/ec2/ec2-sg-open-all-ports';
import sgOpenRdp from '../../../../src/rules/ec2/ec2-sg-open-rdp';
import sgOpenSsh from '../../../../src/rules/ec2/ec2-sg-open-ssh';
import { judgeTable } from '../judge-table';
import { group } from './group';

/** A permission for ports (`22`, `20-25`, none for all) from CIDR blocks. */
function from(protocol: string, ports: string | null, ...cidrs: string[]): IpPermission {
  const [first, last] = (ports ?? '').split('-');
  return {
    IpProtocol: protocol,
    ...(ports === null ? {} : { FromPort: Number(first), ToPort: Number(last ?? first) }),
    IpRanges: cidrs.filter((cidr) => !cidr.includes(':')).map((CidrIp) => ({ CidrIp })),
    Ipv6Ranges: cidrs.filter((cidr) => cidr.includes(':')).map((CidrIpv6) => ({ CidrIpv6 })),
  };
}
const open = (...ingress: IpPermission[]) => group({ ingress });

judgeTable(sgOpenSsh, [
  { name: 'no rules', resource: open(), is: 'pass' },
  { name: 'from the office', resource: open(from('tcp', '22', '203.0.113.0/24')), is: 'pass' },
  {
    name: 'from everywhere',
    resource: open(from('tcp', '22', '0.0.0.0/0')),
    is: 'fail',
    says: 'Port 22 is open to 0.0.0.0/0',
    evidence: { ingress: [{ ports: 'tcp 22', sources: ['0.0.0.0/0'] }] },
  },
  {
    name: 'the description names the rule',
    resource: open({
      IpProtocol: 'tcp',
      FromPort: 22,
      ToPort: 22,
      IpRanges: [{ CidrIp: '0.0.0.0/0', Description: 'temporary, for Anna' }],
    }),
    is: 'fail',
    says: '(rule: temporary, for Anna)',
  },
  { name: 'IPv6', resource: open(from('tcp', '22', '::/0')), is: 'fail', says: '::/0' },
  { name: 'IPv6 written out', resource: open(from('tcp', '22', '0:0:0:0:0:0:0:0/0')), is: 'fail' },
  {
    name: 'both versions',
    resource: open(from('tcp', '22', '0.0.0.0/0', '::/0')),
    is: 'fail',
    says: '0.0.0.0/0 and ::/0',
  },
  { name: 'within a range of ports', resource: open(from('tcp', '20-25', '0.0.0.0/0')), is: 'fail' },
  { name: 'beside a range of ports', resource: open(from('tcp', '23-25', '0.0.0.0/0')), is: 'pass' },
  { name: 'all protocols', resource: open(from('-1', null, '0.0.0.0/0')), is: 'fail' },
  { name: 'TCP by its number', resource: open(from('6', '22', '0.0.0.0/0')), is: 'fail' },
  { name: 'UDP 22 is not SSH', resource: open(from('udp', '22', '0.0.0.0/0')), is: 'pass' },
  { name: 'ICMP of all types', resource: open(from('icmp', '-1', '0.0.0.0/0')), is: 'pass' },
  {
    name: 'two halves of the internet in one rule',
    resource: open(from('tcp', '22', '0.0.0.0/1', '128.0.0.0/1')),
    is: 'fail',
    says: '0.0.0.0/0',
  },
  {
    name: 'two halves in two rules, the office not blamed',
    resource: open(
      from('tcp', '22', '128.0.0.0/1'),
      from('tcp', '20-30', '0.0.0.0/1'),
      from('tcp', '22', '203.0.113.0/24'),
    ),
    is: 'fail',
    evidence: { ingress: [{ sources: ['128.0.0.0/1'] }, { sources: ['0.0.0.0/1'] }] },
  },
  { name: 'one half', resource: open(from('tcp', '22', '0.0.0.0/1')), is: 'pass' },
  { name: 'halves of IPv6', resource: open(from('tcp', '22', '::/1', '8000::/1')), is: 'fail', says: '::/0' },
  {
    name: 'a prefix list is shown, not judged',
    resource: open({
      IpProtocol: 'tcp',
      FromPort: 22,
      ToPort: 22,
      PrefixListIds: [{ PrefixListId: 'pl-1' }],
    }),
    is: 'pass',
    evidence: { prefixListsNotRead: ['pl-1'] },
  },
  {
    name: 'another group as the source',
    resource: open({ IpProtocol: 'tcp', FromPort: 22, ToPort: 22, UserIdGroupPairs: [{ GroupId: 'sg-1' }] }),
    is: 'pass',
  },
  {
    name: 'SSH moved to another port',
    params: { ports: ['22', '2222'] },
    resource: open(from('tcp', '2222', '0.0.0.0/0')),
    is: 'fail',
    says: 'Port 2222',
  },
]);

judgeTable(sgOpenRdp, [
  { name: 'TCP', resource: open(from('tcp', '3389', '0.0.0.0/0')), is: 'fail', says: 'Port 3389' },
  { name: 'UDP', resource: open(from('17', '3389', '::/0')), is: 'fail' },
  { name: 'SSH is not RDP', resource: open(from('tcp', '22', '0.0.0.0/0')), is: 'pass' },
]);

judgeTable(sgOpenAllPorts, [
  { name: 'one port', resource: open(from('tcp', '443', '0.0.0.0/0')), is: 'pass' },
  {
    name: 'all protocols',
    resource: open(from('-1', null, '0.0.0.0/0')),
    is: 'fail',
    says: 'All ports are open to 0.0.0.0/0: all protocols',
  },
  { name: 'all of TCP', resource: open(from('tcp', '0-65535', '::/0')), is: 'fail', says: 'tcp 0-65535' },
  { name: 'all of UDP but port 0', resource: open(from('udp', '1-65535', '0.0.0.0/0')), is: 'fail' },
  { name: 'most of TCP', resource: open(from('tcp', '1024-65535', '0.0.0.0/0')), is: 'pass' },
  { name: 'from inside', resource: open(from('-1', null, '10.0.0.0/8')), is: 'pass' },
  { name: 'all ICMP', resource: open(from('icmp', '-1', '0.0.0.0/0')), is: 'pass' },
  {
    name: 'a range that counts as public',
    params: { public_cidrs: ['100.64.0.0/10'] },
    resource: open(from('-1', null, '100.64.0.0/10')),
    is: 'fail',
  },
]);
