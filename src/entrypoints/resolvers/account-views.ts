import type { AccountView } from '../../contract/admin-page';
import type { Account } from '../../domain/account';
import { accountScans } from '../../storage/account-scans';
import { openByAccount } from '../../storage/finding-queries';
import { unreadByAccount } from '../../storage/unread-queries';

/** Accounts with what the last scans say of them. */
export async function accountViews(accounts: Account[]): Promise<AccountView[]> {
  const [open, unread, scans] = await Promise.all([openByAccount(), unreadByAccount(), accountScans()]);
  const scansOf = new Map(scans.map((each) => [each.id, each]));
  return accounts.map((account) => ({
    ...account,
    openFindings: open.get(account.id) ?? 0,
    unreadOperations: unread.get(account.id)?.operations ?? 0,
    lastScanAt: scansOf.get(account.id)?.oldestScanAt ?? null,
    scopesNeverRead: scansOf.get(account.id)?.neverRead ?? 0,
  }));
}

/** One account as the table shows it. */
export async function accountView(account: Account): Promise<AccountView> {
  const [view] = await accountViews([account]);
  if (view === undefined) throw new Error(`The account ${account.id} has no view`);
  return view;
}
