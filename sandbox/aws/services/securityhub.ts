import * as securityhub from '@aws-sdk/client-securityhub';
import { knownOperations, type Service } from '../service';
import { restJsonDialect } from '../wire/dialect';
import { restJsonProtocol } from '../wire/json-protocol';
import { RestRoutes } from '../wire/rest-reader';

export const securityHubService: Service = {
  name: 'securityhub',
  global: false,
  protocol: restJsonProtocol(new RestRoutes({ ...securityhub })),
  dialect: restJsonDialect,
  known: knownOperations({ ...securityhub }),
  operations: [],
};
