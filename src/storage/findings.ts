import sql, { bulk, join, raw, type Sql } from 'sql-template-tag';
import { z } from 'zod';
import { canonicalJson } from '../domain/canonical-json';
import { chunksOf } from '../domain/chunks';
import type { PairGroup } from '../domain/rollout/decisions';
import { SEVERITIES, type Severity, severityOfRank, severityRank } from '../domain/severity';
import type { Tags } from '../domain/tag-pattern';
import { DAY_MS } from '../domain/time';
import type { FindingWriter } from '../scan/ports';
import { type FindingChanges, type FindingUpdate, isEmpty } from '../scan/reconcile';
import type { FindingRecord, StoredFinding } from '../scan/stored-finding';
import { integer, numberRow, time } from './columns';
import {
  CountedTogether,
  changingCounts,
  distinctScopes,
  ensureCounted,
  findingsOfKinds,
  type ScopeKey,
  unresolvedKinds,
} from './finding-counts';
import { findingsOfAccounts } from './finding-parts';
import { KEEP_OUT_OF_STEP } from './out-of-step';
import { PLACE, placeOf } from './place-columns';
import { select, write } from './run-sql';
import { severityColumn } from './severity-column';
import { tagsColumn } from './tags-column';

/** Canonical JSON; null when there are none. */
function tagsText(tags: Tags): string | null {
  return Object.keys(tags).length === 0 ? null : canonicalJson(tags);
}

const rowSchema = z.object({
  finding_id: z.string(),
  rule_id: z.string(),
  account_id: z.string(),
  scope: z.string(),
  region: z.string(),
  resource_arn: z.string(),
  resource_name: z.string().nullable(),
  tags: tagsColumn,
  project_key: z.string().nullable(),
  state: z.enum(['open', 'unknown', 'resolved']),
  severity: severityColumn,
  message: z.string(),
  evidence: z.string(),
  first_seen_at: time,
  opened_at: time,
  unknown_since: time,
  paused_at: time,
  paused_ms: time,
});

const toStored = (row: z.output<typeof rowSchema>): StoredFinding => ({
  id: row.finding_id,
  ruleId: row.rule_id,
  accountId: row.account_id,
  scope: row.scope,
  region: row.region,
  resourceArn: row.resource_arn,
  resourceName: row.resource_name,
  tags: row.tags,
  projectKey: row.project_key,
  state: row.state,
  severity: severityOfRank(row.severity),
  message: row.message,
  evidence: row.evidence,
  firstSeenAt: row.first_seen_at,
  openedAt: row.opened_at,
  unknownSince: row.unknown_since,
  pausedAt: row.paused_at,
  pausedMs: row.paused_ms ?? 0,
});
const storedSchema = rowSchema.transform(toStored);
const pageSchema = rowSchema.extend({ bytes: integer });

/** An answer may have 4 MiB, and is JSON, in which evidence (itself JSON) takes up to twice its bytes. */
const PAGE = { rows: 500, bytes: 1_500_000 };
/** Texts of a finding up to so many bytes come with its page, which is no larger than an answer if all are so long. */
const SHORT_BYTES = 1_500;
/** A statement may have 1 MiB, parameters included. */
const STATEMENT = { rows: 200, bytes: 600_000 };
/** What a finding takes beside its message and its evidence, generously. */
const BYTES_OF_THE_REST = 2_500;

const FACTS = sql`finding_id, rule_id, account_id, scope, region, resource_arn, resource_name, project_key, state,
  severity, first_seen_at, opened_at, unknown_since, paused_at, paused_ms`;
const TEXT_BYTES = sql`LENGTH(message) + LENGTH(evidence) + COALESCE(LENGTH(tags), 0)`;

function storedWhere(condition: Sql): Promise<StoredFinding[]> {
  return select(storedSchema, sql`SELECT ${FACTS}, message, evidence, tags FROM findings WHERE ${condition}`);
}

/** Everything stored for the account in the scope, in answers no larger than Forge SQL gives, however much evidence there is. */
export async function findingsOfScope(accountId: string, scope: string): Promise<StoredFinding[]> {
  const all: StoredFinding[] = [];
  const short = (column: string, otherwise: Sql): Sql =>
    sql`CASE WHEN ${TEXT_BYTES} <= ${SHORT_BYTES} THEN ${raw(column)} ELSE ${otherwise} END AS ${raw(column)}`;
  for (let after = ''; ; ) {
    const page = await select(
      pageSchema,
      sql`SELECT ${FACTS}, ${TEXT_BYTES} AS bytes, ${short('message', sql`''`)}, ${short('evidence', sql`''`)},
          ${short('tags', sql`NULL`)}
        FROM findings WHERE account_id = ${accountId} AND scope = ${scope} AND finding_id > ${after}
        ORDER BY finding_id LIMIT ${PAGE.rows}`,
    );
    const isShort = ({ bytes }: { bytes: number }): boolean => bytes <= SHORT_BYTES;
    all.push(...page.filter(isShort).map(toStored));
    const long = page.filter((row) => !isShort(row));
    for (const batch of batches(long, PAGE, ({ bytes }) => bytes))
      all.push(...(await storedWhere(sql`finding_id IN (${join(batch.map((row) => row.finding_id))})`)));
    const last = page.at(-1);
    if (page.length < PAGE.rows || last === undefined) return all;
    after = last.finding_id;
  }
}

/** One finding, or null when there is none. */
export async function storedFinding(findingId: string): Promise<StoredFinding | null> {
  const [finding] = await storedWhere(sql`finding_id = ${findingId}`);
  return finding ?? null;
}

/** Cuts rows into batches within the limits; `bytesOf` counts a row's message and evidence. */
function batches<Row>(
  rows: readonly Row[],
  limits: { rows: number; bytes: number },
  bytesOf: (row: Row) => number,
): Row[][] {
  const all: Row[][] = [];
  let bytes = 0;
  for (const row of rows) {
    const size = bytesOf(row) + BYTES_OF_THE_REST;
    const last = all.at(-1);
    if (last === undefined || last.length >= limits.rows || bytes + size > limits.bytes) {
      all.push([row]);
      bytes = size;
    } else {
      last.push(row);
      bytes += size;
    }
  }
  return all;
}

/** Cuts rows into statements that Forge SQL takes. A request is JSON, which escapes every quote of the evidence. */
function statements<Row extends { message: string; evidence: string; tags: Tags }>(
  rows: readonly Row[],
): Row[][] {
  const inJson = (text: string) => Buffer.byteLength(JSON.stringify(text));
  return batches(
    rows,
    STATEMENT,
    ({ message, evidence, tags }) => inJson(message) + inJson(evidence) + inJson(tagsText(tags) ?? ''),
  );
}

function insert(rows: readonly FindingRecord[]): Sql {
  const values = rows.map((row) => [
    row.id,
    row.ruleId,
    row.accountId,
    row.scope,
    ...placeOf(row),
    row.resourceName,
    tagsText(row.tags),
    row.state,
    severityRank(row.severity),
    row.message,
    row.evidence,
    row.firstSeenAt,
    row.openedAt,
    row.dueAt,
    row.unknownSince,
    row.resolvedAt,
    row.resolvedReason,
    row.changedAt,
    row.projectKey,
    row.needsSync ? 1 : 0,
  ]);
  // Whoever inserted it in between read it too; IGNORE would also swallow what does not fit.
  return sql`INSERT INTO findings (finding_id, rule_id, account_id, scope, ${PLACE}, resource_name, tags,
      state, severity, message, evidence, first_seen_at, opened_at, due_at, unknown_since, resolved_at, resolved_reason,
      changed_at, project_key, needs_sync)
    VALUES ${bulk(values)} ON DUPLICATE KEY UPDATE finding_id = VALUES(finding_id)`;
}

/** The columns that a scan changes, each with its value in an update. */
const CHANGED: Record<string, (row: FindingUpdate) => string | number | null> = {
  state: (row) => row.state,
  severity: (row) => severityRank(row.severity),
  message: (row) => row.message,
  evidence: (row) => row.evidence,
  resource_name: (row) => row.resourceName,
  tags: (row) => tagsText(row.tags),
  project_key: (row) => row.projectKey,
  first_seen_at: (row) => row.firstSeenAt,
  opened_at: (row) => row.openedAt,
  due_at: (row) => row.dueAt,
  unknown_since: (row) => row.unknownSince,
  paused_at: (row) => row.pausedAt,
  paused_ms: (row) => (row.pausedMs === 0 ? null : row.pausedMs),
  resolved_at: (row) => row.resolvedAt,
  resolved_reason: (row) => row.resolvedReason,
  changed_at: (row) => row.changedAt,
};

/**
 * Many findings in one statement: `column = CASE finding_id WHEN ... THEN ... END` for each column in which they differ. What
 * was changed after this reading began (a person checked again, a rule was switched off) is newer and stays.
 */
function update(rows: readonly FindingUpdate[]): Sql {
  const columns = Object.entries(CHANGED).map(
    ([column, read]) =>
      sql`${raw(column)} = ${assigned(rows.map((row) => ({ id: row.id, value: read(row) })))}`,
  );
  // Once Jira has to hear of something, a later change that it need not hear of does not take that back.
  const heard = assigned(rows.map(({ id, needsSync }) => ({ id, value: needsSync ? 1 : 0 })));
  // Of what ends before an issue was begun, Jira never has to hear.
  const ended = assigned(rows.map(({ id, state }) => ({ id, value: state === 'resolved' ? 1 : 0 })));
  return sql`UPDATE findings SET ${raw(KEEP_OUT_OF_STEP)}, ${join(columns)},
      needs_sync = CASE
        WHEN issue_id IS NULL AND filing_started_at IS NULL AND group_id IS NULL AND ${ended} = 1 THEN 0
        WHEN needs_sync = 1 THEN 1 ELSE ${heard} END
    WHERE finding_id IN (${join(rows.map((row) => row.id))})
      AND changed_at <= ${Math.min(...rows.map((row) => row.changedAt))}`;
}

/** What each finding gets; said once where it is the same for all. */
function assigned(rows: readonly { id: string; value: string | number | null }[]): Sql {
  const [first] = rows;
  if (first !== undefined && rows.every(({ value }) => value === first.value)) return sql`${first.value}`;
  const cases = rows.map(({ id, value }) => sql`WHEN ${id} THEN ${value}`);
  return sql`CASE finding_id ${join(cases, ' ')} END`;
}

/** Writes the changes of one account's scope in as few statements as the limits allow; doing it again changes nothing. */
export async function applyFindingChanges(scope: ScopeKey, changes: FindingChanges): Promise<void> {
  const writer = findingWriter();
  await writer.apply(scope, changes, 0);
  await writer.count();
}

/** Whoever reads a page counts for himself what is not counted yet: this many more findings at the most, of each scan. */
const MOST_UNCOUNTED = 2_000;

export function findingWriter(): FindingWriter {
  const together = new CountedTogether();
  let uncounted = 0;
  const count = async () => {
    await together.count();
    uncounted = 0;
  };
  return {
    count,
    async apply(scope, changes, stored) {
      if (isEmpty(changes)) return;
      await together.make([scope], () => writeChanges(changes));
      uncounted += stored + changes.inserts.length;
      if (uncounted > MOST_UNCOUNTED) await count();
    },
  };
}

async function writeChanges({ inserts, updates, deletes }: FindingChanges): Promise<void> {
  for (const rows of statements(inserts)) await write(insert(rows));
  for (const rows of statements(updates)) await write(update(rows));
  for (const ids of chunksOf(deletes, STATEMENT.rows)) {
    await write(sql`DELETE FROM findings WHERE finding_id IN (${join(ids)}) AND first_seen_at IS NULL`);
  }
}

/** Resolves what is open or unknown of a rule or an account, for a reason other than a scan. */
export async function resolveFindings(
  of: { ruleId: string } | { accountId: string },
  reason: ResolvedByAdmin,
  now: number,
): Promise<void> {
  await resolveWhere(
    'ruleId' in of ? sql`rule_id = ${of.ruleId}` : sql`account_id = ${of.accountId}`,
    reason,
    now,
  );
}

/** Resolves what is open or unknown of other rules than these, which are on, and of other accounts than these. */
export async function resolveOrphans(
  known: { ruleIds: string[]; accountIds: string[] },
  now: number,
): Promise<void> {
  await resolveWhere(noneOf('rule_id', known.ruleIds), 'rule-off', now);
  await resolveWhere(noneOf('account_id', known.accountIds), 'account-removed', now);
}

function noneOf(column: 'rule_id' | 'account_id', values: string[]): Sql {
  return values.length === 0 ? sql`1 = 1` : sql`${raw(column)} NOT IN (${join(values)})`;
}

type ResolvedByAdmin = 'rule-off' | 'account-removed';

/**
 * Looks in the counts for what there is to resolve: every hour asks, there seldom is anything, and no index of a million
 * findings would say so. What only ever was unknown is forgotten: there is nothing to remember of it.
 * @param whose of account_id and rule_id
 */
async function resolveWhere(whose: Sql, reason: ResolvedByAdmin, now: number): Promise<void> {
  await ensureCounted(now);
  for (const kinds of await unresolvedKinds(whose)) {
    await changingCounts({ scopes: distinctScopes(kinds) }, async () => {
      for (const of of await findingsOfKinds(kinds)) {
        await write(sql`DELETE FROM findings WHERE ${of} AND first_seen_at IS NULL`);
        await write(sql`UPDATE findings SET ${raw(KEEP_OUT_OF_STEP)},
            state = 'resolved', resolved_reason = ${reason}, resolved_at = ${now}, due_at = NULL, unknown_since = NULL,
            changed_at = ${now}, needs_sync = 1
          WHERE ${of} AND state <> 'resolved'`);
      }
    });
  }
}

/** Until then a finding that fails again is the same one, with its first-seen date and its issue. */
export const RESOLVED_KEPT_DAYS = 180;
/**
 * Where more are resolved than this, a quarter of what Forge SQL holds, those that never had an issue are forgotten sooner, the
 * oldest first: a storage that is full takes no finding that is open.
 */
export const MOST_RESOLVED = 250_000;
const KEPT_DAYS_BEYOND = [90, 30, 7, 1];
/** What is looked for and counted at once, and how often in an hour: 500 accounts resolve some 4,000 findings in one. */
const DROPPED_AT_ONCE = 2_000;
const TIMES_AN_HOUR = 5;
export const DROPPED_AN_HOUR = DROPPED_AT_ONCE * TIMES_AN_HOUR;
const DROPPED_PER_STATEMENT = 1_000;

const oldRow = z
  .object({ finding_id: z.string(), account_id: z.string(), scope: z.string() })
  .transform((row) => ({ id: row.finding_id, accountId: row.account_id, scope: row.scope }));

/**
 * Forgets what was resolved long ago, and sooner where there is too much of it, as far as an hour's share goes and there is time.
 * `now` in milliseconds since 1970.
 */
export async function dropOldResolved(now: number, hasTime: () => boolean = () => true): Promise<void> {
  const [counted] = await select(
    numberRow,
    sql`SELECT COALESCE(SUM(findings), 0) AS number FROM account_counts WHERE shown = 3`,
  );
  let beyond = (counted?.number ?? 0) - MOST_RESOLVED;
  const sooner = KEPT_DAYS_BEYOND.map((days) => ({ days, issue: sql`issue_id IS NULL` }));
  const old = { days: RESOLVED_KEPT_DAYS, issue: sql`(issue_id IS NULL OR needs_sync = 0)` };
  let times = 0;
  for (const { days, issue } of [old, ...sooner]) {
    let found = DROPPED_AT_ONCE;
    while (found === DROPPED_AT_ONCE) {
      if (times === TIMES_AN_HOUR || !hasTime()) return;
      if (days < RESOLVED_KEPT_DAYS && beyond <= 0) return;
      found = await dropSomeResolved(now - days * DAY_MS, issue);
      beyond -= found;
      if (found > 0) times += 1;
    }
  }
}

/** Answers how many it forgot. */
async function dropSomeResolved(before: number, issue: Sql): Promise<number> {
  const old = await select(
    oldRow,
    sql`SELECT finding_id, account_id, scope FROM findings
      WHERE shown = 3 AND severity IN (0, 1, 2, 3) AND sort_at < ${before}
        AND ${issue} AND filing_started_at IS NULL AND group_id IS NULL
      LIMIT ${DROPPED_AT_ONCE}`,
  );
  if (old.length === 0) return 0;
  await changingCounts({ scopes: distinctScopes(old) }, async () => {
    for (const rows of chunksOf(old, DROPPED_PER_STATEMENT))
      await write(sql`DELETE FROM findings
        WHERE finding_id IN (${join(rows.map(({ id }) => id))}) AND state = 'resolved'`);
  });
  return old.length;
}

/** Resolves what is open or unknown of these rules in these accounts: they are no longer judged there. */
export async function resolveOff(pairs: readonly PairGroup[], now: number): Promise<void> {
  for (const group of pairs) await resolveWhere(inGroup(group), 'rule-off', now);
}

const routeRow = z.object({ account_id: z.string(), rule_id: z.string(), project_key: z.string() });

/** Where the findings of these accounts are sent, of whatever state. `now` in milliseconds since 1970. */
export async function routes(
  accountIds: readonly string[],
  now: number,
): Promise<{ accountId: string; ruleId: string; projectKey: string | null }[]> {
  await ensureCounted(now);
  const kinds = await select(
    routeRow,
    sql`SELECT DISTINCT account_id, rule_id, project_key FROM finding_counts
      WHERE account_id IN (${join([...accountIds])}) AND findings > 0`,
  );
  return kinds.map((kind) => ({
    accountId: kind.account_id,
    ruleId: kind.rule_id,
    projectKey: kind.project_key === '' ? null : kind.project_key,
  }));
}

/** Sends findings to a project's page. */
export async function routeFindings(pairs: PairGroup, projectKey: string | null, now: number): Promise<void> {
  await routeWhere(inGroup(pairs), projectKey, now, await findingsOfAccounts(pairs.accountIds));
}

/** Sends these findings to a project's page. */
export async function routeFindingsById(
  findingIds: readonly string[],
  projectKey: string | null,
  now: number,
): Promise<void> {
  for (const ids of chunksOf(findingIds, STATEMENT.rows))
    await routeWhere(sql`finding_id IN (${join(ids)})`, projectKey, now);
}

/** @param parts what one statement takes each, where it cannot take all; counted once, however many there are */
async function routeWhere(
  whose: Sql,
  projectKey: string | null,
  now: number,
  parts: readonly Sql[] = [sql`1 = 1`],
): Promise<void> {
  const elsewhere = sql`${whose} AND NOT (project_key <=> ${projectKey})`;
  await changingCounts({ where: elsewhere }, async () => {
    for (const part of parts)
      await write(sql`UPDATE findings SET ${raw(KEEP_OUT_OF_STEP)}, project_key = ${projectKey}, changed_at = ${now}
        WHERE ${part} AND ${elsewhere}`);
  });
}

const routedSchema = z.object({
  finding_id: z.string(),
  account_id: z.string(),
  rule_id: z.string(),
  tags: tagsColumn,
});

/** What tells where findings go that are routed by a tag, page by page. */
export async function* routedByTag(pairs: PairGroup) {
  let after = '';
  for (;;) {
    const page = await select(
      routedSchema,
      sql`SELECT finding_id, account_id, rule_id, tags FROM findings
        WHERE ${inGroup(pairs)} AND finding_id > ${after} ORDER BY finding_id LIMIT ${PAGE.rows}`,
    );
    yield page.map((row) => ({
      id: row.finding_id,
      accountId: row.account_id,
      ruleId: row.rule_id,
      tags: row.tags,
    }));
    const last = page.at(-1);
    if (page.length < PAGE.rows || last === undefined) return;
    after = last.finding_id;
  }
}

function inGroup({ accountIds, ruleIds }: PairGroup): Sql {
  return sql`account_id IN (${join(accountIds)}) AND rule_id IN (${join(ruleIds)})`;
}

/** Sets the due dates of open findings anew; `slaMs` by severity, from the moment each opened. */
export async function setDueDates(
  pairs: PairGroup,
  slaMs: Record<Severity, number>,
  now: number,
): Promise<void> {
  const cases = SEVERITIES.map((severity) => sql`WHEN ${severityRank(severity)} THEN ${slaMs[severity]}`);
  const dueAt = sql`opened_at + CASE severity ${join(cases, ' ')} END + COALESCE(paused_ms, 0)`;
  const others = sql`${inGroup(pairs)} AND state <> 'resolved' AND opened_at IS NOT NULL AND due_at <> ${dueAt}`;
  for (const part of await findingsOfAccounts(pairs.accountIds))
    await write(sql`UPDATE findings
      SET ${raw(KEEP_OUT_OF_STEP)}, due_at = ${dueAt}, changed_at = ${now}, needs_sync = 1
      WHERE ${part} AND ${others}`);
}
