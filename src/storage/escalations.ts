import sql, { empty, join, raw, type Sql } from 'sql-template-tag';
import { z } from 'zod';
import type { PairGroup } from '../domain/rollout/decisions';
import type { EscalationStore, PastDueQuery } from '../tickets/escalate';
import { isGroupId } from '../tickets/group-findings';
import { integer } from './columns';
import { select, write } from './run-sql';
import { type TicketTable, withIssue } from './ticket-repository';
import { ticketStore } from './ticket-store';

const TABLES: TicketTable[] = ['findings', 'finding_groups'];

/** When what is past its due date was last escalated: findings with an issue of their own, and groups. */
export const escalationRepository: EscalationStore = {
  async pastDue(query) {
    if (query.filed.length === 0) return [];
    const found = await Promise.all(TABLES.map((table) => pastDueIn(table, query)));
    const inTurn = found.flat().sort((a, b) => a.failed_at - b.failed_at || a.due_at - b.due_at);
    return ticketStore.details(inTurn.slice(0, query.limit).map((row) => row.finding_id));
  },

  async markEscalated(id, at) {
    await write(
      sql`UPDATE ${tableOf(id)} SET escalated_at = ${at}, escalation_failed_at = NULL WHERE finding_id = ${id}`,
    );
  },

  async markEscalationFailed(id, at) {
    await write(sql`UPDATE ${tableOf(id)} SET escalation_failed_at = ${at} WHERE finding_id = ${id}`);
  },
};

const tableOf = (id: string): Sql => raw(isGroupId(id) ? 'finding_groups' : 'findings');

const pastDueRow = z.object({ finding_id: z.string(), due_at: integer, failed_at: integer });

/** Kept from the index of accounts: of the findings of an account few have an issue, and those are found by it. */
const inPairs = (pairs: readonly PairGroup[]): Sql =>
  join(
    pairs.map(
      ({ accountIds, ruleIds }) =>
        sql`(COALESCE(account_id, '') IN (${join(accountIds)}) AND rule_id IN (${join(ruleIds)}))`,
    ),
    ' OR ',
  );

async function pastDueIn(
  table: TicketTable,
  { now, filed, escalatedBefore, failedSince, limit }: PastDueQuery,
) {
  const again = escalatedBefore === null ? empty : sql`OR escalated_at < ${escalatedBefore}`;
  return select(
    pastDueRow,
    sql`SELECT finding_id, due_at,
          CASE WHEN escalation_failed_at >= ${failedSince} THEN escalation_failed_at ELSE 0 END AS failed_at
        FROM ${raw(table)}
        WHERE ${raw(withIssue(table))} AND state = 'open' AND due_at < ${now} AND exception_id IS NULL AND paused_at IS NULL
          AND issue_state IN ('open', 'reopened', 'open-by-person')
          AND (escalated_at IS NULL OR escalated_at < opened_at ${again}) AND (${inPairs(filed)})
        ORDER BY failed_at, due_at, finding_id LIMIT ${limit}`,
  );
}
