import * as elb from '@aws-sdk/client-elastic-load-balancing';
import { knownOperations, type Service } from '../service';
import { queryDialect } from '../wire/dialect';
import { queryProtocol } from '../wire/query-protocol';

export const elbService: Service = {
  name: 'elasticloadbalancing',
  apiVersion: '2012-06-01',
  global: false,
  protocol: queryProtocol('http://elasticloadbalancing.amazonaws.com/doc/2012-06-01/'),
  dialect: queryDialect,
  known: knownOperations({ ...elb }),
  operations: [],
};
