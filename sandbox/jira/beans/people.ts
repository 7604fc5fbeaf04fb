import type { Site } from '../context';
import type { Account } from '../store/model';

const avatar = (site: Site, accountId: string, size: number) =>
  `${site.baseUrl}/avatars/${encodeURIComponent(accountId)}.png?size=${size}`;

export function userBean(site: Site, account: Account) {
  return {
    self: `${site.baseUrl}/rest/api/3/user?accountId=${encodeURIComponent(account.accountId)}`,
    accountId: account.accountId,
    accountType: account.accountType,
    ...(account.emailAddress ? { emailAddress: account.emailAddress } : {}),
    avatarUrls: {
      '48x48': avatar(site, account.accountId, 48),
      '24x24': avatar(site, account.accountId, 24),
      '16x16': avatar(site, account.accountId, 16),
      '32x32': avatar(site, account.accountId, 32),
    },
    displayName: account.displayName,
    active: account.active,
    timeZone: account.timeZone,
  };
}

/** The user of that id; null for an issue field that holds nobody. */
export function userRef(site: Site, accountId: string | null) {
  const account = accountId === null ? undefined : site.store.account(accountId);
  return account ? userBean(site, account) : null;
}
