import * as efs from '@aws-sdk/client-efs';
import { knownOperations, type Service } from '../service';
import { restJsonDialect } from '../wire/dialect';
import { restJsonProtocol } from '../wire/json-protocol';
import { RestRoutes } from '../wire/rest-reader';

export const efsService: Service = {
  name: 'elasticfilesystem',
  global: false,
  protocol: restJsonProtocol(new RestRoutes({ ...efs })),
  dialect: restJsonDialect,
  known: knownOperations({ ...efs }),
  operations: [],
};
