import sql, { empty } from 'sql-template-tag';
import { z } from 'zod';
import type { EscalationStore } from '../tickets/escalate';
import { select, write } from './run-sql';
import { ticketRepository } from './ticket-repository';

/** When findings past their due date were last escalated. */
export const escalationRepository: EscalationStore = {
  async pastDue({ now, escalatedBefore, limit }) {
    const again = escalatedBefore === null ? empty : sql`OR escalated_at < ${escalatedBefore}`;
    const rows = await select(
      z.object({ finding_id: z.string() }),
      sql`SELECT finding_id FROM findings
        WHERE state = 'open' AND due_at < ${now} AND exception_id IS NULL AND paused_at IS NULL
          AND issue_id IS NOT NULL AND issue_state IN ('open', 'reopened', 'open-by-person')
          AND (escalated_at IS NULL OR escalated_at < opened_at ${again})
        ORDER BY due_at, finding_id LIMIT ${limit}`,
    );
    return ticketRepository.details(rows.map((row) => row.finding_id));
  },

  async markEscalated(findingId, at) {
    await write(sql`UPDATE findings SET escalated_at = ${at} WHERE finding_id = ${findingId}`);
  },
};
