import * as guardduty from '@aws-sdk/client-guardduty';
import { knownOperations, type Service } from '../service';
import { restJsonDialect } from '../wire/dialect';
import { restJsonProtocol } from '../wire/json-protocol';
import { RestRoutes } from '../wire/rest-reader';

export const guardDutyService: Service = {
  name: 'guardduty',
  global: false,
  protocol: restJsonProtocol(new RestRoutes({ ...guardduty })),
  dialect: restJsonDialect,
  known: knownOperations({ ...guardduty }),
  operations: [],
};
