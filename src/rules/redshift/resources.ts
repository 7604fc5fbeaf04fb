import type { IpPermission } from '@aws-sdk/client-ec2';
import { type Resource, resourceType } from '../define';

/** A provisioned cluster as DescribeClusters lists it. */
export interface RedshiftCluster extends Resource {
  publiclyAccessible: boolean;
  enhancedVpcRouting: boolean;
  adminName: string;
  /** creating, available, paused, ... */
  status: string;
  /** Null where AWS names none, as while the cluster is being made. */
  port: number | null;
  securityGroupIds: string[];
  /** The groups of the region that the cluster has, with their inbound permissions. */
  securityGroups(): Promise<{ id: string; ingress: IpPermission[] }[]>;
}

export const redshiftCluster = resourceType<RedshiftCluster>({
  key: 'redshift-cluster',
  type: 'AWS::Redshift::Cluster',
  label: 'Redshift cluster',
  scope: 'regional',
  consolePage: ({ id, region }) => `/redshiftv2/home?region=${region}#cluster-details?cluster=${id}`,
});
