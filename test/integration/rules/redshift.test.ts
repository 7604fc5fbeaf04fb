import { wireTable } from './wire';

wireTable('redshift-cluster-public', {
  cases: [
    {
      name: 'with and without a public address',
      region: { redshiftClusters: { inside: {}, outside: { public: true } } },
      is: { inside: 'pass', outside: ['fail', 'public address'] },
    },
  ],
});

wireTable('redshift-sg-open', {
  cases: [
    {
      name: 'by what the groups let in',
      region: {
        vpcs: { main: {} },
        securityGroups: {
          world: { id: 'sg-world', ingress: ['tcp 5439 from 0.0.0.0/0'] },
          world6: { id: 'sg-world6', ingress: ['tcp 5000-6000 from ::/0'] },
          other: { ingress: ['tcp 5432 from 0.0.0.0/0'] },
          bi: { ingress: ['tcp 5439 from sg:other, 10.0.0.0/8'] },
        },
        redshiftClusters: {
          open: { groups: ['bi', 'world'] },
          'open-to-ipv6': { groups: ['world6'] },
          moved: { port: 5432, groups: ['other'] },
          closed: { groups: ['bi', 'other'] },
          'no-group': {},
          coming: { status: 'creating', port: null, groups: ['world'] },
          broken: { status: 'hardware-failure', port: null, groups: ['world'] },
        },
      },
      is: {
        open: ['fail', 'sg-world opens port 5439 of open to 0.0.0.0/0'],
        'open-to-ipv6': ['fail', '::/0'],
        moved: ['fail', 'port 5432'],
        closed: 'pass',
        'no-group': 'pass',
        coming: ['pass', 'being made'],
        broken: ['unknown', 'hardware-failure'],
      },
      evidence: { open: { port: 5439, securityGroups: [{ id: 'sg-world' }] } },
    },
  ],
});

wireTable('redshift-enhanced-vpc-routing', {
  cases: [
    {
      name: 'on and off',
      region: { redshiftClusters: { on: {}, off: { vpcRouting: false } } },
      is: { on: 'pass', off: ['fail', 'past the VPC'] },
    },
  ],
});

wireTable('redshift-default-admin-name', {
  cases: [
    {
      name: 'the name that AWS suggests',
      region: { redshiftClusters: { own: {}, suggested: { admin: 'awsuser' } } },
      is: { own: 'pass', suggested: ['fail', 'awsuser'] },
    },
    {
      name: 'other names',
      params: { default_names: ['admin'] },
      region: { redshiftClusters: { a: { admin: 'admin' }, b: { admin: 'awsuser' } } },
      is: { a: 'fail', b: 'pass' },
    },
  ],
});
