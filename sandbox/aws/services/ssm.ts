import * as ssm from '@aws-sdk/client-ssm';
import { knownOperations, type Service } from '../service';
import { jsonDialect } from '../wire/dialect';
import { jsonProtocol } from '../wire/json-protocol';

export const ssmService: Service = {
  name: 'ssm',
  global: false,
  protocol: jsonProtocol(),
  dialect: jsonDialect,
  known: knownOperations({ ...ssm }),
  operations: [],
};
