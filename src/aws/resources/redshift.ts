import { type Cluster, DescribeClustersCommand, RedshiftClient } from '@aws-sdk/client-redshift';
import { type RedshiftCluster, redshiftCluster } from '../../rules/redshift/resources';
import { readListing } from '../read-list';
import type { AwsSession } from '../session';
import type { SharedLists } from '../shared-lists';
import { Source } from '../source';
import type { Readers } from './readers';
import { tagsOf } from './tags';

const CLUSTERS_PAGE = 100;

export function redshiftReaders(session: AwsSession, lists: SharedLists): Readers {
  const { region, accountId, partition } = session;
  const redshift = session.clients.regional('redshift', RedshiftClient);
  const clusters = new Source('redshift:DescribeClusters', region);

  const toCluster = (listed: Cluster): RedshiftCluster => {
    const id = clusters.required(listed.ClusterIdentifier, 'ClusterIdentifier');
    const groupIds = () =>
      clusters
        .required(listed.VpcSecurityGroups, `VpcSecurityGroups of ${id}`)
        .map(({ VpcSecurityGroupId }) => clusters.required(VpcSecurityGroupId, `a security group of ${id}`));
    return {
      id,
      arn: `arn:${partition}:redshift:${region}:${accountId}:cluster:${id}`,
      region,
      name: id,
      tags: tagsOf(listed.Tags),
      port: listed.Endpoint?.Port ?? null,
      get securityGroupIds() {
        return groupIds();
      },
      get status() {
        return clusters.required(listed.ClusterStatus, `ClusterStatus of ${id}`);
      },
      get publiclyAccessible() {
        return clusters.required(listed.PubliclyAccessible, `PubliclyAccessible of ${id}`);
      },
      get enhancedVpcRouting() {
        return clusters.required(listed.EnhancedVpcRouting, `EnhancedVpcRouting of ${id}`);
      },
      get adminName() {
        return clusters.required(listed.MasterUsername, `MasterUsername of ${id}`);
      },
      securityGroups: async () => {
        const ids = groupIds();
        return (await lists.securityGroups.all())
          .filter(({ GroupId }) => GroupId !== undefined && ids.includes(GroupId))
          .map(({ GroupId = '', IpPermissions }) => ({
            id: GroupId,
            ingress: lists.securityGroups.source.required(IpPermissions, `IpPermissions of ${GroupId}`),
          }));
      },
    };
  };

  return {
    [redshiftCluster.key]: () =>
      readListing(
        {
          source: clusters,
          page: (Marker) => redshift.send(new DescribeClustersCommand({ MaxRecords: CLUSTERS_PAGE, Marker })),
          items: (page) => page.Clusters,
          next: (page) => page.Marker,
        },
        toCluster,
      ),
  };
}
