import {
  DescribeRepositoriesCommand,
  ECRClient,
  GetRegistryScanningConfigurationCommand,
  GetRepositoryPolicyCommand,
  type Repository,
} from '@aws-sdk/client-ecr';
import { type EcrRepository, ecrRepository, type RegistryScanning } from '../../rules/ecr/resources';
import { whenAbsent, whileItExists } from '../absent';
import { readListing } from '../read-list';
import type { AwsSession } from '../session';
import { Source } from '../source';
import { parsePolicy } from './policy';
import type { Readers } from './readers';

const REPOSITORIES_PAGE = 1000;

export function ecrReaders(session: AwsSession): Readers {
  const { region } = session;
  const ecr = session.clients.regional('ecr', ECRClient);
  const repositories = new Source('ecr:DescribeRepositories', region);

  const registryScanning = session.question(async (): Promise<RegistryScanning> => {
    const source = new Source('ecr:GetRegistryScanningConfiguration', region);
    const { scanningConfiguration } = await ecr.send(new GetRegistryScanningConfigurationCommand({}));
    return {
      scanType: source.required(scanningConfiguration?.scanType, 'scanType'),
      rules: (scanningConfiguration?.rules ?? []).map(({ scanFrequency, repositoryFilters = [] }) => ({
        frequency: source.required(scanFrequency, 'scanFrequency'),
        filters: repositoryFilters.flatMap(({ filter }) => filter ?? []),
      })),
    };
  });

  const toRepository = (listed: Repository): EcrRepository => {
    const repositoryName = repositories.required(listed.repositoryName, 'repositoryName');
    return {
      id: repositoryName,
      arn: repositories.required(listed.repositoryArn, 'repositoryArn'),
      region,
      name: repositoryName,
      scanOnPush: listed.imageScanningConfiguration?.scanOnPush ?? false,
      registryScanning,
      policy: session.question(async () => {
        const command = new GetRepositoryPolicyCommand({ repositoryName });
        const asked = whenAbsent(ecr.send(command), ['RepositoryPolicyNotFoundException'], null);
        const answer = await whileItExists(asked, ['RepositoryNotFoundException']);
        if (answer === null) return null;
        return parsePolicy(answer.policyText, new Source('ecr:GetRepositoryPolicy', region), repositoryName);
      }),
    };
  };

  return {
    [ecrRepository.key]: () =>
      readListing(
        {
          source: repositories,
          page: (nextToken) =>
            ecr.send(new DescribeRepositoriesCommand({ maxResults: REPOSITORIES_PAGE, nextToken })),
          items: (page) => page.repositories,
          next: (page) => page.nextToken,
        },
        toRepository,
      ),
  };
}
