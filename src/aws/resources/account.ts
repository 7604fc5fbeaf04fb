import { AccountClient, GetAlternateContactCommand } from '@aws-sdk/client-account';
import { type AccountContacts, accountContacts } from '../../rules/account/resources';
import { whenAbsent } from '../absent';
import type { AwsSession } from '../session';
import { Source } from '../source';
import type { Readers } from './readers';

export function accountReaders(session: AwsSession): Readers {
  const account = session.clients.global('account', AccountClient);
  const contacts: AccountContacts = {
    id: session.accountId,
    arn: session.rootArn,
    region: 'global',
    hasSecurityContact: session.question(async () => {
      const command = new GetAlternateContactCommand({ AlternateContactType: 'SECURITY' });
      const answer = await whenAbsent(account.send(command), ['ResourceNotFoundException'], null);
      if (answer === null) return false;
      new Source('account:GetAlternateContact', 'global').required(answer.AlternateContact, 'the contact');
      return true;
    }),
  };
  return { [accountContacts.key]: async () => ({ resources: [contacts], failures: [] }) };
}
