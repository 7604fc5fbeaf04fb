import * as opensearch from '@aws-sdk/client-opensearch';
import { knownOperations, type Service } from '../service';
import { restJsonDialect } from '../wire/dialect';
import { restJsonProtocol } from '../wire/json-protocol';
import { RestRoutes } from '../wire/rest-reader';

export const openSearchService: Service = {
  name: 'es',
  global: false,
  protocol: restJsonProtocol(new RestRoutes({ ...opensearch })),
  dialect: restJsonDialect,
  known: knownOperations({ ...opensearch }),
  operations: [],
};
