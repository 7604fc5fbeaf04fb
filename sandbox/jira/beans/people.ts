import type { Site } from '../context';
import type { Account } from '../store/model';

import { imageAddress } from './images';

export function userBean(site: Site, account: Account) {
  return {
    self: `${site.baseUrl}/rest/api/3/user?accountId=${encodeURIComponent(account.accountId)}`,
    accountId: account.accountId,
    accountType: account.accountType,
    ...(account.emailAddress ? { emailAddress: account.emailAddress } : {}),
    avatarUrls: avatarUrls(site, account.accountId),
    displayName: account.displayName,
    active: account.active,
    timeZone: account.timeZone,
  };
}

const avatarUrls = (site: Site, accountId: string) => ({
  '48x48': imageAddress(site, 'user', accountId, 'xlarge'),
  '24x24': imageAddress(site, 'user', accountId, 'small'),
  '16x16': imageAddress(site, 'user', accountId, 'xsmall'),
  '32x32': imageAddress(site, 'user', accountId, 'medium'),
});

/** The user of that id; null for an issue field that holds nobody. */
export function userRef(site: Site, accountId: string | null) {
  const account = accountId === null ? undefined : site.store.account(accountId);
  return account ? userBean(site, account) : null;
}
