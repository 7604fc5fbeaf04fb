import instancePublic from '../../../../src/rules/rds/rds-instance-public';
import snapshotPublic from '../../../../src/rules/rds/rds-snapshot-public';
import type { RdsInstance, RdsSnapshot } from '../../../../src/rules/rds/resources';
import { ACCOUNT, denied, judgeTable, notAsked } from '../judge-table';

const instance = (settings: Partial<RdsInstance>): RdsInstance => ({
  id: 'orders',
  arn: `arn:aws:rds:us-east-1:${ACCOUNT}:db:orders`,
  region: 'us-east-1',
  publiclyAccessible: false,
  engine: 'postgres',
  status: 'available',
  endpoint: { address: 'orders.abc.us-east-1.rds.amazonaws.com', port: 5432 },
  securityGroupIds: ['sg-1'],
  engineVersion: '16.4',
  instanceClass: 'db.r6g.large',
  storageEncrypted: true,
  autoMinorVersionUpgrade: true,
  backupRetentionDays: 7,
  clusterId: null,
  clusterMembers: [],
  replicaOf: null,
  vpcId: 'vpc-1',
  createdAt: 0,
  subnetRouting: notAsked('route tables'),
  usage: notAsked('metrics'),
  ...settings,
});

judgeTable(instancePublic, [
  { name: 'private', resource: instance({}), is: 'pass' },
  {
    name: 'public',
    resource: instance({ publiclyAccessible: true }),
    is: 'fail',
    says: 'orders.abc.us-east-1.rds.amazonaws.com:5432',
    evidence: { publiclyAccessible: true, securityGroupIds: ['sg-1'] },
  },
  {
    name: 'public, still being created',
    resource: instance({ publiclyAccessible: true, endpoint: null }),
    is: 'fail',
    says: 'has a public address',
  },
]);

const snapshot = (settings: Partial<RdsSnapshot>): RdsSnapshot => ({
  id: 'before-upgrade',
  arn: `arn:aws:rds:us-east-1:${ACCOUNT}:snapshot:before-upgrade`,
  region: 'us-east-1',
  kind: 'instance',
  encrypted: false,
  engine: 'mysql',
  sourceId: 'orders',
  publiclyRestorable: notAsked('publiclyRestorable'),
  ...settings,
});

judgeTable(snapshotPublic, [
  { name: 'encrypted: nothing is asked', resource: snapshot({ encrypted: true }), is: 'pass' },
  { name: 'shared with nobody', resource: snapshot({ publiclyRestorable: async () => false }), is: 'pass' },
  {
    name: 'shared with everyone',
    resource: snapshot({ publiclyRestorable: async () => true }),
    is: 'fail',
    says: 'mysql database snapshot of orders',
  },
  {
    name: 'a cluster snapshot',
    resource: snapshot({ kind: 'cluster', sourceId: null, publiclyRestorable: async () => true }),
    is: 'fail',
    says: 'cluster snapshot',
  },
  {
    name: 'unreadable',
    resource: snapshot({ publiclyRestorable: denied('DescribeDBSnapshotAttributes') }),
    is: 'unread',
  },
]);
