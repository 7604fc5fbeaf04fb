import { missingPermission, remedyOf } from '../../aws/unread-remedy';
import type { UnreadView } from '../../contract/unread';
import { unreadRows } from '../../storage/unread-queries';

/** What could not be read, and what can be done about it. */
export async function unreadView(): Promise<UnreadView> {
  const { rows, total } = await unreadRows();
  return {
    rows: rows.map((row) => ({ ...row, permission: missingPermission(row), remedy: remedyOf(row) })),
    total,
  };
}
