import { type DBInstance, DescribeDBInstancesCommand, RDSClient } from '@aws-sdk/client-rds';
import { type RdsInstance, rdsInstance } from '../../rules/rds/resources';
import { metricSums } from '../metrics';
import { readItems, toListing } from '../read-list';
import type { AwsSession } from '../session';
import type { SharedLists } from '../shared-lists';
import { Source } from '../source';
import { usageMetric, usageOfAll } from './rds-usage';
import type { Readers } from './readers';
import { leadsToInternet } from './subnet-routing';
import { nameOf, tagsOf } from './tags';

/** The largest that RDS takes. */
const RDS_PAGE = 100;

/** Instances of RDS, Aurora, DocumentDB and Neptune: one API lists them all, and says which cluster one is a member of. */
export function rdsInstanceReaders(session: AwsSession, lists: SharedLists): Readers {
  const { region } = session;
  const rds = session.clients.regional('rds', RDSClient);
  const source = new Source('rds:DescribeDBInstances', region);

  const toInstance = (
    instance: DBInstance,
    members: DBInstance[],
    usageTogether: (members: DBInstance[], days: number) => Promise<number | null>,
  ): RdsInstance => {
    const id = source.required(instance.DBInstanceIdentifier, 'DBInstanceIdentifier');
    const { Address, Port } = instance.Endpoint ?? {};
    return {
      id,
      arn: source.required(instance.DBInstanceArn, 'DBInstanceArn'),
      region,
      ...nameOf(instance.TagList),
      tags: tagsOf(instance.TagList),
      endpoint: Address === undefined || Port === undefined ? null : { address: Address, port: Port },
      // For the evidence only.
      securityGroupIds: (instance.VpcSecurityGroups ?? []).flatMap((group) => group.VpcSecurityGroupId ?? []),
      engineVersion: instance.EngineVersion ?? '',
      instanceClass: instance.DBInstanceClass ?? '',
      clusterId: instance.DBClusterIdentifier ?? null,
      clusterMembers: oldestFirst(members).flatMap(({ DBInstanceIdentifier }) => DBInstanceIdentifier ?? []),
      replicaOf:
        instance.ReadReplicaSourceDBInstanceIdentifier ??
        instance.ReadReplicaSourceDBClusterIdentifier ??
        null,
      get engine() {
        return source.required(instance.Engine, `Engine of ${id}`);
      },
      get status() {
        return source.required(instance.DBInstanceStatus, `DBInstanceStatus of ${id}`);
      },
      get vpcId() {
        return isOutsideVpcs(instance)
          ? null
          : source.required(instance.DBSubnetGroup?.VpcId, `the VPC of ${id}`);
      },
      get storageEncrypted() {
        return source.required(instance.StorageEncrypted, `StorageEncrypted of ${id}`);
      },
      get autoMinorVersionUpgrade() {
        return source.required(instance.AutoMinorVersionUpgrade, `AutoMinorVersionUpgrade of ${id}`);
      },
      get backupRetentionDays() {
        return source.required(instance.BackupRetentionPeriod, `BackupRetentionPeriod of ${id}`);
      },
      get createdAt() {
        return source.required(instance.InstanceCreateTime, `InstanceCreateTime of ${id}`).getTime();
      },
      get publiclyAccessible() {
        return source.required(instance.PubliclyAccessible, `PubliclyAccessible of ${id}`);
      },
      subnetRouting: async () => {
        const { VpcId, Subnets } = source.required(instance.DBSubnetGroup, `DBSubnetGroup of ${id}`);
        const vpcId = source.required(VpcId, `the VPC of ${id}`);
        const subnetIds = source
          .required(Subnets, `Subnets of ${id}`)
          .map(({ SubnetIdentifier }) => source.required(SubnetIdentifier, `a subnet of ${id}`));
        // RDS makes no subnet group of fewer than one.
        if (subnetIds.length === 0) throw source.malformed(`no subnet of ${id}`);
        const tables = await lists.routeTables.all();
        return subnetIds.map((subnetId) => ({
          subnetId,
          toInternet: leadsToInternet(tables, subnetId, vpcId),
        }));
      },
      usage: async (days) => usageTogether(members.length > 0 ? members : [instance], days),
    };
  };

  return {
    [rdsInstance.key]: async () => {
      const listed = await readItems({
        source,
        page: (Marker) => rds.send(new DescribeDBInstancesCommand({ MaxRecords: RDS_PAGE, Marker })),
        items: (page) => page.DBInstances,
        next: (page) => page.Marker,
      });
      const sums = metricSums(
        session,
        listed.items.flatMap((instance) => usageMetric(instance) ?? []),
      );
      const membersWith = ({ DBClusterIdentifier: cluster }: DBInstance) =>
        cluster === undefined
          ? []
          : listed.items.filter(({ DBClusterIdentifier }) => DBClusterIdentifier === cluster);
      const usageTogether = (members: DBInstance[], days: number) => {
        // Those that are not listed may be the ones in use.
        if (members.some((member) => member.DBClusterIdentifier !== undefined) && listed.failure !== null)
          throw listed.failure;
        return usageOfAll(members, sums, days);
      };
      return toListing(source, listed, (instance) =>
        toInstance(instance, membersWith(instance), usageTogether),
      );
    },
  };
}

function oldestFirst(members: DBInstance[]): DBInstance[] {
  const age = ({ InstanceCreateTime }: DBInstance) =>
    InstanceCreateTime?.getTime() ?? Number.MAX_SAFE_INTEGER;
  const id = ({ DBInstanceIdentifier = '' }: DBInstance) => DBInstanceIdentifier;
  return members.toSorted((a, b) => age(a) - age(b) || (id(a) < id(b) ? -1 : 1));
}

/** Only an instance of the network before VPCs has a DB security group; a subnet group that is merely missing is no such sign. */
function isOutsideVpcs({ DBSubnetGroup, DBSecurityGroups = [] }: DBInstance): boolean {
  return DBSubnetGroup === undefined && DBSecurityGroups.length > 0;
}
