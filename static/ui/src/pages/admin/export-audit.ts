import type { AuditFilter, AuditPage } from '../../../../../src/contract/audit';
import { toCsv } from '../../../../../src/domain/csv';
import { adminPageApi } from '../../api';
import { saveFile } from '../../save-file';
import { actionLabel, actorLabel, changeLabel } from './audit-labels';

const HEADER = ['time', 'who', 'account id of who', 'action', 'subject', 'note', 'changes'];

/** Downloads all of the log that the filter lets through, as CSV, page after page. */
export async function exportAudit(filter: AuditFilter): Promise<void> {
  const rows: string[][] = [];
  let after: AuditPage['next'] = null;
  do {
    const page: AuditPage = await adminPageApi('listAudit', { ...filter, after });
    for (const row of page.rows) {
      rows.push([
        new Date(row.at).toISOString(),
        actorLabel(row),
        row.actor ?? '',
        actionLabel(row.action),
        row.subject,
        row.note,
        row.changes.map(changeLabel).join('; '),
      ]);
    }
    after = page.next;
  } while (after !== null);
  saveFile('cloud-findings-audit-log.csv', toCsv([HEADER, ...rows]), 'text/csv');
}
