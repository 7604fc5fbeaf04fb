import * as dynamodb from '@aws-sdk/client-dynamodb';
import { knownOperations, type Service } from '../service';
import { jsonDialect } from '../wire/dialect';
import { jsonProtocol } from '../wire/json-protocol';

export const dynamoDbService: Service = {
  name: 'dynamodb',
  global: false,
  protocol: jsonProtocol('1.0'),
  dialect: jsonDialect,
  known: knownOperations({ ...dynamodb }),
  operations: [],
};
