import * as eks from '@aws-sdk/client-eks';
import { knownOperations, type Service } from '../service';
import { restJsonDialect } from '../wire/dialect';
import { restJsonProtocol } from '../wire/json-protocol';
import { RestRoutes } from '../wire/rest-reader';

export const eksService: Service = {
  name: 'eks',
  global: false,
  protocol: restJsonProtocol(new RestRoutes({ ...eks })),
  dialect: restJsonDialect,
  known: knownOperations({ ...eks }),
  operations: [],
};
