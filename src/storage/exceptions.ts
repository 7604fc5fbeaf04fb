import sql, { empty, join, raw, type Sql } from 'sql-template-tag';
import { z } from 'zod';
import { chunksOf } from '../domain/chunks';
import {
  EXCEPTION_STATES,
  type Exception,
  type ExceptionScope,
  exceptionPatternSchema,
  WARNING_DAYS,
} from '../domain/exception';
import { severityOfRank } from '../domain/severity';
import { DAY_MS } from '../domain/time';
import type { CandidateFinding } from '../exceptions/candidate';
import type { ExceptionStore } from '../exceptions/ports';
import { integer } from './columns';
import { changingCounts, ensureCounted, ofKinds, unresolvedKinds } from './finding-counts';
import { untilAllChanged } from './finding-parts';
import { KEEP_OUT_OF_STEP } from './out-of-step';
import { select, write } from './run-sql';
import { severityColumn } from './severity-column';
import { SPECIAL } from './special';
import { jsonColumn, parseStored } from './stored-data';
import { tagsColumn } from './tags-column';

const PAGE = 500;
const IDS_PER_STATEMENT = 200;

const exceptionRow = z
  .object({
    exception_id: z.string(),
    finding_id: z.string().nullable(),
    pattern: z.string().nullable(),
    reason: z.string(),
    until_at: integer,
    state: z.enum(EXCEPTION_STATES),
    requested_by: z.string(),
    requested_at: integer,
    decided_by: z.string().nullable(),
    decided_at: integer.nullable(),
    note: z.string(),
  })
  .transform(
    (row): Exception => ({
      id: row.exception_id,
      scope: scopeOf(row),
      reason: row.reason,
      until: row.until_at,
      state: row.state,
      requestedBy: row.requested_by,
      requestedAt: row.requested_at,
      decidedBy: row.decided_by,
      decidedAt: row.decided_at,
      note: row.note,
    }),
  );

function scopeOf({ finding_id: findingId, pattern }: { finding_id: string | null; pattern: string | null }) {
  if (findingId !== null) return { kind: 'finding', findingId } satisfies ExceptionScope;
  return {
    kind: 'pattern',
    pattern: parseStored(jsonColumn(exceptionPatternSchema), pattern, 'an exception'),
  } satisfies ExceptionScope;
}

const COLUMNS = sql`e.exception_id, e.finding_id, e.pattern, e.reason, e.until_at, e.state, e.requested_by,
  e.requested_at, e.decided_by, e.decided_at, e.note`;

function exceptionsWhere(condition: Sql): Promise<Exception[]> {
  return select(
    exceptionRow,
    sql`SELECT ${COLUMNS} FROM exceptions e WHERE ${condition} ORDER BY e.requested_at, e.exception_id`,
  );
}

const candidateRow = z
  .object({
    finding_id: z.string(),
    rule_id: z.string(),
    account_id: z.string(),
    region: z.string(),
    resource_arn: z.string(),
    resource_id: z.string(),
    resource_name: z.string().nullable(),
    tags: tagsColumn,
    severity: severityColumn,
    message: z.string(),
    issue_key: z.string().nullable(),
  })
  .transform(
    (row): CandidateFinding => ({
      id: row.finding_id,
      ruleId: row.rule_id,
      accountId: row.account_id,
      region: row.region,
      resourceArn: row.resource_arn,
      resourceId: row.resource_id,
      resourceName: row.resource_name,
      tags: row.tags,
      severity: severityOfRank(row.severity),
      message: row.message,
      issueKey: row.issue_key,
    }),
  );

/** Of the issue that tells of the finding: its own, or the one that it shares. */
const ISSUE_KEY = sql`CASE WHEN group_id IS NULL THEN issue_key
  ELSE (SELECT g.issue_key FROM finding_groups g WHERE g.finding_id = findings.group_id) END`;

async function* findingsWhere(condition: Sql): AsyncGenerator<CandidateFinding[]> {
  let after = '';
  for (;;) {
    const page = await select(
      candidateRow,
      sql`SELECT finding_id, rule_id, account_id, region, resource_arn, resource_id, resource_name, tags, severity,
          message, ${ISSUE_KEY} AS issue_key
        FROM findings WHERE ${condition} AND finding_id > ${after} ORDER BY finding_id LIMIT ${PAGE}`,
    );
    yield page;
    const last = page.at(-1);
    if (page.length < PAGE || last === undefined) return;
    after = last.id;
  }
}

/**
 * Findings that the exception may cover, as far as SQL can tell; the patterns themselves are matched in code. Which of a
 * million findings are of a rule is found by their counts.
 */
async function* candidatesOf(scope: ExceptionScope): AsyncGenerator<CandidateFinding[]> {
  const uncovered = sql`state = 'open' AND exception_id IS NULL`;
  if (scope.kind === 'finding') {
    yield* findingsWhere(sql`${uncovered} AND finding_id = ${scope.findingId}`);
    return;
  }
  const { ruleIds, accountIds } = scope.pattern;
  const accounts = accountIds.length === 0 ? empty : sql`AND account_id IN (${join(accountIds)})`;
  await ensureCounted(Date.now());
  for (const kinds of await unresolvedKinds(sql`rule_id IN (${join(ruleIds)}) ${accounts}`))
    yield* findingsWhere(sql`${uncovered} AND ${ofKinds(kinds)}`);
}

/** The clock of the SLA goes on: what it stood still is added to the due date, once. */
function clockGoesOn(now: number): Sql {
  const stood = sql`COALESCE(${now} - paused_at, 0)`;
  return sql`due_at = due_at + ${stood}, paused_ms = COALESCE(paused_ms, 0) + ${stood}, paused_at = NULL`;
}

async function inBatches(
  ids: readonly string[],
  statement: (batch: readonly string[]) => Sql,
): Promise<void> {
  for (const batch of chunksOf(ids, IDS_PER_STATEMENT)) {
    await changingCounts({ where: sql`finding_id IN (${join(batch)})` }, async () => {
      await write(statement(batch));
    });
  }
}

const untoldRow = z.object({
  exception_id: z.string(),
  issue_id: integer.nullable(),
  issue_key: z.string().nullable(),
});

/** The table `exceptions`, and what of them stands in `findings`. */
export const exceptionRepository: ExceptionStore = {
  async insert({ id, scope, reason, until, state, requestedBy, requestedAt, note }) {
    const findingId = scope.kind === 'finding' ? scope.findingId : null;
    const pattern = scope.kind === 'pattern' ? JSON.stringify(scope.pattern) : null;
    await write(sql`INSERT IGNORE INTO exceptions
        (exception_id, finding_id, pattern, reason, until_at, state, requested_by, requested_at, note)
      VALUES (${id}, ${findingId}, ${pattern}, ${reason}, ${until}, ${state}, ${requestedBy}, ${requestedAt}, ${note})`);
  },

  async get(id) {
    const [exception] = await exceptionsWhere(sql`e.exception_id = ${id}`);
    return exception ?? null;
  },

  inState: (state) => exceptionsWhere(sql`e.state = ${state}`),

  async ofFinding(findingId) {
    const found = await exceptionsWhere(
      sql`e.finding_id = ${findingId} AND e.state IN ('requested', 'granted')`,
    );
    return found.at(-1) ?? null;
  },

  async decide(id, from, { state, by, at, note, until }) {
    const end = until === undefined ? empty : sql`, until_at = ${until}`;
    const changed = await write(sql`UPDATE exceptions
      SET state = ${state}, decided_by = ${by}, decided_at = ${at}, note = ${note}${end}
      WHERE exception_id = ${id} AND state = ${from}`);
    return changed > 0;
  },

  candidates: candidatesOf,

  covered: (id) => findingsWhere(sql`${raw(SPECIAL)} AND exception_id = ${id}`),

  cover: (id, findingIds, now) =>
    inBatches(
      findingIds,
      (
        ids,
      ) => sql`UPDATE findings SET ${raw(KEEP_OUT_OF_STEP)}, exception_id = ${id}, paused_at = COALESCE(paused_at, ${now}),
          changed_at = ${now}, needs_sync = 1
        WHERE finding_id IN (${join(ids)}) AND exception_id IS NULL`,
    ),

  uncover: (findingIds, now) =>
    inBatches(
      findingIds,
      (ids) => sql`UPDATE findings SET ${raw(KEEP_OUT_OF_STEP)}, ${clockGoesOn(now)}, exception_id = NULL,
          changed_at = ${now}, needs_sync = 1
        WHERE finding_id IN (${join(ids)}) AND exception_id IS NOT NULL`,
    ),

  async uncoverAllBut(ids, now) {
    const others = ids.length === 0 ? empty : sql`AND exception_id NOT IN (${join(ids)})`;
    const left = sql`${raw(SPECIAL)} AND exception_id IS NOT NULL ${others}`;
    await changingCounts({ where: left }, () =>
      untilAllChanged((most) =>
        write(sql`UPDATE findings
          SET ${raw(KEEP_OUT_OF_STEP)}, ${clockGoesOn(now)}, exception_id = NULL, changed_at = ${now}, needs_sync = 1
          WHERE ${left} LIMIT ${most}`),
      ),
    );
  },

  async nameOf(findingId) {
    const finding = (await findingsById([findingId])).get(findingId);
    if (finding === undefined) return null;
    const { issueKey, ruleId, resourceName, resourceId } = finding;
    return `${issueKey === null ? '' : `${issueKey}, `}${ruleId} of ${resourceName ?? resourceId}`;
  },

  async pause(findingId, now) {
    await write(sql`UPDATE findings SET paused_at = ${now}
      WHERE finding_id = ${findingId} AND paused_at IS NULL AND state <> 'resolved'`);
  },

  async resumeIdle(now) {
    await untilAllChanged((most) =>
      write(sql`UPDATE findings
        SET ${raw(KEEP_OUT_OF_STEP)}, ${clockGoesOn(now)}, changed_at = ${now}, needs_sync = 1
        WHERE ${raw(SPECIAL)} AND paused_at IS NOT NULL AND exception_id IS NULL AND NOT EXISTS (
          SELECT 1 FROM exceptions e WHERE e.finding_id = findings.finding_id AND e.state = 'requested') LIMIT ${most}`),
    );
  },

  async untold() {
    const rows = await select(
      untoldRow,
      sql`SELECT e.exception_id, COALESCE(g.issue_id, f.issue_id) AS issue_id,
          COALESCE(g.issue_key, f.issue_key) AS issue_key
        FROM exceptions e
        LEFT JOIN findings f ON f.finding_id = e.finding_id
        LEFT JOIN finding_groups g ON g.finding_id = f.group_id
        WHERE e.told_state IS NULL OR e.told_state <> e.state
        ORDER BY e.requested_at LIMIT ${PAGE}`,
    );
    if (rows.length === 0) return [];
    const found = await exceptionsWhere(
      sql`e.exception_id IN (${join(rows.map((row) => row.exception_id))})`,
    );
    const byId = new Map(found.map((exception) => [exception.id, exception]));
    return rows.flatMap(({ exception_id: id, issue_id: issueId, issue_key: key }) => {
      const exception = byId.get(id);
      if (exception === undefined) return [];
      return [{ exception, issue: issueId === null || key === null ? null : { id: String(issueId), key } }];
    });
  },

  async markTold(id, state) {
    await write(sql`UPDATE exceptions SET told_state = ${state} WHERE exception_id = ${id}`);
  },

  async markWarned(id, now) {
    await write(sql`UPDATE exceptions SET warned_at = ${now} WHERE exception_id = ${id}`);
  },

  endingBefore: (before) => exceptionsWhere(sql`e.state = 'granted' AND e.until_at < ${before}`),

  toWarn: (now) =>
    exceptionsWhere(sql`e.state = 'granted' AND e.warned_at IS NULL AND e.until_at > ${now}
      AND e.until_at <= ${now + WARNING_DAYS * DAY_MS}
      AND e.until_at - e.decided_at > ${WARNING_DAYS * DAY_MS}`),
};

/** These findings, by id; those that are forgotten are left out. */
export async function findingsById(ids: readonly string[]): Promise<Map<string, CandidateFinding>> {
  const found = new Map<string, CandidateFinding>();
  for (const batch of chunksOf(ids, IDS_PER_STATEMENT)) {
    const pages = findingsWhere(sql`finding_id IN (${join(batch)})`);
    for await (const page of pages) for (const finding of page) found.set(finding.id, finding);
  }
  return found;
}

export interface ExceptionFilter {
  states: readonly Exception['state'][];
}

const findingsOfExceptionRow = z.object({ exception_id: z.string(), number: integer });

/** As many as one answer to a page holds. */
const MOST_LISTED = 1000;

export interface ListedExceptions {
  exceptions: (Exception & { covered: number })[];
  /** Whether there are more than are listed. */
  more: boolean;
}

/**
 * Exceptions with how many findings each covers, those that end first first; at most 1,000. What is over is kept for good, so
 * of that alone the last to end come first.
 */
export async function listExceptions({ states }: ExceptionFilter): Promise<ListedExceptions> {
  const order = states.some((state) => state === 'requested' || state === 'granted') ? empty : raw('DESC');
  const [found, counts] = await Promise.all([
    select(
      exceptionRow,
      sql`SELECT ${COLUMNS} FROM exceptions e WHERE e.state IN (${join([...states])})
        ORDER BY e.until_at ${order}, e.exception_id LIMIT ${MOST_LISTED + 1}`,
    ),
    select(
      findingsOfExceptionRow,
      sql`SELECT exception_id, COUNT(*) AS number FROM findings WHERE ${raw(SPECIAL)} AND exception_id IS NOT NULL GROUP BY exception_id`,
    ),
  ]);
  const byId = new Map(counts.map(({ exception_id: id, number }) => [id, number]));
  return {
    exceptions: found
      .slice(0, MOST_LISTED)
      .map((exception) => ({ ...exception, covered: byId.get(exception.id) ?? 0 })),
    more: found.length > MOST_LISTED,
  };
}
