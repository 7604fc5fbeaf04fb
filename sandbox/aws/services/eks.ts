import * as eks from '@aws-sdk/client-eks';
import { paginate } from '../paginate';
import { type Call, knownOperations, operation, type Service } from '../service';
import { AwsError } from '../wire/aws-error';
import { restJsonDialect } from '../wire/dialect';
import { restJsonProtocol } from '../wire/json-protocol';
import { RestRoutes } from '../wire/rest-reader';
import { stableHex } from '../world';
import { here } from './regional';

/**
 * Support as of November 2026, the sandbox's own present.
 * Source: https://docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions.html
 */
const VERSIONS: { version: string; status: eks.VersionStatus; endOfStandardSupport: string }[] = [
  { version: '1.35', status: 'STANDARD_SUPPORT', endOfStandardSupport: '2027-03-27' },
  { version: '1.34', status: 'STANDARD_SUPPORT', endOfStandardSupport: '2026-12-02' },
  { version: '1.33', status: 'EXTENDED_SUPPORT', endOfStandardSupport: '2026-07-29' },
  { version: '1.32', status: 'EXTENDED_SUPPORT', endOfStandardSupport: '2026-03-23' },
  { version: '1.31', status: 'EXTENDED_SUPPORT', endOfStandardSupport: '2025-11-26' },
  { version: '1.30', status: 'UNSUPPORTED', endOfStandardSupport: '2025-07-23' },
];

export const eksService: Service = {
  name: 'eks',
  global: false,
  protocol: restJsonProtocol(new RestRoutes({ ...eks })),
  dialect: restJsonDialect,
  known: knownOperations({ ...eks }),
  operations: [
    operation(eks.ListClusters$, listClusters),
    operation(eks.DescribeCluster$, describeCluster),
    operation(eks.DescribeClusterVersions$, describeClusterVersions),
  ],
};

function listClusters(input: eks.ListClustersRequest, call: Call): eks.ListClustersResponse {
  const { items, next } = paginate(Object.keys(here(call).clusters), pageRequest(input), call);
  return { clusters: items, nextToken: next };
}

function describeCluster(input: eks.DescribeClusterRequest, call: Call): eks.DescribeClusterResponse {
  const name = input.name ?? '';
  const cluster = here(call).clusters[name];
  if (cluster === undefined)
    throw new AwsError('ResourceNotFoundException', 404, `No cluster found for name: ${name}.`);
  const isPublic = cluster.endpoint !== 'private';
  return {
    cluster: {
      name,
      arn: `arn:aws:eks:${call.region}:${call.account.id}:cluster/${name}`,
      createdAt: call.world.dateOf(cluster.age),
      version: cluster.version,
      status: 'ACTIVE',
      resourcesVpcConfig: {
        subnetIds: [`subnet-0${stableHex(16, call.account.id, call.region)}`],
        endpointPublicAccess: isPublic,
        endpointPrivateAccess: cluster.endpoint !== 'public',
        publicAccessCidrs: isPublic ? cluster.publicCidrs : [],
      },
      ...(cluster.secretsKey === null
        ? {}
        : {
            encryptionConfig: [
              {
                resources: ['secrets'],
                provider: {
                  keyArn: `arn:aws:kms:${call.region}:${call.account.id}:alias/${cluster.secretsKey}`,
                },
              },
            ],
          }),
      tags: { ...call.account.tags, ...cluster.tags },
    },
  };
}

function describeClusterVersions(
  input: eks.DescribeClusterVersionsRequest,
  call: Call,
): eks.DescribeClusterVersionsResponse {
  const shown = VERSIONS.filter(({ status }) => input.includeAll || status !== 'UNSUPPORTED');
  const { items, next } = paginate(shown, pageRequest(input), call);
  return {
    clusterVersions: items.map(({ version, status, endOfStandardSupport }) => ({
      clusterVersion: version,
      clusterType: 'eks',
      versionStatus: status,
      endOfStandardSupportDate: new Date(endOfStandardSupport),
    })),
    nextToken: next,
  };
}

function pageRequest(input: { maxResults?: number | undefined; nextToken?: string | undefined }) {
  return {
    limit: input.maxResults,
    token: input.nextToken,
    max: 100,
    limitName: 'maxResults',
    tokenName: 'nextToken',
  };
}
