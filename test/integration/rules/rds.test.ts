import { wireTable } from './wire';

const private2 = { a: {}, b: {} };

wireTable('rds-instance-public', {
  cases: [
    {
      name: 'with and without a public address',
      region: { databases: { orders: {}, demo: { public: true } } },
      is: { orders: 'pass', demo: 'fail' },
    },
  ],
});

wireTable('rds-snapshot-public', {
  // Their attributes are asked only of those that can be public.
  cases: [
    {
      name: 'by whom it is shared with',
      region: {
        databaseSnapshots: {
          own: { source: 'orders', encrypted: false },
          partner: { source: 'orders', encrypted: false, sharedWith: ['222233334444'] },
          leaked: { source: 'orders', encrypted: false, public: true },
          'leaked-cluster': { kind: 'cluster', source: 'catalog', encrypted: false, public: true },
          sealed: { source: 'orders' },
          nightly: { source: 'orders', type: 'automated', encrypted: false },
        },
      },
      is: { own: 'pass', partner: 'pass', leaked: 'fail', 'leaked-cluster': 'fail', sealed: 'pass' },
    },
  ],
});

wireTable('rds-instance-encrypted', {
  cases: [
    {
      name: 'encrypted and not',
      region: { databases: { sealed: {}, plain: { encrypted: false } } },
      is: { sealed: 'pass', plain: ['fail', 'postgres database plain'] },
    },
    {
      name: 'every member of a cluster, and the cluster to change',
      region: {
        databases: {
          'catalog-1': { cluster: 'catalog', engine: 'aurora-mysql', encrypted: false },
          'catalog-2': { cluster: 'catalog', engine: 'aurora-mysql', encrypted: false },
        },
      },
      is: { 'catalog-1': 'fail', 'catalog-2': 'fail' },
      evidence: { 'catalog-2': { cluster: 'catalog' } },
    },
  ],
});

wireTable('rds-instance-minor-upgrade', {
  cases: [
    {
      name: 'by itself or not',
      region: { databases: { itself: {}, by_hand: { minorUpgrades: false } } },
      is: { itself: 'pass', by_hand: 'fail' },
      evidence: { by_hand: { engineVersion: '16.4' } },
    },
    {
      name: 'members of clusters; DocumentDB knows no such upgrades',
      region: {
        databases: {
          aurora: { cluster: 'a', engine: 'aurora-postgresql', minorUpgrades: false },
          graph: { cluster: 'g', engine: 'neptune', minorUpgrades: false },
          documents: { cluster: 'd', engine: 'docdb', minorUpgrades: false },
        },
      },
      is: { aurora: 'fail', graph: 'fail', documents: ['pass', 'by hand only'] },
      evidence: { aurora: { cluster: 'a' } },
    },
  ],
});

wireTable('rds-backup-retention', {
  cases: [
    {
      name: 'by how long backups are kept',
      region: {
        databases: {
          week: {},
          day: { backups: 1 },
          none: { backups: 0 },
          replica: { backups: 0, replicaOf: 'week' },
        },
      },
      is: {
        week: ['pass', '7 days'],
        day: ['fail', 'The backups of day are kept for only a day'],
        none: ['fail', 'no automated backups'],
        replica: ['pass', 'replica'],
      },
    },
    {
      name: 'for longer',
      params: { min_days: 30 },
      region: { databases: { week: {} } },
      is: { week: ['fail', 'for only 7 days'] },
    },
    {
      name: 'once for a cluster, at its oldest member; a replica of a cluster has none of its own',
      region: {
        databases: {
          'short-a': { cluster: 'short', engine: 'aurora-mysql', backups: 1 },
          'short-b': { cluster: 'short', engine: 'aurora-mysql', backups: 1, age: '900d' },
          'short-c': { cluster: 'short', engine: 'aurora-mysql', backups: 1 },
          'long-a': { cluster: 'long', engine: 'docdb', backups: 14 },
          'graph-a': { cluster: 'graph', engine: 'neptune', backups: 2 },
          reader: { replicaOfCluster: 'short', backups: 0 },
        },
      },
      is: {
        'short-a': ['pass', 'judged at short-b'],
        'short-b': ['fail', 'The backups of the cluster short are kept for only a day'],
        'short-c': 'pass',
        'long-a': ['pass', '14 days'],
        'graph-a': 'fail',
        reader: ['pass', 'replica'],
      },
      evidence: { 'short-b': { cluster: 'short' } },
    },
  ],
});

wireTable('rds-instance-in-vpc', {
  cases: [
    {
      name: 'in a VPC and in none',
      region: { databases: { inside: {}, classic: { inVpc: false } } },
      is: { inside: ['pass', 'vpc-'], classic: ['fail', 'in no VPC'] },
    },
  ],
});

wireTable('rds-instance-public-subnet', {
  cases: [
    {
      name: 'by the routes of its subnets',
      region: {
        vpcs: { main: {} },
        subnets: { ...private2, edge: { id: 'subnet-edge', internet: true } },
        databases: {
          inside: { subnets: ['a', 'b'] },
          'by-the-main-table': {},
          outside: { subnets: ['a', 'edge'], cluster: 'shop' },
          classic: { inVpc: false },
        },
      },
      is: {
        inside: 'pass',
        'by-the-main-table': 'pass',
        outside: ['fail', 'a subnet with a route to the internet'],
        classic: 'pass',
      },
      evidence: { outside: { subnets: ['subnet-edge'], cluster: 'shop' } },
    },
  ],
});

wireTable('rds-instance-idle', {
  cases: [
    {
      name: 'by its connections',
      region: {
        databases: {
          busy: {},
          idle: { connections: 0 },
          'more-than-a-page': {},
          'of-results': {},
          new: { connections: 0, age: '3d' },
          stopped: { connections: null, status: 'stopped' },
          'no-figures': { connections: null },
        },
      },
      is: {
        busy: 'pass',
        idle: ['fail', 'Nobody connected to idle in 14 days'],
        'more-than-a-page': 'pass',
        'of-results': 'pass',
        new: ['pass', 'younger'],
        stopped: ['pass', 'stopped'],
        'no-figures': 'unknown',
      },
      evidence: { idle: { windowDays: 14 } },
    },
    {
      name: 'a cluster as a whole: a member that waits for a failover is no idle one',
      region: {
        databases: {
          'used-a': { cluster: 'used', engine: 'aurora-mysql', connections: 0 },
          'used-b': { cluster: 'used', engine: 'aurora-mysql' },
          'left-a': { cluster: 'left', engine: 'aurora-mysql', connections: 0 },
          'left-b': { cluster: 'left', engine: 'aurora-mysql', connections: 0 },
          'application-autoscaling-1': { cluster: 'left', engine: 'aurora-mysql', connections: 0, age: '1d' },
          'dark-a': { cluster: 'dark', engine: 'aurora-mysql', connections: 0 },
          'dark-b': { cluster: 'dark', engine: 'aurora-mysql', connections: null },
        },
      },
      is: {
        'used-a': 'pass',
        'used-b': 'pass',
        'left-a': ['fail', 'Nobody connected to the cluster left in 14 days'],
        'left-b': ['pass', 'judged at left-a'],
        'application-autoscaling-1': 'pass',
        'dark-a': 'unknown',
        'dark-b': 'pass',
      },
      evidence: { 'left-a': { cluster: 'left', members: ['left-a', 'left-b', 'application-autoscaling-1'] } },
    },
    {
      name: 'DocumentDB and Neptune by the figures of their own services',
      region: {
        databases: {
          documents: { cluster: 'd', engine: 'docdb' },
          'old-documents': { cluster: 'e', engine: 'docdb', connections: 0 },
          graph: { cluster: 'g', engine: 'neptune' },
          'old-graph': { cluster: 'h', engine: 'neptune', connections: 0 },
        },
      },
      is: { documents: 'pass', 'old-documents': 'fail', graph: 'pass', 'old-graph': 'fail' },
    },
  ],
});
