import sql, { join, raw } from 'sql-template-tag';
import { DAY_MS } from '../domain/time';
import type { RecordedAction } from '../tickets/ports';
import { CHANGED_PER_STATEMENT } from './finding-parts';
import { RESOLVED_KEPT_DAYS } from './findings';
import { write } from './run-sql';
import { SPECIAL } from './special';

/** As long as runs are shown, which say what they did; the audit log says it for longer. */
export const TICKET_ACTIONS_KEPT_DAYS = 90;
/** As long as a resolved finding. */
const GROUPS_KEPT_DAYS = RESOLVED_KEPT_DAYS;
/** Groups that an hour forgets: there are few, and they are in no hurry. */
const GROUPS_AN_HOUR = 500;

const ACTIONS: Record<RecordedAction, true> = {
  created: true,
  updated: true,
  closed: true,
  reopened: true,
  reminded: true,
  escalated: true,
};

/**
 * Forgets what was done to issues long ago: ceilings ask about a day, and reports about a run, which has its counters by then. And
 * groups that came to their end long ago and that no finding is part of. An hour's share of both. `now` in milliseconds since 1970.
 */
export async function dropOldTickets(now: number): Promise<void> {
  await write(sql`DELETE FROM ticket_actions WHERE action IN (${join(Object.keys(ACTIONS))}) AND done_at < ${now - TICKET_ACTIONS_KEPT_DAYS * DAY_MS}
    LIMIT ${CHANGED_PER_STATEMENT}`);
  await write(sql`DELETE FROM finding_groups
    WHERE state = 'resolved' AND resolved_at < ${now - GROUPS_KEPT_DAYS * DAY_MS} AND (issue_id IS NULL OR needs_sync = 0)
      AND filing_started_at IS NULL AND finding_id NOT IN (
        SELECT group_id FROM findings WHERE ${raw(SPECIAL)} AND group_id IS NOT NULL)
    LIMIT ${GROUPS_AN_HOUR}`);
}
