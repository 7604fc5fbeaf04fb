import type { Unread } from '../domain/scan-outcome';
import { iamActionOf } from './iam-action';

type Told = Pick<Unread, 'operation' | 'reason' | 'message' | 'region'>;

const ASSUME_ROLE = 'sts:AssumeRole';

/** The IAM action that the account's role is not allowed, where that is why AWS did not answer; null otherwise. */
export function missingPermission({ operation, reason }: Told): string | null {
  return reason === 'access-denied' && operation !== ASSUME_ROLE ? iamActionOf(operation) : null;
}

/** What the person who looks after the account can do about it, in a sentence or two. */
export function remedyOf(unread: Told): string {
  const { operation, reason, message, region } = unread;
  switch (reason) {
    case 'access-denied':
      return remedyOfDenial(unread);
    case 'region-not-enabled':
      return `Enable ${region} in the account, or take it out of the account's regions under Accounts.`;
    case 'credentials':
      return operation === ASSUME_ROLE
        ? 'Save a working access key of the hub user under AWS credentials.'
        : 'Nothing: the next scan asks with new credentials.';
    case 'throttled':
      return 'Nothing at first: the next scan asks again. Where it stays, other tools use up the rate that AWS gives the account.';
    case 'timeout':
    case 'network':
      return 'Nothing at first: the next scan asks again. Where it stays, look whether AWS has an incident in that region.';
    case 'rule-error':
      return 'Report it to whoever develops the app: the rule met something that it does not understand.';
    case 'error':
      return operation === 'scan'
        ? `The app's logs say what is in the way; the next scan tries again.`
        : `Nothing at first: the next scan asks again. Where it stays, report it with this text: ${message.slice(0, 80)}`;
  }
}

function remedyOfDenial(unread: Told): string {
  if (unread.operation === ASSUME_ROLE)
    return 'Deploy the role template of the account again (Accounts, Role template), then test the connection there.';
  const action = missingPermission(unread);
  if (/explicit deny/i.test(unread.message))
    return `Something denies ${action} explicitly, such as a service control policy of the organization. Allowing it to the role does not help: have the role exempted there.`;
  return `Allow ${action} to the role: deploy the role template of the account again (Accounts, Role template).`;
}
