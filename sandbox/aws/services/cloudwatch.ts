import * as cloudwatch from '@aws-sdk/client-cloudwatch';
import { knownOperations, type Service } from '../service';
import { jsonDialect } from '../wire/dialect';
import { jsonProtocol } from '../wire/json-protocol';

export const cloudWatchService: Service = {
  name: 'cloudwatch',
  global: false,
  protocol: jsonProtocol('1.0'),
  dialect: jsonDialect,
  known: knownOperations({ ...cloudwatch }),
  operations: [],
};
