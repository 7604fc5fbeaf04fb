import * as redshift from '@aws-sdk/client-redshift';
import { knownOperations, type Service } from '../service';
import { queryDialect } from '../wire/dialect';
import { queryProtocol } from '../wire/query-protocol';

export const redshiftService: Service = {
  name: 'redshift',
  global: false,
  protocol: queryProtocol('http://redshift.amazonaws.com/doc/2012-12-01/'),
  dialect: queryDialect,
  known: knownOperations({ ...redshift }),
  operations: [],
};
