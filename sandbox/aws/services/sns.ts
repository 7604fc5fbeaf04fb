import * as sns from '@aws-sdk/client-sns';
import { knownOperations, type Service } from '../service';
import { queryDialect } from '../wire/dialect';
import { queryProtocol } from '../wire/query-protocol';

export const snsService: Service = {
  name: 'sns',
  global: false,
  protocol: queryProtocol('http://sns.amazonaws.com/doc/2010-03-31/'),
  dialect: queryDialect,
  known: knownOperations({ ...sns }),
  operations: [],
};
