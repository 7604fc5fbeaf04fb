import { randomUUID } from 'node:crypto';
import type { AuditPage, AuditRow } from '../../contract/audit';
import { type AuditAction, auditId, changesBetween } from '../../domain/audit';
import {
  AUDIT_KEPT_DAYS,
  type AuditCursor,
  type AuditFilter,
  auditEntries,
  recordAudit,
} from '../../storage/audit-log';
import type { Caller } from './page-resolver';
import { peopleOf } from './people';

const PAGE = 100;

/** What a person did in the settings. `before` and `after` go into the log as they are: no secret may be in them. */
interface Deed {
  action: AuditAction;
  /** An account id, a rule id: what people name it. */
  subject: string;
  note?: string;
  before?: object | null;
  after?: object | null;
}

/** Writes down what a person did. Nothing where a save changed nothing. */
export async function noteDeed({ accountId }: Caller, deed: Deed): Promise<void> {
  const { action, subject, note = '', before, after } = deed;
  const changes = changesBetween(before ?? null, after ?? null);
  if (before !== undefined && after !== undefined && changes.length === 0) return;
  await recordAudit([
    { id: auditId(randomUUID()), at: Date.now(), actor: accountId, action, subject, note, changes },
  ]);
}

/** A page of the log, with the names of people. A search may find little on it, and more on the next. */
export async function auditPage(filter: AuditFilter, after: AuditCursor | null): Promise<AuditPage> {
  const { entries, next } = await auditEntries(filter, PAGE, after);
  const people = await peopleOf(entries.flatMap(({ actor }) => actor ?? []));
  const rows = entries.map(
    (entry): AuditRow => ({
      ...entry,
      actorName: entry.actor === null ? null : people(entry.actor).name,
    }),
  );
  return { rows, next, keptDays: AUDIT_KEPT_DAYS };
}
