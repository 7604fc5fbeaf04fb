import * as accessanalyzer from '@aws-sdk/client-accessanalyzer';
import { knownOperations, type Service } from '../service';
import { restJsonDialect } from '../wire/dialect';
import { restJsonProtocol } from '../wire/json-protocol';
import { RestRoutes } from '../wire/rest-reader';

export const accessAnalyzerService: Service = {
  name: 'access-analyzer',
  global: false,
  protocol: restJsonProtocol(new RestRoutes({ ...accessanalyzer })),
  dialect: restJsonDialect,
  known: knownOperations({ ...accessanalyzer }),
  operations: [],
};
