import {
  DescribeClusterCommand,
  DescribeClusterVersionsCommand,
  EKSClient,
  ListClustersCommand,
} from '@aws-sdk/client-eks';
import { type EksCluster, eksCluster, type KubernetesVersion } from '../../rules/eks/resources';
import { whileItExists } from '../absent';
import { readAll, readListing } from '../read-list';
import type { AwsSession } from '../session';
import { Source } from '../source';
import type { Readers } from './readers';

const EKS_PAGE = 100;

export function eksReaders(session: AwsSession): Readers {
  const { region, accountId, partition } = session;
  const eks = session.clients.regional('eks', EKSClient);

  const kubernetesVersions = session.question(async (): Promise<KubernetesVersion[]> => {
    const source = new Source('eks:DescribeClusterVersions', region);
    const versions = await readAll({
      source,
      page: (nextToken) =>
        eks.send(new DescribeClusterVersionsCommand({ includeAll: true, maxResults: EKS_PAGE, nextToken })),
      items: (page) => page.clusterVersions,
      next: (page) => page.nextToken,
    });
    return versions.map(({ clusterVersion, versionStatus, endOfStandardSupportDate }) => ({
      version: source.required(clusterVersion, 'clusterVersion'),
      status: source.required(versionStatus, 'versionStatus'),
      endOfStandardSupport: endOfStandardSupportDate?.getTime() ?? null,
    }));
  });

  const toCluster = (name: string): EksCluster => {
    // The list holds no tags; whoever asks for the details, as every rule does, gets them at no call more.
    let tags: Record<string, string> = {};
    return {
      id: name,
      arn: `arn:${partition}:eks:${region}:${accountId}:cluster/${name}`,
      region,
      name,
      get tags() {
        return tags;
      },
      kubernetesVersions,
      details: session.question(async () => {
        const source = new Source('eks:DescribeCluster', region);
        const answer = await whileItExists(eks.send(new DescribeClusterCommand({ name })), [
          'ResourceNotFoundException',
        ]);
        const cluster = source.required(answer.cluster, 'the cluster');
        tags = cluster.tags ?? {};
        return {
          version: source.required(cluster.version, `version of ${name}`),
          vpcConfig: source.required(cluster.resourcesVpcConfig, `resourcesVpcConfig of ${name}`),
          encryptionConfig: cluster.encryptionConfig ?? [],
        };
      }),
    };
  };

  return {
    [eksCluster.key]: () =>
      readListing(
        {
          source: new Source('eks:ListClusters', region),
          page: (nextToken) => eks.send(new ListClustersCommand({ maxResults: EKS_PAGE, nextToken })),
          items: (page) => page.clusters,
          next: (page) => page.nextToken,
        },
        toCluster,
      ),
  };
}
