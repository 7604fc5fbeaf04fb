import { AccountClient, GetAlternateContactCommand } from '@aws-sdk/client-account';
import type { AwsSession } from '../session';
import type { Probe } from './probe';

export function accountProbes({ clients }: AwsSession): [string, Probe][] {
  const account = clients.global('account', AccountClient);
  const command = new GetAlternateContactCommand({ AlternateContactType: 'SECURITY' });
  return [['account:GetAlternateContact', () => account.send(command)]];
}
