import * as opensearch from '@aws-sdk/client-opensearch';
import { policyText } from '../estate/resource-policy';
import { type Call, knownOperations, operation, type Service } from '../service';
import { AwsError } from '../wire/aws-error';
import { restJsonDialect } from '../wire/dialect';
import { restJsonProtocol } from '../wire/json-protocol';
import { RestRoutes } from '../wire/rest-reader';
import { resourceId } from '../world';
import { here } from './regional';

const NAMES_PER_CALL = 5;

export const openSearchService: Service = {
  name: 'es',
  global: false,
  protocol: restJsonProtocol(new RestRoutes({ ...opensearch })),
  dialect: restJsonDialect,
  known: knownOperations({ ...opensearch }),
  operations: [
    operation(opensearch.ListDomainNames$, listDomainNames),
    operation(opensearch.DescribeDomains$, describeDomains),
  ],
};

function listDomainNames(
  _input: opensearch.ListDomainNamesRequest,
  call: Call,
): opensearch.ListDomainNamesResponse {
  return {
    DomainNames: Object.keys(here(call).domains).map((DomainName) => ({
      DomainName,
      EngineType: 'OpenSearch',
    })),
  };
}

function describeDomains(
  input: opensearch.DescribeDomainsRequest,
  call: Call,
): opensearch.DescribeDomainsResponse {
  const names = input.DomainNames ?? [];
  if (names.length > NAMES_PER_CALL)
    throw new AwsError('ValidationException', 400, 'Please provide a maximum of 5 domain names to describe.');
  return {
    DomainStatusList: names.flatMap((name): opensearch.DomainStatus[] => {
      const domain = here(call).domains[name];
      if (domain === undefined) return [];
      return [
        {
          DomainId: `${call.account.id}/${name}`,
          DomainName: name,
          ARN: `arn:aws:es:${call.region}:${call.account.id}:domain/${name}`,
          Created: true,
          Deleted: false,
          EngineVersion: 'OpenSearch_2.19',
          ClusterConfig: {},
          AccessPolicies: policyText(domain.policy) ?? '',
          AdvancedSecurityOptions: { Enabled: domain.fineGrainedAccess },
          ...(domain.vpc
            ? { VPCOptions: { VPCId: resourceId('vpc', call.account.id, call.region, name) } }
            : { Endpoint: `search-${name}.${call.region}.es.amazonaws.com` }),
        },
      ];
    }),
  };
}
