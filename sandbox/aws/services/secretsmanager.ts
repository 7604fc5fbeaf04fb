import * as secretsmanager from '@aws-sdk/client-secrets-manager';
import { knownOperations, type Service } from '../service';
import { jsonDialect } from '../wire/dialect';
import { jsonProtocol } from '../wire/json-protocol';

export const secretsManagerService: Service = {
  name: 'secretsmanager',
  global: false,
  protocol: jsonProtocol(),
  dialect: jsonDialect,
  known: knownOperations({ ...secretsmanager }),
  operations: [],
};
