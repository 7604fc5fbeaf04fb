import { type Resource, resourceType } from '../define';

/** A database instance as DescribeDBInstances lists it, those of DocumentDB and Neptune included. Id: DBInstanceIdentifier. */
export interface RdsInstance extends Resource {
  publiclyAccessible: boolean;
  engine: string;
  status: string;
  /** Host name and port; null while the instance is being created. */
  endpoint: { address: string; port: number } | null;
  securityGroupIds: string[];
  engineVersion: string;
  instanceClass: string;
  storageEncrypted: boolean;
  autoMinorVersionUpgrade: boolean;
  /** 0 for no automated backups. */
  backupRetentionDays: number;
  /** The cluster (Aurora, DocumentDB, Neptune, Multi-AZ) whose member it is. */
  clusterId: string | null;
  /** The members of its cluster that are listed, the oldest first, this one among them; none for an instance of its own. */
  clusterMembers: string[];
  /** The instance or the cluster that this one is a read replica of. */
  replicaOf: string | null;
  /** Null for an instance in no VPC. */
  vpcId: string | null;
  /** Milliseconds since 1970. */
  createdAt: number;
  /** For each subnet of its group whether a route leads to an internet gateway; null where EC2 lists no route table. */
  subnetRouting(): Promise<{ subnetId: string; toInternet: boolean | null }[]>;
  /**
   * How much it was connected to over the last days (Neptune: asked), for a member of a cluster together with the others;
   * 0 for not at all, null where CloudWatch has no figures.
   */
  usage(days: number): Promise<number | null>;
}

/** A manual snapshot of an instance or of a cluster. Id: the snapshot identifier. */
export interface RdsSnapshot extends Resource {
  kind: 'instance' | 'cluster';
  /** AWS refuses to share an encrypted snapshot with everyone, so its attributes need not be read. */
  encrypted: boolean;
  engine: string;
  sourceId: string | null;
  /** Whether the restore attribute of DescribeDB(Cluster)SnapshotAttributes holds `all`. */
  publiclyRestorable(): Promise<boolean>;
}

export const rdsInstance = resourceType<RdsInstance>({
  key: 'rds-instance',
  type: 'AWS::RDS::DBInstance',
  label: 'RDS database instance',
  scope: 'regional',
  consolePage: ({ id, region }) => `/rds/home?region=${region}#database:id=${id};is-cluster=false`,
});

export const rdsSnapshot = resourceType<RdsSnapshot>({
  key: 'rds-snapshot',
  type: 'AWS::RDS::DBSnapshot',
  label: 'RDS snapshot',
  scope: 'regional',
  consolePage: ({ id, region, rawArn }) => {
    const engine = rawArn.split(':')[5] === 'cluster-snapshot' ? 'cluster' : 'instance';
    return `/rds/home?region=${region}#db-snapshot:engine=${engine};id=${id}`;
  },
});
