import { type Resource, resourceType } from '../define';

/** The alternate contacts of an account. Id: the account id; arn: `arn:aws:iam::<account>:root`. */
export interface AccountContacts extends Resource {
  /** Whether one of type SECURITY is on file. Who it is stays with AWS: it is personal data that no rule needs. */
  hasSecurityContact(): Promise<boolean>;
}

export const accountContacts = resourceType<AccountContacts>({
  key: 'account-contacts',
  type: 'AWS::::Account',
  label: 'Contacts of the account',
  scope: 'global',
  consolePage: ({ region }) => `/billing/home?region=${region}#/account`,
});
