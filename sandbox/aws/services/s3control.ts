import * as s3control from '@aws-sdk/client-s3-control';
import { toFlags } from '../estate/s3';
import { type Call, knownOperations, operation, type Service } from '../service';
import { AwsError } from '../wire/aws-error';
import { s3Dialect } from '../wire/dialect';
import { RestRoutes } from '../wire/rest-reader';
import { restXmlProtocol } from '../wire/rest-xml-protocol';

export const s3ControlService: Service = {
  name: 's3control',
  actionPrefix: 's3',
  global: false,
  protocol: restXmlProtocol({
    routes: new RestRoutes({ ...s3control }),
    namespace: 'http://awss3control.amazonaws.com/doc/2018-08-20/',
    wrapErrors: true,
  }),
  dialect: s3Dialect,
  known: knownOperations({ ...s3control }),
  operations: [
    operation(s3control.GetPublicAccessBlock$, getPublicAccessBlock, {
      action: 's3:GetAccountPublicAccessBlock',
    }),
  ],
};

function getPublicAccessBlock(
  input: s3control.GetPublicAccessBlockRequest,
  call: Call,
): s3control.GetPublicAccessBlockOutput {
  const accountId = input.AccountId ?? call.location.hostPrefix;
  if (!accountId || !/^\d{12}$/.test(accountId))
    throw new AwsError('InvalidRequest', 400, 'The AccountId must be the 12 digits of an account id.');
  if (accountId !== call.account.id) throw new AwsError('AccessDenied', 403, 'Access Denied');
  const flags = toFlags(call.account.s3.publicAccessBlock);
  if (!flags)
    throw new AwsError(
      'NoSuchPublicAccessBlockConfiguration',
      404,
      'The public access block configuration was not found',
      { fields: { AccountId: accountId } },
    );
  return { PublicAccessBlockConfiguration: flags };
}
