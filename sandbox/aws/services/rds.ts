import * as rds from '@aws-sdk/client-rds';
import type { Database, DatabaseSnapshot } from '../estate/regional';
import { type Page, paginate } from '../paginate';
import { type Call, knownOperations, operation, type Service } from '../service';
import { AwsError } from '../wire/aws-error';
import { rdsDialect } from '../wire/dialect';
import { queryProtocol } from '../wire/query-protocol';
import { stableHex } from '../world';
import { subnetId, vpcIdOf } from './ec2/routing';
import { securityGroupId, vpcIdOfGroup } from './ec2/security-groups';
import { here, zoneOf } from './regional';

const PORTS: Record<string, number> = { mysql: 3306, mariadb: 3306, 'sqlserver-se': 1433, 'oracle-ee': 1521 };
const DEFAULT_PORT = 5432;
/** RDS takes no MaxRecords below 20 or above 100. */
const MIN_RECORDS = 20;
const MAX_RECORDS = 100;

export const rdsService: Service = {
  name: 'rds',
  global: false,
  protocol: queryProtocol('http://rds.amazonaws.com/doc/2014-10-31/'),
  dialect: rdsDialect,
  known: knownOperations({ ...rds }),
  operations: [
    operation(rds.DescribeDBInstances$, describeInstances),
    operation(rds.DescribeDBSnapshots$, describeInstanceSnapshots),
    operation(rds.DescribeDBClusterSnapshots$, describeClusterSnapshots),
    operation(
      rds.DescribeDBSnapshotAttributes$,
      (input: rds.DescribeDBSnapshotAttributesMessage, call): rds.DescribeDBSnapshotAttributesResult => ({
        DBSnapshotAttributesResult: {
          DBSnapshotIdentifier: input.DBSnapshotIdentifier,
          DBSnapshotAttributes: [restoreAttribute(call, 'instance', input.DBSnapshotIdentifier)],
        },
      }),
    ),
    operation(
      rds.DescribeDBClusterSnapshotAttributes$,
      (
        input: rds.DescribeDBClusterSnapshotAttributesMessage,
        call,
      ): rds.DescribeDBClusterSnapshotAttributesResult => ({
        DBClusterSnapshotAttributesResult: {
          DBClusterSnapshotIdentifier: input.DBClusterSnapshotIdentifier,
          DBClusterSnapshotAttributes: [restoreAttribute(call, 'cluster', input.DBClusterSnapshotIdentifier)],
        },
      }),
    ),
  ],
};

function describeInstances(input: rds.DescribeDBInstancesMessage, call: Call): rds.DBInstanceMessage {
  const all = Object.entries(here(call).databases).map(([name, database]): rds.DBInstance => {
    const host = `${name}.${stableHex(12, call.account.id, call.region)}.${call.region}.rds.amazonaws.com`;
    return {
      DBInstanceIdentifier: name,
      DBInstanceArn: rdsArn(call, 'db', name),
      DBInstanceClass: database.class,
      DBInstanceStatus: database.status,
      DbiResourceId: `db-${stableHex(26, call.account.id, call.region, name).toUpperCase()}`,
      Engine: database.engine,
      EngineVersion: database.version,
      ...(database.status === 'creating'
        ? {}
        : { Endpoint: { Address: host, Port: PORTS[database.engine] ?? DEFAULT_PORT } }),
      AllocatedStorage: database.size,
      PubliclyAccessible: database.public,
      StorageEncrypted: database.encrypted,
      MultiAZ: database.multiAz,
      AutoMinorVersionUpgrade: database.minorUpgrades,
      BackupRetentionPeriod: database.backups,
      ...(database.replicaOf === undefined
        ? {}
        : { ReadReplicaSourceDBInstanceIdentifier: database.replicaOf }),
      ...(database.replicaOfCluster === undefined
        ? {}
        : { ReadReplicaSourceDBClusterIdentifier: database.replicaOfCluster }),
      ...(database.cluster === undefined ? {} : { DBClusterIdentifier: database.cluster }),
      ...(database.inVpc
        ? { DBSubnetGroup: subnetGroupOf(call, name, database) }
        : { DBSecurityGroups: [{ DBSecurityGroupName: 'default', Status: 'active' }] }),
      AvailabilityZone: zoneOf(call, name),
      InstanceCreateTime: call.world.dateOf(database.age),
      VpcSecurityGroups: database.groups.map((group) => ({
        VpcSecurityGroupId: securityGroupId(call, group),
        Status: 'active',
      })),
      DeletionProtection: database.encrypted,
      TagList: tagList(call, database.tags),
    };
  });
  const wanted = input.DBInstanceIdentifier;
  const selected = all.filter(
    (instance) =>
      wanted === undefined || [instance.DBInstanceIdentifier, instance.DBInstanceArn].includes(wanted),
  );
  if (wanted !== undefined && selected.length === 0)
    throw new AwsError('DBInstanceNotFound', 404, `DBInstance ${wanted} not found.`);
  const filtered = applyFilters(selected, input.Filters, {
    'db-instance-id': (instance) => instance.DBInstanceIdentifier,
    engine: (instance) => instance.Engine,
    'dbi-resource-id': (instance) => instance.DbiResourceId,
  });
  const { items, next } = pageOf(filtered, input, call);
  return { DBInstances: items, Marker: next };
}

function subnetGroupOf(call: Call, name: string, { groups, subnets }: Database): rds.DBSubnetGroup {
  const [firstGroup] = groups;
  const [firstSubnet] = subnets;
  const vpcId =
    firstSubnet === undefined
      ? firstGroup && vpcIdOfGroup(call, firstGroup)
      : vpcIdOf(call, here(call).subnets[firstSubnet]?.vpc);
  return {
    DBSubnetGroupName: `${name}-subnets`,
    VpcId: vpcId ?? vpcIdOf(call),
    Subnets: (subnets.length > 0 ? subnets : ['database']).map((subnet) => ({
      SubnetIdentifier: subnetId(call, subnet),
      SubnetStatus: 'Active',
    })),
  };
}

function describeInstanceSnapshots(input: rds.DescribeDBSnapshotsMessage, call: Call): rds.DBSnapshotMessage {
  const wanted = input.DBSnapshotIdentifier;
  const all = snapshotsOf(call, 'instance', input.SnapshotType).map(
    ([name, snapshot]): rds.DBSnapshot => ({
      DBSnapshotIdentifier: nameOf(name, snapshot),
      DBSnapshotArn: rdsArn(call, 'snapshot', nameOf(name, snapshot)),
      DBInstanceIdentifier: snapshot.source,
      SnapshotType: snapshot.type,
      Status: 'available',
      PercentProgress: 100,
      Engine: snapshot.engine,
      Encrypted: snapshot.encrypted,
      SnapshotCreateTime: call.world.dateOf(snapshot.age),
      TagList: tagList(call, snapshot.tags),
    }),
  );
  const selected = all.filter(
    (snapshot) =>
      (wanted === undefined || snapshot.DBSnapshotIdentifier === wanted) &&
      (input.DBInstanceIdentifier === undefined ||
        snapshot.DBInstanceIdentifier === input.DBInstanceIdentifier),
  );
  if (wanted !== undefined && selected.length === 0)
    throw new AwsError('DBSnapshotNotFound', 404, `DBSnapshot ${wanted} not found.`);
  const filtered = applyFilters(selected, input.Filters, {
    'db-snapshot-id': (snapshot) => snapshot.DBSnapshotIdentifier,
    'db-instance-id': (snapshot) => snapshot.DBInstanceIdentifier,
    'snapshot-type': (snapshot) => snapshot.SnapshotType,
    engine: (snapshot) => snapshot.Engine,
  });
  const { items, next } = pageOf(filtered, input, call);
  return { DBSnapshots: items, Marker: next };
}

function describeClusterSnapshots(
  input: rds.DescribeDBClusterSnapshotsMessage,
  call: Call,
): rds.DBClusterSnapshotMessage {
  const wanted = input.DBClusterSnapshotIdentifier;
  const all = snapshotsOf(call, 'cluster', input.SnapshotType).map(
    ([name, snapshot]): rds.DBClusterSnapshot => ({
      DBClusterSnapshotIdentifier: nameOf(name, snapshot),
      DBClusterSnapshotArn: rdsArn(call, 'cluster-snapshot', nameOf(name, snapshot)),
      DBClusterIdentifier: snapshot.source,
      SnapshotType: snapshot.type,
      Status: 'available',
      PercentProgress: 100,
      Engine: snapshot.engine,
      StorageEncrypted: snapshot.encrypted,
      SnapshotCreateTime: call.world.dateOf(snapshot.age),
      TagList: tagList(call, snapshot.tags),
    }),
  );
  const selected = all.filter(
    (snapshot) =>
      (wanted === undefined || snapshot.DBClusterSnapshotIdentifier === wanted) &&
      (input.DBClusterIdentifier === undefined || snapshot.DBClusterIdentifier === input.DBClusterIdentifier),
  );
  if (wanted !== undefined && selected.length === 0)
    throw new AwsError('DBClusterSnapshotNotFoundFault', 404, `DBClusterSnapshot ${wanted} not found.`);
  const filtered = applyFilters(selected, input.Filters, {
    'db-cluster-snapshot-id': (snapshot) => snapshot.DBClusterSnapshotIdentifier,
    'db-cluster-id': (snapshot) => snapshot.DBClusterIdentifier,
    'snapshot-type': (snapshot) => snapshot.SnapshotType,
    engine: (snapshot) => snapshot.Engine,
  });
  const { items, next } = pageOf(filtered, input, call);
  return { DBClusterSnapshots: items, Marker: next };
}

function snapshotsOf(
  call: Call,
  kind: DatabaseSnapshot['kind'],
  type: string | undefined,
): [string, DatabaseSnapshot][] {
  if (type !== undefined && type !== 'manual' && type !== 'automated')
    throw new AwsError('NotImplemented', 501, `The AWS sandbox does not list RDS snapshots of type ${type}.`);
  return Object.entries(here(call).databaseSnapshots).filter(
    ([, snapshot]) => snapshot.kind === kind && (type === undefined || snapshot.type === type),
  );
}

/** RDS names its own snapshots with a prefix that nobody else may use. */
function nameOf(name: string, snapshot: DatabaseSnapshot): string {
  return snapshot.type === 'automated' ? `rds:${name}` : name;
}

function restoreAttribute(call: Call, kind: DatabaseSnapshot['kind'], id: string | undefined) {
  const found = snapshotsOf(call, kind, undefined).find(([name, snapshot]) => nameOf(name, snapshot) === id);
  if (!found) {
    const code = kind === 'instance' ? 'DBSnapshotNotFound' : 'DBClusterSnapshotNotFoundFault';
    throw new AwsError(code, 404, `${id} not found.`);
  }
  const [, snapshot] = found;
  return {
    AttributeName: 'restore',
    AttributeValues: [...(snapshot.public ? ['all'] : []), ...snapshot.sharedWith],
  };
}

function rdsArn(call: Call, kind: string, name: string): string {
  return `arn:aws:rds:${call.region}:${call.account.id}:${kind}:${name}`;
}

function tagList(call: Call, tags: Record<string, string>): rds.Tag[] {
  return Object.entries({ ...call.account.tags, ...tags }).map(([Key, Value]) => ({ Key, Value }));
}

function applyFilters<T>(
  items: T[],
  filters: rds.Filter[] | undefined,
  fields: Record<string, (item: T) => string | undefined>,
): T[] {
  return (filters ?? []).reduce((kept, filter) => {
    const read = fields[filter.Name ?? ''];
    if (!read) throw new AwsError('InvalidParameterValue', 400, `Unrecognized filter name: ${filter.Name}`);
    return kept.filter((item) => filter.Values?.includes(read(item) ?? ''));
  }, items);
}

function pageOf<T>(
  items: T[],
  input: { MaxRecords?: number | undefined; Marker?: string | undefined },
  call: Call,
): Page<T> {
  return paginate(
    items,
    {
      limit: input.MaxRecords,
      token: input.Marker,
      min: MIN_RECORDS,
      max: MAX_RECORDS,
      limitName: 'MaxRecords',
      tokenName: 'Marker',
    },
    call,
  );
}
