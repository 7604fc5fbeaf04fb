import type { AccountView } from '../../contract/admin-page';
import type { Account } from '../../domain/account';
import { openByAccount } from '../../storage/finding-queries';
import { lastScanByAccount } from '../../storage/run-queries';
import { unreadByAccount } from '../../storage/unread-queries';

/** Accounts with what the last scans say of them. */
export async function accountViews(accounts: Account[]): Promise<AccountView[]> {
  const [open, unread, scanned] = await Promise.all([
    openByAccount(),
    unreadByAccount(),
    lastScanByAccount(),
  ]);
  return accounts.map((account) => ({
    ...account,
    openFindings: open.get(account.id) ?? 0,
    unreadOperations: unread.get(account.id) ?? 0,
    lastScanAt: scanned.get(account.id) ?? null,
  }));
}

/** One account as the table shows it. */
export async function accountView(account: Account): Promise<AccountView> {
  const [view] = await accountViews([account]);
  if (view === undefined) throw new Error(`The account ${account.id} has no view`);
  return view;
}
