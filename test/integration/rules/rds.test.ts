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
        day: ['fail', '1 days only'],
        none: ['fail', 'no automated backups'],
        replica: ['pass', 'replica'],
      },
    },
    {
      name: 'for longer',
      params: { min_days: 30 },
      region: { databases: { week: {} } },
      is: { week: 'fail' },
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
          outside: { subnets: ['a', 'edge'] },
          classic: { inVpc: false },
        },
      },
      is: {
        inside: 'pass',
        'by-the-main-table': 'pass',
        outside: ['fail', 'a subnet with a route to the internet'],
        classic: 'pass',
      },
      evidence: { outside: { subnets: ['subnet-edge'] } },
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
  ],
});
