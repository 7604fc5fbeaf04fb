import {
  DescribeClusterCommand,
  DescribeClusterVersionsCommand,
  EKSClient,
  ListClustersCommand,
} from '@aws-sdk/client-eks';
import type { AwsSession } from '../session';
import { ofFirst, type Probe } from './probe';

export function eksProbes(session: AwsSession): [string, Probe][] {
  const eks = session.clients.regional('eks', EKSClient);
  const first = session.question(async () => {
    const { clusters } = await eks.send(new ListClustersCommand({ maxResults: 1 }));
    return clusters?.[0];
  });
  return [
    ['eks:ListClusters', first],
    [
      'eks:DescribeCluster',
      ofFirst(first, 'clusters', (name) => eks.send(new DescribeClusterCommand({ name }))),
    ],
    ['eks:DescribeClusterVersions', () => eks.send(new DescribeClusterVersionsCommand({ maxResults: 1 }))],
  ];
}
