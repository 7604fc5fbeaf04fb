import sql, { empty, raw } from 'sql-template-tag';
import { z } from 'zod';
import type { EscalationStore } from '../tickets/escalate';
import { isGroupId } from '../tickets/group-findings';
import { select, write } from './run-sql';
import { type TicketTable, withIssue } from './ticket-repository';
import { ticketStore } from './ticket-store';

const TABLES: TicketTable[] = ['findings', 'finding_groups'];

/** When what is past its due date was last escalated: findings with an issue of their own, and groups. */
export const escalationRepository: EscalationStore = {
  async pastDue(query) {
    const [ofFindings, ofGroups] = await Promise.all(TABLES.map((table) => pastDueIn(table, query)));
    const found = await ticketStore.details([...(ofFindings ?? []), ...(ofGroups ?? [])]);
    return found.sort((a, b) => (a.dueAt ?? 0) - (b.dueAt ?? 0)).slice(0, query.limit);
  },

  async markEscalated(id, at) {
    const table = raw(isGroupId(id) ? 'finding_groups' : 'findings');
    await write(sql`UPDATE ${table} SET escalated_at = ${at} WHERE finding_id = ${id}`);
  },
};

const findingIdRow = z.object({ finding_id: z.string() });

async function pastDueIn(
  table: TicketTable,
  { now, escalatedBefore, limit }: Parameters<EscalationStore['pastDue']>[0],
): Promise<string[]> {
  const again = escalatedBefore === null ? empty : sql`OR escalated_at < ${escalatedBefore}`;
  const rows = await select(
    findingIdRow,
    sql`SELECT finding_id FROM ${raw(table)}
        WHERE ${raw(withIssue(table))} AND state = 'open' AND due_at < ${now} AND exception_id IS NULL AND paused_at IS NULL
          AND issue_state IN ('open', 'reopened', 'open-by-person')
          AND (escalated_at IS NULL OR escalated_at < opened_at ${again})
        ORDER BY due_at, finding_id LIMIT ${limit}`,
  );
  return rows.map((row) => row.finding_id);
}
