import * as sqs from '@aws-sdk/client-sqs';
import { knownOperations, type Service } from '../service';
import { jsonDialect } from '../wire/dialect';
import { jsonProtocol } from '../wire/json-protocol';

export const sqsService: Service = {
  name: 'sqs',
  global: false,
  protocol: jsonProtocol('1.0'),
  dialect: jsonDialect,
  known: knownOperations({ ...sqs }),
  operations: [],
};
