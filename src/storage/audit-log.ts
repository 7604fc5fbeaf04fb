import sql, { bulk, join, type Sql } from 'sql-template-tag';
import { z } from 'zod';
import { AUDIT_ACTIONS, type AuditAction, type AuditEntry } from '../domain/audit';
import { chunksOf } from '../domain/chunks';
import { fitText } from '../domain/fit-text';
import { DAY_MS } from '../domain/time';
import { integer } from './columns';
import { literal } from './like';
import { select, write } from './run-sql';
import { jsonColumn } from './stored-data';

/** How long an entry is kept: a year and a month, so that a yearly audit finds all of its year. */
export const AUDIT_KEPT_DAYS = 396;

const ROWS_PER_STATEMENT = 100;
const SUBJECT_LENGTH = 255;
const NOTE_LENGTH = 1000;
/** A change of a setting is some hundred bytes; the column takes 64 kB. */
const CHANGES_BYTES = 16_000;

/** Writes entries down, each once whoever repeats it. */
export async function recordAudit(entries: readonly AuditEntry[]): Promise<void> {
  for (const batch of chunksOf(entries, ROWS_PER_STATEMENT)) {
    const rows = batch.map((entry) => [
      entry.id,
      entry.at,
      entry.actor,
      entry.action,
      fitText(entry.subject, SUBJECT_LENGTH),
      fitText(entry.note, NOTE_LENGTH),
      changesText(entry),
    ]);
    await write(
      sql`INSERT IGNORE INTO audit_log (entry_id, at, actor, action, subject, note, changes) VALUES ${bulk(rows)}`,
    );
  }
}

function changesText({ changes }: AuditEntry): string {
  const text = JSON.stringify(changes);
  if (text.length <= CHANGES_BYTES) return text;
  return JSON.stringify(
    changes.map(({ field }) => ({ field, to: 'too long to be kept here' })).slice(0, 100),
  );
}

const changesSchema = z.array(
  z.object({ field: z.string(), from: z.unknown().optional(), to: z.unknown().optional() }),
);

const entrySchema = z.object({
  entry_id: z.string(),
  at: integer,
  actor: z.string().nullable(),
  action: z.enum(AUDIT_ACTIONS),
  subject: z.string(),
  note: z.string(),
  changes: jsonColumn(changesSchema),
});

/** Where a page begins: after this entry, going back in time. */
export interface AuditCursor {
  at: number;
  id: string;
}

export interface AuditFilter {
  /** Any of these; none means all. */
  actions?: readonly AuditAction[];
  who?: 'anybody' | 'people' | 'app';
  /** Part of the subject or the note. */
  search?: string;
  /** Not before, in milliseconds since 1970. */
  since?: number | null;
}

export interface AuditFound {
  /** The newest first. */
  entries: AuditEntry[];
  /** Where to go on; null at the end of the log. */
  next: AuditCursor | null;
}

/**
 * So many entries are searched at once: no index finds a text within another, and a year of the log would take longer than a
 * page should. Whoever finds little goes on from `next`.
 */
const SEARCHED_AT_ONCE = 6_000;

/** At most `limit` entries from `after` on, going back in time. With a search there may be fewer, and yet more to come. */
export async function auditEntries(
  { actions = [], who = 'anybody', search = '', since = null }: AuditFilter,
  limit: number,
  after: AuditCursor | null,
): Promise<AuditFound> {
  const text = search.trim();
  const filters: Sql[] = [
    sql`1 = 1`,
    ...(actions.length > 0 ? [sql`action IN (${join([...actions])})`] : []),
    ...(who === 'people' ? [sql`actor IS NOT NULL`] : []),
    ...(who === 'app' ? [sql`actor IS NULL`] : []),
    ...(since === null ? [] : [sql`at >= ${since}`]),
    ...(after === null ? [] : [sql`at <= ${after.at} AND (at < ${after.at} OR entry_id < ${after.id})`]),
  ];
  const end = text === '' ? null : await entryAt(join(filters, ' AND '), SEARCHED_AT_ONCE);
  const pattern = `%${literal(text)}%`;
  const conditions: Sql[] = [
    ...filters,
    ...(text === '' ? [] : [sql`(subject LIKE ${pattern} OR note LIKE ${pattern})`]),
    ...(end === null ? [] : [sql`at >= ${end.at} AND (at > ${end.at} OR entry_id >= ${end.id})`]),
  ];
  const rows = await select(
    entrySchema,
    sql`SELECT entry_id, at, actor, action, subject, note, changes FROM audit_log WHERE ${join(conditions, ' AND ')}
      ORDER BY at DESC, entry_id DESC LIMIT ${limit + 1}`,
  );
  const entries = rows.slice(0, limit).map(({ entry_id: id, ...entry }) => ({ id, ...entry }));
  const last = entries.at(-1);
  return { entries, next: rows.length > limit && last !== undefined ? { at: last.at, id: last.id } : end };
}

/** The nth entry of those, going back in time; null when there are fewer. */
async function entryAt(where: Sql, nth: number): Promise<AuditCursor | null> {
  const [row] = await select(
    entrySchema.pick({ entry_id: true, at: true }),
    sql`SELECT entry_id, at FROM audit_log WHERE ${where}
      ORDER BY at DESC, entry_id DESC LIMIT 1 OFFSET ${nth - 1}`,
  );
  return row === undefined ? null : { at: row.at, id: row.entry_id };
}

/** Forgets what is older than it is kept. */
export async function dropOldAudit(now: number): Promise<void> {
  await write(sql`DELETE FROM audit_log WHERE at < ${now - AUDIT_KEPT_DAYS * DAY_MS}`);
}
