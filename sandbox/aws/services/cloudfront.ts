import * as cloudfront from '@aws-sdk/client-cloudfront';
import { knownOperations, type Service } from '../service';
import { queryDialect } from '../wire/dialect';
import { RestRoutes } from '../wire/rest-reader';
import { restXmlProtocol } from '../wire/rest-xml-protocol';

export const cloudFrontService: Service = {
  name: 'cloudfront',
  global: true,
  protocol: restXmlProtocol({
    routes: new RestRoutes({ ...cloudfront }),
    namespace: 'http://cloudfront.amazonaws.com/doc/2020-05-31/',
    wrapErrors: true,
  }),
  dialect: queryDialect,
  known: knownOperations({ ...cloudfront }),
  operations: [],
};
