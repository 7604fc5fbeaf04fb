import type { UpdateQueryResponse } from '@forge/sql';
import { z } from 'zod';
import { auditId } from '../domain/audit';
import { chunksOf } from '../domain/chunks';
import { shownState } from '../domain/finding';
import { fitText } from '../domain/fit-text';
import type { PairGroup } from '../domain/rollout/decisions';
import { severityOfRank } from '../domain/severity';
import { DAY_MS } from '../domain/time';
import { ISSUE_STATES } from '../tickets/issue-state';
import { CLOSED_STATES, isClosedState } from '../tickets/plan-tickets';
import type { RecordedAction, RunCounters, TicketRows } from '../tickets/ports';
import { keptProblems } from '../tickets/problems';
import type { PlanFinding, TicketFinding } from '../tickets/ticket-finding';
import { recordAudit } from './audit-log';
import { executeSql } from './execute-sql';
import { untilAllChanged } from './finding-parts';
import { KEEP_OUT_OF_STEP } from './out-of-step';
import { parseRows } from './run-sql';
import { severityColumn } from './severity-column';
import { SPECIAL, SPECIAL_OR_NOT } from './special';
import { jsonColumn, parseStored } from './stored-data';
import { tagsColumn } from './tags-column';

type Parameter = string | number | null;

/** BIGINT columns come as numbers or, from some drivers, as strings. */
const integer = z.union([
  z.number(),
  z
    .string()
    .regex(/^-?\d+$/)
    .transform(Number),
]);
const text = z.string();

/** The resources of a group, as `storage/finding-groups` writes them. */
export const resourcesColumn = jsonColumn(
  z.array(z.object({ id: text, arn: text, name: text, region: text })),
);

const planRowSchema = z.object({
  finding_id: text,
  rule_id: text,
  account_id: text,
  severity: severityColumn,
  state: z.enum(['open', 'unknown', 'resolved']),
  opened_at: integer.nullable(),
  due_at: integer.nullable(),
  resolved_at: integer.nullable(),
  resolved_reason: z.enum(['fixed', 'gone', 'rule-off', 'account-removed']).nullable(),
  changed_at: integer,
  tags: tagsColumn,
  exception_id: text.nullable(),
  last_scan_started_at: integer.nullable(),
  issue_id: integer.nullable(),
  issue_key: text.nullable(),
  issue_state: z.enum(ISSUE_STATES).nullable(),
  issue_state_at: integer.nullable(),
  issue_opening: integer.nullable(),
  issue_digest: text.nullable(),
  filing_started_at: integer.nullable(),
  sync_problem: text.nullable(),
  resources: resourcesColumn.nullable(),
  resource_count: integer.nullable(),
});

const detailRowSchema = planRowSchema.extend({
  region: text,
  resource_arn: text,
  resource_id: text,
  resource_name: text.nullable(),
  message: text,
  first_seen_at: integer.nullable(),
  previous_issue_key: text.nullable(),
  exception_reason: text.nullable(),
  exception_until: integer.nullable(),
});

const planColumns = (
  table: TicketTable,
) => `f.finding_id, f.rule_id, f.account_id, f.severity, f.state, f.opened_at, f.due_at, f.resolved_at,
  f.resolved_reason, f.changed_at, f.tags, f.exception_id, s.last_complete_at - COALESCE(s.duration_ms, 0) AS last_scan_started_at,
  f.issue_id, f.issue_key, f.issue_state, f.issue_state_at, f.issue_opening, f.issue_digest, f.filing_started_at,
  f.sync_problem, ${table === 'findings' ? 'NULL AS resources, NULL AS resource_count' : 'f.resources, f.resource_count'}`;
const DETAIL_COLUMNS = `f.region, f.resource_arn, f.resource_id, f.resource_name,
  f.message, f.first_seen_at, f.previous_issue_key, e.reason AS exception_reason, e.until_at AS exception_until`;
const from = (table: TicketTable) =>
  `FROM ${table} f LEFT JOIN scopes s ON s.account_id = f.account_id AND s.scope = f.scope`;

/** Among a million findings, what has to be looked after is found by this; groups are few. */
const special = (table: TicketTable) => (table === 'findings' ? `${SPECIAL} AND ` : '');

/** Has an issue: few of a million findings do, and the index of the special ones has them by their issue. */
export const withIssue = (table: TicketTable) =>
  table === 'findings' ? `${SPECIAL_OR_NOT} AND issue_id > 0` : 'issue_id IS NOT NULL';

/** Well under the 4 MiB that one answer may have: a row with tags is seldom over 1.5 KiB. */
const PAGE_SIZE = 2_000;
/**
 * How far back a sync looks for findings that ended before they were filed: every hour has one, and what it misses does no
 * harm. Of those that ended ever it would read them all.
 */
const ENDED_LATELY_MS = 7 * DAY_MS;
/** Ids in one statement. */
const ID_BATCH = 200;
/** A column of 64 KiB holds it, of four bytes a character at the most. */
const PROBLEM_LENGTH = 15_000;

/** States of an issue that a new one may follow. */
const REPLACEABLE = ['deleted', ...CLOSED_STATES];

/** Failed again while no policy filed issues, or was excepted until then: in step, and closed. */
const LEFT_CLOSED = `(f.needs_sync = 0 AND (f.issue_state = 'closed'
  OR (f.issue_state IN ('done-by-person', 'closed-by-person') AND f.issue_opening <> f.opened_at)))`;

/** A table with the ticket columns: one issue for each of its rows. */
export type TicketTable = 'findings' | 'finding_groups';

const findingIdRow = z.object({ finding_id: text });
const inDoubtRow = z.object({ finding_id: text, filing_started_at: integer });
const createdRow = z.object({ policy_id: text, in_run: integer, today: integer });
const ofIssueRow = z.object({
  finding_id: text,
  state: z.enum(['open', 'unknown', 'resolved']),
  exception_id: text.nullable(),
  issue_key: text,
  issue_state: z.enum(ISSUE_STATES),
});
const problemsRow = z.object({ problems: text.nullable() });

/** The ticket columns of the table, the actions done to Jira, and the counters of a run. */
export const ticketsIn = (table: TicketTable): TicketRows => ({
  async *findingsToPlan(filed, onlyFindingId) {
    const only = onlyFindingId === undefined ? '' : ' AND f.finding_id = ?';
    const onlyParameters = onlyFindingId === undefined ? [] : [onlyFindingId];
    // What is part of a group has no issue of its own.
    const unshared = table === 'findings' ? ' AND f.group_id IS NULL' : '';
    yield* planPages(
      table,
      `${special(table)}f.needs_sync = 1 AND f.issue_id IS NOT NULL${unshared}${only}`,
      onlyParameters,
    );
    for (const pairs of filed) {
      const of = inGroup(pairs);
      yield* planPages(
        table,
        `f.state = 'open' AND f.exception_id IS NULL AND (f.issue_id IS NULL OR ${LEFT_CLOSED})${unshared}
         AND ${of.condition}${only}`,
        [...of.parameters, ...onlyParameters],
      );
    }
  },

  openWithIssue: () =>
    planPages(
      table,
      `${withIssue(table)} AND f.state = 'open' AND f.exception_id IS NULL AND f.issue_state <> 'deleted'`,
      [],
    ),

  async details(findingIds) {
    const found: TicketFinding[] = [];
    for (const ids of chunksOf(findingIds, ID_BATCH)) {
      const rows = await select(
        detailRowSchema,
        `SELECT ${planColumns(table)}, ${DETAIL_COLUMNS} ${from(table)} LEFT JOIN exceptions e ON e.exception_id = f.exception_id
         WHERE f.finding_id IN (${marks(ids)})`,
        ids,
      );
      found.push(...rows.map(detailOf));
    }
    const byId = new Map(found.map((finding) => [finding.id, finding]));
    return findingIds.flatMap((id) => byId.get(id) ?? []);
  },

  async inDoubt(onlyFindingId) {
    const rows = await select(
      inDoubtRow,
      `SELECT finding_id, filing_started_at FROM ${table} f WHERE ${special(table)}filing_started_at IS NOT NULL AND issue_id IS NULL
       ${onlyFindingId === undefined ? '' : 'AND finding_id = ?'} ORDER BY finding_id LIMIT 1000`,
      onlyFindingId === undefined ? [] : [onlyFindingId],
    );
    return rows.map((row) => ({ findingId: row.finding_id, claimedAt: row.filing_started_at }));
  },

  async claimFilings(findingIds, { owner, now }) {
    if (findingIds.length === 0) return [];
    await run(
      `UPDATE ${table} SET filing_started_at = ?, filing_owner = ?,
         previous_issue_key = CASE WHEN issue_state <> 'deleted' THEN issue_key ELSE previous_issue_key END,
         issue_id = NULL, issue_key = NULL,
         issue_state = NULL, issue_state_at = NULL, issue_digest = NULL
       WHERE finding_id IN (${marks(findingIds)}) AND state = 'open' AND exception_id IS NULL AND filing_started_at IS NULL
         ${table === 'findings' ? 'AND group_id IS NULL' : ''} AND (issue_id IS NULL
           OR (issue_state IN (${marks(REPLACEABLE)}) AND (issue_opening IS NULL OR issue_opening <> opened_at)))`,
      [now, owner, ...findingIds, ...REPLACEABLE],
    );
    const rows = await select(
      findingIdRow,
      `SELECT finding_id FROM ${table}
       WHERE finding_id IN (${marks(findingIds)}) AND filing_owner = ? AND issue_id IS NULL`,
      [...findingIds, owner],
    );
    const claimed = new Set(rows.map((row) => row.finding_id));
    return findingIds.filter((id) => claimed.has(id));
  },

  async releaseFilings(findingIds, owner) {
    for (const ids of chunksOf(findingIds, ID_BATCH)) {
      await run(
        `UPDATE ${table} SET filing_started_at = NULL, filing_owner = NULL
         WHERE finding_id IN (${marks(ids)}) AND filing_owner = ? AND issue_id IS NULL`,
        [...ids, owner],
      );
    }
  },

  async dropStaleFilings(findingIds, staleBefore) {
    for (const ids of chunksOf(findingIds, ID_BATCH)) {
      await run(
        `UPDATE ${table} SET filing_started_at = NULL, filing_owner = NULL
         WHERE finding_id IN (${marks(ids)}) AND issue_id IS NULL AND filing_started_at < ?`,
        [...ids, staleBefore],
      );
    }
  },

  async leaseIssue(findingId, { owner, again, now, until }) {
    const changed = await run(
      `UPDATE ${table} SET filing_started_at = ?, filing_owner = ?
       WHERE finding_id = ? AND issue_id IS NOT NULL
         AND (filing_started_at IS NULL OR filing_started_at < ? ${again ? 'OR filing_owner = ?' : ''})`,
      [until, owner, findingId, now, ...(again ? [owner] : [])],
    );
    return changed > 0;
  },

  async releaseIssue(findingId, owner) {
    await run(
      `UPDATE ${table} SET filing_started_at = NULL, filing_owner = NULL
       WHERE finding_id = ? AND filing_owner = ? AND issue_id IS NOT NULL`,
      [findingId, owner],
    );
  },

  async noteMove(findingId, move) {
    await run(`UPDATE ${table} SET issue_digest = ? WHERE finding_id = ? AND issue_id IS NOT NULL`, [
      move,
      findingId,
    ]);
  },

  async attachIssues(issues, at) {
    for (const batch of chunksOf(issues, ID_BATCH)) {
      const cases = batch.map(() => 'WHEN ? THEN ?').join(' ');
      const ids = batch.map(({ findingId }) => findingId);
      // An unfinished opening: needs_sync stays until the issue's fields are written too.
      await run(
        `UPDATE ${table} SET
           issue_id = CASE finding_id ${cases} END,
           issue_key = CASE finding_id ${cases} END,
           issue_state = 'open', issue_state_at = ?, issue_opening = opened_at, issue_digest = NULL,
           filing_started_at = NULL, filing_owner = NULL, needs_sync = 1, out_of_step_at = NULL
         WHERE finding_id IN (${marks(ids)}) AND issue_id IS NULL`,
        [
          ...batch.flatMap(({ findingId, issue }) => [findingId, Number(issue.id)]),
          ...batch.flatMap(({ findingId, issue }) => [findingId, issue.key]),
          at,
          ...ids,
        ],
      );
    }
  },

  async recordActions(action, rows, { runId, at }) {
    for (const batch of chunksOf(rows, ID_BATCH)) {
      await run(
        `INSERT IGNORE INTO ticket_actions (finding_id, action, marker, run_id, issue_id, done_at, policy_id)
         VALUES ${batch.map(() => '(?, ?, ?, ?, ?, ?, ?)').join(', ')}`,
        batch.flatMap(({ findingId, issueId, marker, policyId }): Parameter[] => [
          findingId,
          action,
          marker,
          runId,
          Number(issueId),
          at,
          policyId,
        ]),
      );
    }
    await recordAudit(
      rows.map(({ findingId, marker, issueKey, reason }) => ({
        id: auditId('issue', findingId, action, marker),
        at,
        actor: null,
        action: `issue-${action}` as const,
        subject: issueKey,
        note: reason,
        changes: [],
      })),
    );
  },

  counters: (runId) => countersOf(runId),

  async createdByPolicy(runId, dayStart) {
    const rows = await select(
      createdRow,
      `SELECT policy_id, SUM(CASE WHEN run_id = ? THEN 1 ELSE 0 END) AS in_run,
         SUM(CASE WHEN done_at >= ? THEN 1 ELSE 0 END) AS today
       FROM ticket_actions
       WHERE action = 'created' AND policy_id IS NOT NULL AND (done_at >= ? OR run_id = ?)
       GROUP BY policy_id`,
      [runId, dayStart, dayStart, runId],
    );
    return new Map(rows.map(({ policy_id: id, in_run: inRun, today }) => [id, { inRun, today }] as const));
  },

  async settle({ finding, issueKey, state, digest, at }) {
    const before = finding.ticket.state;
    // MySQL evaluates SET from left to right: what compares with the stored values comes before what changes them.
    await run(
      `UPDATE ${table} SET
         needs_sync = CASE WHEN changed_at = ? AND issue_state = ? THEN 0 ELSE 1 END,
         issue_state_at = CASE WHEN issue_state = ? AND issue_state <> ? THEN ? ELSE issue_state_at END,
         issue_state = CASE WHEN issue_state = ? THEN ? ELSE issue_state END,
         issue_opening = CASE WHEN state = 'open' AND ? = 1 THEN opened_at ELSE issue_opening END,
         issue_key = ?, issue_digest = ?, sync_problem = NULL, filing_started_at = NULL, filing_owner = NULL
       WHERE finding_id = ? AND issue_id IS NOT NULL`,
      [
        finding.changedAt,
        before,
        before,
        state,
        at,
        before,
        state,
        isClosedState(state) ? 0 : 1,
        issueKey,
        digest,
        finding.id,
      ],
    );
  },

  async markInStep(findings) {
    const settled = findings.filter(({ ticket }) => ticket.issueId !== null);
    for (const batch of chunksOf(settled, ID_BATCH)) {
      const unchanged = batch
        .map(() => '(finding_id = ? AND changed_at = ? AND issue_state = ?)')
        .join(' OR ');
      await run(
        `UPDATE ${table} SET needs_sync = 0, sync_problem = NULL WHERE ${unchanged}`,
        batch.flatMap(({ id, changedAt, ticket }): Parameter[] => [id, changedAt, ticket.state]),
      );
    }
  },

  async dropUnfiled(now) {
    const ended = `needs_sync = 1 AND issue_id IS NULL AND filing_started_at IS NULL AND state <> 'open'`;
    const forget = `UPDATE ${table} SET needs_sync = 0, sync_problem = NULL WHERE`;
    if (table === 'finding_groups') {
      await run(`${forget} ${ended}`, []);
      return;
    }
    await untilAllChanged((most) => run(`${forget} ${SPECIAL} AND ${ended} LIMIT ${most}`, []));
    const lately = `shown = 3 AND severity IN (0, 1, 2, 3) AND sort_at >= ?`;
    await untilAllChanged((most) =>
      run(`${forget} ${lately} AND ${ended} LIMIT ${most}`, [now - ENDED_LATELY_MS]),
    );
  },

  async markDeleted(findingId) {
    await run(
      `UPDATE ${table} SET issue_state = 'deleted', sync_problem = NULL, filing_started_at = NULL, filing_owner = NULL,
         needs_sync = CASE WHEN state = 'open' AND issue_opening <> opened_at THEN 1 ELSE 0 END
       WHERE finding_id = ? AND issue_id IS NOT NULL`,
      [findingId],
    );
  },

  async setProblem(findingIds, problem) {
    const kept = problem === null ? null : fitText(problem, PROBLEM_LENGTH);
    for (const ids of chunksOf(findingIds, ID_BATCH)) {
      await run(`UPDATE ${table} SET sync_problem = ? WHERE finding_id IN (${marks(ids)})`, [kept, ...ids]);
    }
  },

  async findByIssue(issueId) {
    const id = Number(issueId);
    if (!Number.isSafeInteger(id)) return null;
    const rows = await select(
      ofIssueRow,
      `SELECT finding_id, state, exception_id, issue_key, issue_state FROM ${table}
       WHERE ${table === 'findings' ? `${SPECIAL_OR_NOT} AND ` : ''}issue_id = ?`,
      [id],
    );
    const row = rows[0];
    if (!row) return null;
    return {
      findingId: row.finding_id,
      findingState: shownState(row.state, row.exception_id),
      issueKey: row.issue_key,
      state: row.issue_state,
    };
  },

  async setIssueKey(findingId, issueKey) {
    await run(`UPDATE ${table} SET issue_key = ? WHERE finding_id = ? AND issue_id IS NOT NULL`, [
      issueKey,
      findingId,
    ]);
  },

  async setIssueState(findingId, state, at) {
    await run(
      `UPDATE ${table} SET ${KEEP_OUT_OF_STEP}, issue_state = ?, issue_state_at = ?, needs_sync = 1
       WHERE finding_id = ? AND issue_id IS NOT NULL`,
      [state, at, findingId],
    );
  },

  async reportRun(runId, { held, problems, finishedAt }) {
    const counters = await countersOf(runId);
    const known = await select(problemsRow, 'SELECT problems FROM runs WHERE run_id = ?', [runId]);
    const found = problems.map((problem) => fitText(problem, PROBLEM_LENGTH));
    const all = keptProblems(problemsOf(known[0]?.problems ?? null), found);
    await run(
      `UPDATE runs SET issues_created = ?, issues_updated = ?, issues_closed = ?, issues_reopened = ?,
         issues_held = ?, problems = ?, finished_at = CASE WHEN scanned_at IS NULL THEN NULL ELSE ? END
       WHERE run_id = ?`,
      [
        counters.created,
        counters.updated,
        counters.closed,
        counters.reopened,
        held,
        all.length === 0 ? null : JSON.stringify(all),
        finishedAt,
        runId,
      ],
    );
  },
});

const problemsColumn = jsonColumn(z.array(z.string()));

/** The sentences in the `problems` column of a run: a JSON array, null while there are none. */
export function problemsOf(column: string | null): string[] {
  return column === null ? [] : parseStored(problemsColumn, column, 'the problems of a run');
}

const actionRow = z.object({ action: text, number: integer });

async function countersOf(runId: string): Promise<RunCounters> {
  const rows = await select(
    actionRow,
    'SELECT action, COUNT(*) AS number FROM ticket_actions WHERE run_id = ? GROUP BY action',
    [runId],
  );
  const count = (action: RecordedAction) => rows.find((row) => row.action === action)?.number ?? 0;
  return {
    created: count('created'),
    updated: count('updated'),
    closed: count('closed'),
    reopened: count('reopened'),
  };
}

function inGroup({ accountIds, ruleIds }: PairGroup): { condition: string; parameters: Parameter[] } {
  return {
    condition: `f.account_id IN (${marks(accountIds)}) AND f.rule_id IN (${marks(ruleIds)})`,
    parameters: [...accountIds, ...ruleIds],
  };
}

async function* planPages(
  table: TicketTable,
  condition: string,
  parameters: readonly Parameter[],
): AsyncGenerator<PlanFinding[]> {
  let after = '';
  for (;;) {
    const rows = await select(
      planRowSchema,
      `SELECT ${planColumns(table)} ${from(table)} WHERE ${condition} AND f.finding_id > ?
       ORDER BY f.finding_id LIMIT ${PAGE_SIZE}`,
      [...parameters, after],
    );
    yield rows.map(planOf);
    const last = rows.at(-1);
    if (rows.length < PAGE_SIZE || !last) return;
    after = last.finding_id;
  }
}

function planOf(row: z.infer<typeof planRowSchema>): PlanFinding {
  return {
    id: row.finding_id,
    ruleId: row.rule_id,
    accountId: row.account_id,
    severity: severityOfRank(row.severity),
    state: shownState(row.state, row.exception_id),
    openedAt: row.opened_at,
    dueAt: row.due_at,
    resolvedAt: row.resolved_at,
    resolvedReason: row.resolved_reason,
    changedAt: row.changed_at,
    tags: row.tags,
    lastScanStartedAt: row.last_scan_started_at,
    group:
      row.resources === null || row.resource_count === null
        ? null
        : { resources: row.resources, count: row.resource_count },
    ticket: {
      issueId: row.issue_id === null ? null : String(row.issue_id),
      issueKey: row.issue_key,
      state: row.issue_state,
      stateAt: row.issue_state_at,
      opening: row.issue_opening,
      digest: row.issue_digest,
      filingStartedAt: row.filing_started_at,
      problem: row.sync_problem,
    },
  };
}

function detailOf(row: z.infer<typeof detailRowSchema>): TicketFinding {
  return {
    ...planOf(row),
    region: row.region,
    resourceArn: row.resource_arn,
    resourceId: row.resource_id,
    resourceName: row.resource_name,
    message: row.message,
    firstSeenAt: row.first_seen_at,
    previousIssueKey: row.previous_issue_key,
    exception:
      row.exception_reason === null || row.exception_until === null
        ? null
        : { reason: row.exception_reason, until: row.exception_until },
  };
}

async function select<T>(row: z.ZodType<T>, query: string, parameters: readonly Parameter[]): Promise<T[]> {
  const { rows } = await executeSql<Record<string, unknown>>(query, parameters);
  return parseRows(row, rows, query);
}

async function run(query: string, parameters: readonly Parameter[]): Promise<number> {
  const { rows } = await executeSql<UpdateQueryResponse>(query, parameters);
  return rows.affectedRows;
}

function marks(values: readonly unknown[]): string {
  return values.map(() => '?').join(', ');
}
