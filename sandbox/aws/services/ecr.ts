import * as ecr from '@aws-sdk/client-ecr';
import { knownOperations, type Service } from '../service';
import { jsonDialect } from '../wire/dialect';
import { jsonProtocol } from '../wire/json-protocol';

export const ecrService: Service = {
  name: 'ecr',
  global: false,
  protocol: jsonProtocol(),
  dialect: jsonDialect,
  known: knownOperations({ ...ecr }),
  operations: [],
};
