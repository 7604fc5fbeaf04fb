import * as elbv2 from '@aws-sdk/client-elastic-load-balancing-v2';
import { knownOperations, type Service } from '../service';
import { queryDialect } from '../wire/dialect';
import { queryProtocol } from '../wire/query-protocol';

export const elbv2Service: Service = {
  name: 'elasticloadbalancing',
  apiVersion: '2015-12-01',
  global: false,
  protocol: queryProtocol('http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/'),
  dialect: queryDialect,
  known: knownOperations({ ...elbv2 }),
  operations: [],
};
