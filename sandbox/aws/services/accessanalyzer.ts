import * as accessanalyzer from '@aws-sdk/client-accessanalyzer';
import { paginate } from '../paginate';
import { type Call, knownOperations, operation, type Service } from '../service';
import { restJsonDialect } from '../wire/dialect';
import { restJsonProtocol } from '../wire/json-protocol';
import { RestRoutes } from '../wire/rest-reader';
import { here } from './regional';

export const accessAnalyzerService: Service = {
  name: 'access-analyzer',
  global: false,
  protocol: restJsonProtocol(new RestRoutes({ ...accessanalyzer })),
  dialect: restJsonDialect,
  known: knownOperations({ ...accessanalyzer }),
  operations: [operation(accessanalyzer.ListAnalyzers$, listAnalyzers)],
};

function listAnalyzers(
  input: accessanalyzer.ListAnalyzersRequest,
  call: Call,
): accessanalyzer.ListAnalyzersResponse {
  const all = Object.entries(here(call).analyzers)
    .filter(([, { type }]) => input.type === undefined || input.type === type)
    .map(
      ([name, { type, status }]): accessanalyzer.AnalyzerSummary => ({
        arn: `arn:aws:access-analyzer:${call.region}:${call.account.id}:analyzer/${name}`,
        name,
        type,
        status,
        createdAt: call.world.dateOf(400 * 86_400_000),
        ...(status === 'FAILED' ? { statusReason: { code: 'AWS_SERVICE_ACCESS_DISABLED' } } : {}),
      }),
    );
  const { items, next } = paginate(
    all,
    {
      limit: input.maxResults,
      token: input.nextToken,
      max: 100,
      limitName: 'maxResults',
      tokenName: 'nextToken',
    },
    call,
  );
  return { analyzers: items, nextToken: next };
}
