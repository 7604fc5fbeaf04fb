import * as ecr from '@aws-sdk/client-ecr';
import { policyText } from '../estate/resource-policy';
import { paginate } from '../paginate';
import { type Call, knownOperations, operation, type Service } from '../service';
import { AwsError } from '../wire/aws-error';
import { jsonDialect } from '../wire/dialect';
import { jsonProtocol } from '../wire/json-protocol';
import { here } from './regional';

export const ecrService: Service = {
  name: 'ecr',
  global: false,
  protocol: jsonProtocol(),
  dialect: jsonDialect,
  known: knownOperations({ ...ecr }),
  operations: [
    operation(ecr.DescribeRepositories$, describeRepositories),
    operation(ecr.GetRepositoryPolicy$, getRepositoryPolicy),
    operation(ecr.GetRegistryScanningConfiguration$, getRegistryScanningConfiguration),
  ],
};

function describeRepositories(
  input: ecr.DescribeRepositoriesRequest,
  call: Call,
): ecr.DescribeRepositoriesResponse {
  const { items, next } = paginate(
    Object.entries(here(call).repositories),
    {
      limit: input.maxResults,
      token: input.nextToken,
      max: 1000,
      limitName: 'maxResults',
      tokenName: 'nextToken',
    },
    call,
  );
  return {
    repositories: items.map(([name, { scanOnPush, age }]) => ({
      registryId: call.account.id,
      repositoryName: name,
      repositoryArn: `arn:aws:ecr:${call.region}:${call.account.id}:repository/${name}`,
      repositoryUri: `${call.account.id}.dkr.ecr.${call.region}.amazonaws.com/${name}`,
      createdAt: call.world.dateOf(age),
      imageTagMutability: 'IMMUTABLE',
      imageScanningConfiguration: { scanOnPush },
    })),
    nextToken: next,
  };
}

function getRepositoryPolicy(
  input: ecr.GetRepositoryPolicyRequest,
  call: Call,
): ecr.GetRepositoryPolicyResponse {
  const name = input.repositoryName ?? '';
  const repository = here(call).repositories[name];
  const where = `the repository with name '${name}' in the registry with id '${call.account.id}'`;
  if (repository === undefined)
    throw new AwsError('RepositoryNotFoundException', 400, `There is no ${where}`);
  const text = policyText(repository.policy);
  if (text === null) {
    throw new AwsError(
      'RepositoryPolicyNotFoundException',
      400,
      `Repository policy does not exist for ${where}`,
    );
  }
  return { registryId: call.account.id, repositoryName: name, policyText: text };
}

function getRegistryScanningConfiguration(
  _input: ecr.GetRegistryScanningConfigurationRequest,
  call: Call,
): ecr.GetRegistryScanningConfigurationResponse {
  const { type, rules } = here(call).registryScanning;
  return {
    registryId: call.account.id,
    scanningConfiguration: {
      scanType: type,
      rules: rules.map(({ frequency, filters }) => ({
        scanFrequency: frequency,
        repositoryFilters: filters.map((filter) => ({ filter, filterType: 'WILDCARD' as const })),
      })),
    },
  };
}
