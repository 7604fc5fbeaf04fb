import sql, { bulk, empty, join, raw, type Sql } from 'sql-template-tag';
import { z } from 'zod';
import { chunksOf } from '../domain/chunks';
import type { PairGroup } from '../domain/rollout/decisions';
import { severityOfRank, severityRank } from '../domain/severity';
import type { FindingGroup, GroupMember } from '../tickets/group-findings';
import { CLOSED_STATES } from '../tickets/plan-tickets';
import type { GroupStore } from '../tickets/refresh-groups';
import { integer, time } from './columns';
import { KEEP_OUT_OF_STEP } from './out-of-step';
import { select, write } from './run-sql';
import { severityColumn } from './severity-column';
import { SPECIAL } from './special';
import { tagsColumn } from './tags-column';
import { resourcesColumn } from './ticket-repository';

const PAGE = 1000;
const ROWS_PER_STATEMENT = 50;
const IDS_PER_STATEMENT = 200;

const memberRow = z.object({
  finding_id: z.string(),
  rule_id: z.string(),
  account_id: z.string(),
  project_key: z.string().nullable(),
  scope: z.string(),
  region: z.string(),
  resource_id: z.string(),
  resource_arn: z.string(),
  resource_name: z.string().nullable(),
  tags: tagsColumn,
  state: z.enum(['open', 'unknown', 'resolved']),
  severity: severityColumn,
  message: z.string(),
  first_seen_at: time,
  opened_at: time,
  due_at: time,
  resolved_at: time,
  resolved_reason: z.enum(['fixed', 'gone', 'rule-off', 'account-removed']).nullable(),
  exception_id: z.string().nullable(),
});
type MemberRow = z.infer<typeof memberRow>;

const COLUMNS = sql`finding_id, rule_id, account_id, project_key, scope, region, resource_id,
  resource_arn, resource_name, tags, state, severity, message, first_seen_at, opened_at, due_at, resolved_at,
  resolved_reason, exception_id`;

function memberOf(row: MemberRow): Omit<GroupMember, 'groupId' | 'pausedAt'> {
  return {
    id: row.finding_id,
    ruleId: row.rule_id,
    accountId: row.account_id,
    projectKey: row.project_key,
    scope: row.scope,
    region: row.region,
    resourceId: row.resource_id,
    resourceArn: row.resource_arn,
    resourceName: row.resource_name,
    tags: row.tags,
    state: row.state,
    severity: severityOfRank(row.severity),
    message: row.message,
    firstSeenAt: row.first_seen_at,
    openedAt: row.opened_at,
    dueAt: row.due_at,
    resolvedAt: row.resolved_at,
    resolvedReason: row.resolved_reason,
    exceptionId: row.exception_id,
  };
}

function inPairs(pairs: readonly PairGroup[]): Sql {
  return join(
    pairs.map(
      ({ accountIds, ruleIds }) =>
        sql`(account_id IN (${join(accountIds)}) AND rule_id IN (${join(ruleIds)}))`,
    ),
    ' OR ',
  );
}

/** No issue of its own for this opening, and none that is being created. */
const UNFILED = sql`(issue_id IS NULL AND filing_started_at IS NULL
  OR issue_state IN (${join([...CLOSED_STATES])}) AND (issue_opening IS NULL OR issue_opening <> opened_at))`;

const memberInGroupRow = memberRow.extend({ group_id: z.string().nullable(), paused_at: time });

async function* membersWhere(condition: Sql): AsyncGenerator<GroupMember[]> {
  let after = '';
  for (;;) {
    const rows = await select(
      memberInGroupRow,
      sql`SELECT ${COLUMNS}, group_id, paused_at FROM findings
          WHERE ${condition} AND finding_id > ${after}
          ORDER BY finding_id LIMIT ${PAGE}`,
    );
    yield rows.map((row) => ({ ...memberOf(row), groupId: row.group_id, pausedAt: row.paused_at }));
    const last = rows.at(-1);
    if (rows.length < PAGE || last === undefined) return;
    after = last.finding_id;
  }
}

const groupRow = memberRow.extend({
  resources: resourcesColumn,
  resource_count: integer,
  changed_at: integer,
  issue_id: time,
  issue_state: z.string().nullable(),
});

/** The table `finding_groups`, and which findings are part of which group. */
export const groupRepository: GroupStore = {
  async *members(pairs) {
    yield* membersWhere(sql`${raw(SPECIAL)} AND group_id IS NOT NULL`);
    if (pairs.length === 0) return;
    yield* membersWhere(sql`group_id IS NULL AND state <> 'resolved' AND ${UNFILED} AND (${inPairs(pairs)})`);
  },

  async groups() {
    const rows = await select(
      groupRow,
      sql`SELECT ${COLUMNS}, resources, resource_count, changed_at, issue_id, issue_state FROM finding_groups
        ORDER BY finding_id`,
    );
    return rows.map((row) => ({
      group: {
        ...memberOf(row),
        resources: row.resources,
        count: row.resource_count,
        changedAt: row.changed_at,
      },
      hasOpenIssue:
        row.issue_id !== null &&
        row.issue_state !== 'deleted' &&
        !(row.state === 'resolved' && CLOSED_STATES.some((state) => state === row.issue_state)),
    }));
  },

  async saveGroups(groups) {
    for (const batch of chunksOf(groups, ROWS_PER_STATEMENT)) {
      const rows = batch.map(valuesOf);
      await write(sql`INSERT INTO finding_groups (${COLUMNS}, resources, resource_count, changed_at, needs_sync)
        VALUES ${bulk(rows)}
        ON DUPLICATE KEY UPDATE ${raw(KEEP_OUT_OF_STEP)}, scope = VALUES(scope), region = VALUES(region),
          resource_id = VALUES(resource_id),
          resource_arn = VALUES(resource_arn), resource_name = VALUES(resource_name), tags = VALUES(tags),
          state = VALUES(state), severity = VALUES(severity), message = VALUES(message),
          first_seen_at = VALUES(first_seen_at), opened_at = VALUES(opened_at), due_at = VALUES(due_at),
          resolved_at = VALUES(resolved_at), resolved_reason = VALUES(resolved_reason),
          exception_id = VALUES(exception_id), resources = VALUES(resources),
          resource_count = VALUES(resource_count), changed_at = VALUES(changed_at), needs_sync = 1`);
    }
  },

  async joinGroup(groupId, findingIds) {
    for (const batch of chunksOf(findingIds, IDS_PER_STATEMENT)) {
      const stillUnfiled = groupId === null ? empty : sql`AND ${UNFILED}`;
      await write(
        sql`UPDATE findings SET group_id = ${groupId} WHERE finding_id IN (${join(batch)}) ${stillUnfiled}`,
      );
    }
  },
};

const groupIdRow = z.object({ group_id: z.string().nullable() });

/** Whose issue tells of the finding: the id of the group that it is part of, or its own. */
export async function issueHolder(findingId: string): Promise<string> {
  const [row] = await select(groupIdRow, sql`SELECT group_id FROM findings WHERE finding_id = ${findingId}`);
  return row?.group_id ?? findingId;
}

function valuesOf(group: FindingGroup) {
  return [
    group.id,
    group.ruleId,
    group.accountId,
    group.projectKey,
    group.scope,
    group.region,
    group.resourceId,
    group.resourceArn,
    group.resourceName,
    JSON.stringify(group.tags),
    group.state,
    severityRank(group.severity),
    group.message,
    group.firstSeenAt,
    group.openedAt,
    group.dueAt,
    group.resolvedAt,
    group.resolvedReason,
    group.exceptionId,
    JSON.stringify(group.resources),
    group.count,
    group.changedAt,
    1,
  ];
}
