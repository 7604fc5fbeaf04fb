import * as autoscaling from '@aws-sdk/client-auto-scaling';
import { knownOperations, type Service } from '../service';
import { queryDialect } from '../wire/dialect';
import { queryProtocol } from '../wire/query-protocol';

export const autoScalingService: Service = {
  name: 'autoscaling',
  global: false,
  protocol: queryProtocol('http://autoscaling.amazonaws.com/doc/2011-01-01/'),
  dialect: queryDialect,
  known: knownOperations({ ...autoscaling }),
  operations: [],
};
