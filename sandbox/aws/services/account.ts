import * as account from '@aws-sdk/client-account';
import { type Call, knownOperations, operation, type Service } from '../service';
import { AwsError } from '../wire/aws-error';
import { restJsonDialect } from '../wire/dialect';
import { restJsonProtocol } from '../wire/json-protocol';
import { RestRoutes } from '../wire/rest-reader';

export const accountService: Service = {
  name: 'account',
  global: true,
  protocol: restJsonProtocol(new RestRoutes({ ...account })),
  dialect: restJsonDialect,
  known: knownOperations({ ...account }),
  operations: [operation(account.GetAlternateContact$, getAlternateContact)],
};

/** Source: https://docs.aws.amazon.com/accounts/latest/reference/API_GetAlternateContact.html */
function getAlternateContact(
  input: account.GetAlternateContactRequest,
  call: Call,
): account.GetAlternateContactResponse {
  const type = input.AlternateContactType;
  if (type === undefined)
    throw new AwsError('ValidationException', 400, 'AlternateContactType: member must not be null');
  if (!call.account.contacts.some((contact) => contact === type)) {
    throw new AwsError(
      'ResourceNotFoundException',
      404,
      'No contact of the inputted alternate contact type found.',
    );
  }
  return {
    AlternateContact: {
      AlternateContactType: type,
      Name: 'Security team',
      Title: 'On-call',
      EmailAddress: 'security@example.com',
      PhoneNumber: '+1 555 0100',
    },
  };
}
