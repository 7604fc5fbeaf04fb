import * as account from '@aws-sdk/client-account';
import { knownOperations, type Service } from '../service';
import { restJsonDialect } from '../wire/dialect';
import { restJsonProtocol } from '../wire/json-protocol';
import { RestRoutes } from '../wire/rest-reader';

export const accountService: Service = {
  name: 'account',
  global: true,
  protocol: restJsonProtocol(new RestRoutes({ ...account })),
  dialect: restJsonDialect,
  known: knownOperations({ ...account }),
  operations: [],
};
