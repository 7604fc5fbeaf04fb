import {
  DescribeRepositoriesCommand,
  ECRClient,
  GetRegistryScanningConfigurationCommand,
  GetRepositoryPolicyCommand,
} from '@aws-sdk/client-ecr';
import type { AwsSession } from '../session';
import { ofFirst, type Probe } from './probe';

export function ecrProbes(session: AwsSession): [string, Probe][] {
  const ecr = session.clients.regional('ecr', ECRClient);
  const first = session.question(async () => {
    const { repositories } = await ecr.send(new DescribeRepositoriesCommand({ maxResults: 1 }));
    return repositories?.[0]?.repositoryName;
  });
  return [
    ['ecr:DescribeRepositories', first],
    [
      'ecr:GetRepositoryPolicy',
      ofFirst(first, 'repositories', (repositoryName) =>
        ecr.send(new GetRepositoryPolicyCommand({ repositoryName })),
      ),
    ],
    ['ecr:GetRegistryScanningConfiguration', () => ecr.send(new GetRegistryScanningConfigurationCommand({}))],
  ];
}
