import sql, { bulk } from 'sql-template-tag';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { z } from 'zod';
import { DAY_MS } from '../../../src/domain/time';
import { numberRow } from '../../../src/storage/columns';
import { exceptionRepository } from '../../../src/storage/exceptions';
import { countForPage, ensureCounted, markAllStale } from '../../../src/storage/finding-counts';
import { accountsInStatements } from '../../../src/storage/finding-parts';
import * as findings from '../../../src/storage/findings';
import { ensureSchema } from '../../../src/storage/migrate';
import { select, write } from '../../../src/storage/run-sql';
import { countSlaDay, slaDays } from '../../../src/storage/sla-days';
import { ticketStore } from '../../../src/storage/ticket-store';
import { type ForgeStorage, startForgeStorage } from './support/forge-storage';
import { recounted, storedCounts } from './support/recount';

const NOW = Date.UTC(2026, 10, 23, 20);
const HUGE = '111111111111';
const SMALL = '222222222222';
/** More than one statement may change (5,000) or go through (30,000). */
const OF_A_RULE = 12_000;
const OF_THE_SCOPE = 65_000;
const MOST_CHANGED = 30_000;

/** The rows that each statement changed. */
const changed: { query: string; rows: number }[] = [];
const writtenSchema = z.object({ rows: z.object({ affectedRows: z.number() }) });

let forge: ForgeStorage;
beforeAll(async () => {
  forge = await startForgeStorage('huge_scope');
  await ensureSchema();
  for (let at = 0; at < OF_THE_SCOPE; at += 1_000) {
    const rows = Array.from({ length: 1_000 }, (_, index) => row(at + index, HUGE));
    await insert(rows);
  }
  await insert(Array.from({ length: 10 }, (_, index) => row(OF_THE_SCOPE + index, SMALL)));
  await markAllStale();
  await ensureCounted(NOW);
  const platform = Reflect.get(globalThis, '__forge_fetch__');
  Reflect.set(globalThis, '__forge_fetch__', async (...asked: unknown[]): Promise<Response> => {
    const response: Response = await platform(...asked);
    const { data } = writtenSchema.safeParse(await response.clone().json());
    const { query } = z.object({ query: z.string() }).parse(JSON.parse(Object(asked[2]).body));
    if (data !== undefined && /^(UPDATE|DELETE FROM) findings/.test(query))
      changed.push({ query, rows: data.rows.affectedRows });
    return response;
  });
}, 120_000);
beforeEach(() => {
  changed.length = 0;
});
afterAll(() => forge.close());

function row(index: number, accountId: string) {
  return [
    // In no order that anything else has.
    ((index * 7_919) % 1_000_003).toString(16).padStart(20, '0'),
    index < OF_A_RULE ? 'rule-a' : 'rule-b',
    accountId,
    'eu-west-1',
    `resource-${index}`,
    `arn:${index}`,
    'open',
    1,
    'fails',
    '{}',
    NOW - 40 * DAY_MS,
    NOW - 40 * DAY_MS,
    NOW - 10 * DAY_MS,
    NOW,
    'PAY',
  ];
}

async function insert(rows: ReturnType<typeof row>[]): Promise<void> {
  await write(sql`INSERT INTO findings (finding_id, rule_id, account_id, scope, resource_id, arn_rest, state, severity,
    message, evidence, first_seen_at, opened_at, due_at, changed_at, project_key) VALUES ${bulk(rows)}`);
}

const most = () => Math.max(...changed.map(({ rows }) => rows));
const all = () => changed.reduce((sum, { rows }) => sum + rows, 0);
const rulesOf = (accountId: string) => ({ accountIds: [accountId], ruleIds: ['rule-a', 'rule-b'] });

async function numberWhere(condition: ReturnType<typeof sql>): Promise<number> {
  const [found] = await select(
    z.object({ number: z.coerce.number() }),
    sql`SELECT COUNT(*) AS number FROM findings WHERE ${condition}`,
  );
  return found?.number ?? 0;
}

it('is alone in its statement as an account', async () => {
  expect(await accountsInStatements()).toEqual([[HUGE], [SMALL]]);
});

it('has its due dates set anew a part at a time, each finding once', async () => {
  const slaMs = { critical: DAY_MS, high: 45 * DAY_MS, medium: DAY_MS, low: DAY_MS };
  await findings.setDueDates(rulesOf(HUGE), slaMs, NOW);
  expect(all()).toBe(OF_THE_SCOPE);
  expect(most()).toBeLessThanOrEqual(MOST_CHANGED);
  expect(await numberWhere(sql`due_at = ${NOW + 5 * DAY_MS}`)).toBe(OF_THE_SCOPE);
  changed.length = 0;
  await findings.setDueDates(rulesOf(HUGE), slaMs, NOW);
  expect(all()).toBe(0);
});

it('moves to another team a part at a time, and its counts follow', async () => {
  await findings.routeFindings(rulesOf(HUGE), 'WEB', NOW);
  expect(all()).toBe(OF_THE_SCOPE);
  expect(most()).toBeLessThanOrEqual(MOST_CHANGED);
  expect(await numberWhere(sql`project_key = 'WEB'`)).toBe(OF_THE_SCOPE);
  expect(await storedCounts()).toEqual(await recounted());
});

it('is counted for the SLA of the day to the last finding', async () => {
  await countSlaDay(NOW + 6 * DAY_MS);
  const [day] = await slaDays({ accountId: HUGE }, 0);
  expect(day).toMatchObject({ open: OF_THE_SCOPE, overdue: OF_THE_SCOPE });
});

it('is uncovered at most 5,000 findings a statement where a standing exception ends, and its clock goes on', async () => {
  await write(sql`UPDATE findings SET exception_id = 'ended', paused_at = ${NOW} WHERE rule_id = 'rule-a'`);
  await markAllStale();
  await ensureCounted(NOW);
  changed.length = 0;
  await exceptionRepository.uncoverAllBut([], NOW + DAY_MS);
  expect(all()).toBe(OF_A_RULE);
  expect(most()).toBeLessThanOrEqual(5_000);
  expect(await numberWhere(sql`rule_id = 'rule-a' AND due_at = ${NOW + 6 * DAY_MS}`)).toBe(OF_A_RULE);
  expect(await numberWhere(sql`exception_id IS NOT NULL OR paused_at IS NOT NULL`)).toBe(0);
  expect(await storedCounts()).toEqual(await recounted());
});

it('has its clock go on at most 5,000 findings a statement where nobody asks for exceptions any more', async () => {
  await write(sql`UPDATE findings SET paused_at = ${NOW} WHERE rule_id = 'rule-a'`);
  changed.length = 0;
  await exceptionRepository.resumeIdle(NOW + DAY_MS);
  expect(all()).toBe(OF_A_RULE);
  expect(most()).toBeLessThanOrEqual(5_000);
  expect(await numberWhere(sql`paused_at IS NOT NULL`)).toBe(0);
});

it('is resolved at most 5,000 findings a statement where a rule is switched off, also one of more in one scope', async () => {
  await findings.resolveFindings({ ruleId: 'rule-a' }, 'rule-off', NOW);
  expect(all()).toBe(OF_A_RULE);
  expect(most()).toBeLessThanOrEqual(5_000);
  expect(await numberWhere(sql`state = 'resolved' AND rule_id = 'rule-a'`)).toBe(OF_A_RULE);
  expect(await numberWhere(sql`state = 'open' AND rule_id = 'rule-b'`)).toBe(OF_THE_SCOPE - OF_A_RULE + 10);
  expect(await storedCounts()).toEqual(await recounted());
});

it('is forgotten by the tickets at most 5,000 findings a statement where it ended before any issue', async () => {
  await write(
    sql`UPDATE findings SET sync_problem = 'No project.' WHERE rule_id = 'rule-a' AND finding_id < '07'`,
  );
  changed.length = 0;
  await ticketStore.dropUnfiled(NOW);
  expect(all()).toBe(OF_A_RULE);
  expect(most()).toBeLessThanOrEqual(5_000);
  expect(await numberWhere(sql`needs_sync = 1 AND state = 'resolved'`)).toBe(0);
});

it('is forgotten half a year after it was resolved, 10,000 findings an hour while there is time', async () => {
  const later = NOW + 181 * DAY_MS;
  let times = 1;
  await findings.dropOldResolved(later, () => times-- > 0);
  expect(all()).toBe(2_000);
  changed.length = 0;
  await findings.dropOldResolved(later);
  expect(all()).toBe(10_000);
  expect(most()).toBeLessThanOrEqual(5_000);
  expect(await numberWhere(sql`state = 'resolved'`)).toBe(0);
  expect(await storedCounts()).toEqual(await recounted());

  forge.resetCounters();
  await findings.dropOldResolved(later);
  expect(forge.statements()).toHaveLength(2);
});

it('is counted by no page while somebody changes it, but by who does, or once that was cut off', async () => {
  const ofNew = sql`SELECT COALESCE(SUM(findings), 0) AS number FROM finding_counts WHERE project_key = 'NEW'`;
  const countedOfNew = async () => (await select(numberRow, ofNew))[0]?.number;
  const move = (projectKey: string) =>
    write(sql`UPDATE findings SET project_key = ${projectKey} WHERE resource_id = 'resource-64999'`);
  const now = Date.now();
  await write(sql`INSERT INTO stale_counts (account_id, scope, mark, marked_at)
    VALUES (${HUGE}, 'eu-west-1', '00000000-0000-4000-8000-000000000000', ${now})`);
  await move('NEW');
  await countForPage(now);
  expect(await countedOfNew()).toBe(0);
  await countForPage(now + 17 * 60_000);
  expect(await countedOfNew()).toBe(1);
  expect(await storedCounts()).toEqual(await recounted());
  await move('WEB');
  await markAllStale();
  await ensureCounted(now);
});

it('is counted for whoever looks for findings to change, though somebody else changes it', async () => {
  await write(sql`INSERT INTO stale_counts (account_id, scope, mark, marked_at)
    VALUES (${HUGE}, 'eu-west-1', '00000000-0000-4000-8000-000000000000', ${Date.now()})`);
  await write(sql`UPDATE findings SET rule_id = 'rule-c' WHERE resource_id = 'resource-64998'`);
  await findings.resolveOff([{ accountIds: [HUGE], ruleIds: ['rule-c'] }], Date.now());
  expect(await numberWhere(sql`rule_id = 'rule-c' AND state = 'resolved'`)).toBe(1);
  await write(sql`UPDATE findings SET rule_id = 'rule-b', state = 'open', resolved_at = NULL, due_at = ${NOW - 10 * DAY_MS}
    WHERE resource_id = 'resource-64998'`);
  await markAllStale();
  await ensureCounted(NOW);
});

it('finds what was written to a scope that is not counted yet', async () => {
  await write(sql`UPDATE findings SET scope = 'us-east-1' WHERE resource_id = 'resource-64999'`);
  const slaMs = { critical: DAY_MS, high: 46 * DAY_MS, medium: DAY_MS, low: DAY_MS };
  await findings.setDueDates(rulesOf(HUGE), slaMs, NOW);
  expect(await numberWhere(sql`account_id = ${HUGE} AND due_at = ${NOW + 6 * DAY_MS}`)).toBe(
    OF_THE_SCOPE - OF_A_RULE,
  );
});
