import { resourceId } from '../../../sandbox/aws/world';
import { ACCOUNT_ID, REGION, wireTable } from './wire';

const aclOf = (vpc: string) => resourceId('acl', ACCOUNT_ID, REGION, vpc);
const interfaceNamed = (name: string) => resourceId('eni', ACCOUNT_ID, REGION, name);

wireTable('ec2-nacl-open-admin-ports', {
  cases: [
    {
      name: 'by the entry that decides',
      region: {
        vpcs: {
          'as-aws-made-it': { acl: 'open' },
          closed: {},
          'denied-first': {
            acl: [
              '10 deny tcp 22 from 0.0.0.0/0',
              '11 deny tcp 3389 from 0.0.0.0/0',
              '12 deny udp 0-65535 from 0.0.0.0/0',
              '100 allow all from 0.0.0.0/0',
            ],
          },
          'denied-too-late': { acl: ['100 allow all from 0.0.0.0/0', '200 deny tcp 22 from 0.0.0.0/0'] },
          'denied-in-part': {
            acl: ['10 deny tcp 22 from 198.51.100.0/24', '100 allow tcp 22 from 0.0.0.0/0'],
          },
          halves: { acl: ['100 allow tcp 22 from 0.0.0.0/1', '110 allow tcp 22 from 128.0.0.0/1'] },
          'denied-by-halves': {
            acl: [
              '10 deny all from 0.0.0.0/1',
              '11 deny all from 128.0.0.0/1',
              '100 allow all from 0.0.0.0/0',
            ],
          },
          'only-ipv6': { acl: ['100 allow tcp 3389 from ::/0'] },
          'within-a-range': { acl: ['100 allow tcp 20-30 from 0.0.0.0/0'] },
          office: { acl: ['100 allow tcp 22 from 203.0.113.0/24', '110 allow tcp 443 from 0.0.0.0/0'] },
          'in-no-order': { acl: ['100 allow all from 0.0.0.0/0', '90 deny all from 0.0.0.0/0'] },
        },
      },
      is: {
        [aclOf('as-aws-made-it')]: [
          'fail',
          'The default network ACL admits the internet to ports 22 and 3389',
        ],
        [aclOf('closed')]: 'pass',
        [aclOf('denied-first')]: 'pass',
        [aclOf('denied-too-late')]: 'fail',
        [aclOf('denied-in-part')]: ['fail', 'port 22'],
        [aclOf('halves')]: ['fail', 'port 22'],
        [aclOf('denied-by-halves')]: 'pass',
        [aclOf('only-ipv6')]: ['fail', 'port 3389'],
        [aclOf('within-a-range')]: 'fail',
        [aclOf('office')]: 'pass',
        [aclOf('in-no-order')]: 'pass',
      },
      evidence: { [aclOf('only-ipv6')]: { rules: [{ ruleNumber: 100, cidr: '::/0' }] } },
    },
    {
      name: 'other ports',
      params: { ports: ['5985'] },
      region: { vpcs: { closed: {} } },
      is: { [aclOf('closed')]: ['fail', 'port 5985'] },
    },
  ],
});

wireTable('ec2-ami-block-public', {
  cases: [
    { name: 'is on', is: { [ACCOUNT_ID]: 'pass' } },
    {
      name: 'is off',
      region: { imageBlock: 'unblocked' },
      is: { [ACCOUNT_ID]: ['fail', 'can be made public'] },
      evidence: { [ACCOUNT_ID]: { imageBlockPublicAccessState: 'unblocked' } },
    },
  ],
});

wireTable('ec2-eni-unused', {
  cases: [
    {
      name: 'by what it is attached to',
      region: {
        vpcs: { main: {} },
        instances: { web: {} },
        networkInterfaces: {
          lb: {},
          forgotten: { attached: false, requesterManaged: false },
          managed: { attached: false, requesterManaged: true },
        },
      },
      is: {
        [interfaceNamed('web')]: 'pass',
        [interfaceNamed('lb')]: 'pass',
        [interfaceNamed('forgotten')]: ['fail', 'attached to nothing'],
        [interfaceNamed('managed')]: ['pass', 'looks after'],
      },
    },
  ],
});
